"""Imported once by the process from which `kills` forks its others: what they would each load anew."""

import datasketch
import faiss
import tantivy

import index.boilerplate
import index.library
import index.split
from index.language import language_of

MODULES = (datasketch, faiss, tantivy, index.boilerplate, index.library, index.split)
language_of("The harbour was dredged in 1987 to a depth of eleven metres.")
