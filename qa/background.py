"""Long work that gives way to whoever asks meanwhile."""

from __future__ import annotations

import os
import sys
import threading

# The most there is: beside busy askers a thread gets a 69th of a processor (at 15 a 28th, and adding has five: a tenth
# of two processors); on an idle machine, all of it.
NICENESS = 19


def step_back() -> None:
    """Have this thread, and the threads and processes that it starts from now on, give way to all others.

    On Linux only, where every thread has a niceness of its own: elsewhere the whole process would give way, and an app
    that adds in the background answers from the same one. It cannot be taken back without privileges, so call it in a
    thread, or a process, that only does such work.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))
