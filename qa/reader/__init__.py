"""The span reader: decoding, and its training and export beside it."""
