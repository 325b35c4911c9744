"""Writing side: files become documents, passages, vectors, and a searchable library. Imports nothing from ``qa``."""
