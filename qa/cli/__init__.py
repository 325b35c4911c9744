"""The command line: parse, call one method, print, translate errors once. Results on stdout, progress on stderr."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from qa.cli import asking, checking, correcting, library, measuring, safety, syncing, workspace
from qa.cli.frame import app

__all__ = ["app", "asking", "checking", "correcting", "library", "main", "measuring", "safety", "syncing", "workspace"]


def main() -> None:
    """Run the command line: exit 0 when done, 1 when something failed (said on stderr), 2 for wrong usage.

    The process ends with the command, all of whose files are closed by then: taking what was imported apart, piece by
    piece, is a tenth of a cold question's time.
    """
    try:
        app()
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # whoever read it has gone
                stream.flush()
        os._exit(ended.code)
