"""What a process holds of memory, and a folder of disk."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MB = 1e6


def resident(pid: int | str = "self") -> float:
    """Resident memory in MB, mapped files that are in memory included."""
    pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()
    return int(pages[1]) * os.sysconf("SC_PAGE_SIZE") / MB


class Peak:
    """The most that this process held while it was watched."""

    def __init__(self) -> None:
        self.megabytes = resident()
        self._done = threading.Event()

    @classmethod
    @contextmanager
    def watched(cls) -> Iterator[Peak]:
        peak = cls()
        thread = threading.Thread(target=peak._watch, daemon=True)
        thread.start()
        try:
            yield peak
        finally:
            peak._done.set()
            thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            self.megabytes = max(self.megabytes, resident())


def on_disk(folder: Path) -> float:
    """MB of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MB
