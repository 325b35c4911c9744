"""Composition root of reading: question -> search -> read -> compose -> cite -> Answer. Wiring only."""
