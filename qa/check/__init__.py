"""Checking a draft: its quotations looked up in the library, its figures in the documents. `check` wires it."""
