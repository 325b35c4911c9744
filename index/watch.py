"""A library kept in step with its folders as long as it is watched: `watch` syncs it whenever files in them change.

The system tells of changes where it can; where it cannot (a network drive, a folder that is not mounted yet), a look
from time to time finds them. Knows nothing of how the library is stored, and prints nothing.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from index.errors import QuothError
from index.folders import is_within
from index.library import Library
from index.model import Progress, Report

QUIET = 1.0  # seconds without a change before the library is synced: a file is seldom written at one stroke
LONGEST = 30.0  # seconds of changes without a pause after which it is synced all the same
LOOK = 300.0  # seconds between two looks at folders that tell of no change
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})  # reading a file is none

log = logging.getLogger(__name__)


def watch(
    library: Library,
    told: Callable[[Report | QuothError], None],
    stop: threading.Event,
    *,
    progress: Progress | None = None,
    quiet: float = QUIET,
    look: float = LOOK,
) -> None:
    """Sync `library` now and after every change in its folders, until `stop` is set; `told` gets what each sync did.

    A sync that fails, because another process writes say, is told as its error, and tried again after the next change
    or look.
    """
    changes = _Changes(library.path)
    try:
        while not stop.is_set():
            changes.follow(library.folders())
            changes.clear()
            try:
                told(library.sync(progress))
            except QuothError as error:
                told(error)
            changes.wait(stop, quiet, look)
    finally:
        changes.close()


class _Changes(FileSystemEventHandler):
    """Notices that something changed below some folders, but for what is the library's own."""

    def __init__(self, library: Path) -> None:
        self._library = os.path.realpath(library)
        self._observer = Observer()
        self._observer.start()
        self._followed: set[str] = set()
        self._last = 0.0  # when the last change was, by the monotonic clock; 0 for none
        self._changed = threading.Event()

    def follow(self, folders: Iterable[str]) -> None:
        """Listen to those folders, and to no others; one that is not there is tried again the next time."""
        # A link itself does not tell of the files in the folder that it leads to.
        wanted = {os.path.realpath(folder) for folder in folders if os.path.isdir(folder)}  # noqa: PTH112
        if wanted == self._followed:
            return
        self._observer.unschedule_all()
        self._followed = set()
        for folder in sorted(wanted):
            try:
                self._observer.schedule(self, folder, recursive=True)
                self._followed.add(folder)
            except OSError as error:  # the system watches no more folders, or not on this drive: it is looked at
                log.warning("%s tells of no changes (%s): it is looked at every %d seconds", folder, error, LOOK)

    def clear(self) -> None:
        """Forget the changes so far."""
        self._changed.clear()

    def wait(self, stop: threading.Event, quiet: float, look: float) -> None:
        """Return when there was a change and then none for `quiet` seconds, after `look` seconds, or on `stop`."""
        until = time.monotonic() + look
        while not stop.is_set() and not self._changed.wait(0.2) and time.monotonic() < until:
            pass
        until = time.monotonic() + LONGEST
        while self._changed.is_set() and time.monotonic() < min(until, self._last + quiet) and not stop.is_set():
            stop.wait(0.05)

    def close(self) -> None:
        """Listen no more."""
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """What the observer calls, in a thread of its own."""
        paths = (os.fsdecode(event.src_path), os.fsdecode(event.dest_path))
        if event.event_type in _CHANGES and any(path and not self._is_own(path) for path in paths):
            self._last = time.monotonic()
            self._changed.set()

    def _is_own(self, path: str) -> bool:
        return is_within(path, self._library)
