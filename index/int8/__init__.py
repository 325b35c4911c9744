"""Making the encoder that ships with Quoth: ``python -m index.int8``. Nothing here runs when Quoth does."""
