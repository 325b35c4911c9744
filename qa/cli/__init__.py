"""The command line: parse, call one method, print, translate errors once. Results on stdout, progress on stderr."""

from __future__ import annotations

from qa.cli import asking, checking, correcting, library, measuring, safety, syncing, workspace
from qa.cli.frame import app

__all__ = ["app", "asking", "checking", "correcting", "library", "main", "measuring", "safety", "syncing", "workspace"]


def main() -> None:
    """Run the command line: exit 0 when done, 1 when something failed (said on stderr), 2 for wrong usage."""
    app()
