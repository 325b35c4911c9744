"""Long work that gives way to whoever asks meanwhile."""

from __future__ import annotations

import os
import sys
import threading

NICENESS = 15  # of 19: beside a busy asker a thread gets a 28th of a processor; on an idle machine, all of it


def step_back() -> None:
    """Have this thread, and the threads and processes that it starts from now on, give way to all others.

    On Linux only, where every thread has a niceness of its own: elsewhere the whole process would give way, and an app
    that adds in the background answers from the same one. It cannot be taken back without privileges, so call it in a
    thread, or a process, that only does such work.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))
