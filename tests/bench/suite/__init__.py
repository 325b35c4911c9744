"""The benchmark: one module a section, run by ``python tests/bench``."""
