"""Reading side: a question and a library become an answer in the documents' own words, cited."""
