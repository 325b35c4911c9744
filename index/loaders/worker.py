"""The process that loads files and draws pages, one after another, for another process: requests on standard input,
replies on standard output. It limits itself before it opens anything; it must not know who asks, and never imports a
model.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from index.errors import LoaderCrashed, LoadError, TooLarge
from index.limits import MB, Limits
from index.loaders import load
from index.loaders.fence import fence
from index.model import Document, PagePicture
from index.wire import Drawing, End, Reply, Request, limits_of, reply_line, request_of

TIRED = 0.5  # of the memory allowed: a process that has grown so far is replaced, so that it costs no later file
WRITTEN = 10 * MB  # to any one file: nothing is unpacked to disk, and what parsers say of themselves stays short


def main(words: list[str]) -> None:
    """Serve until standard input ends. `words` are the limits, as `wire.limits_words` writes them."""
    limits = limits_of(words)
    _confine(limits)
    fence()
    requests, replies = sys.stdin.buffer, _own_output()
    for line in requests:
        for reply in _replies(request_of(line), limits):
            replies.write(reply_line(reply))
        replies.flush()


def _confine(limits: Limits) -> None:
    """Memory is limited for good; the clock's alarm is set file by file, and ends the process, even within a parser."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    memory = limits.memory if most == resource.RLIM_INFINITY else min(limits.memory, most)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # who asked is gone: end, and say nothing


def _own_output() -> BinaryIO:
    """Standard output for the replies alone; what a parser prints goes to standard error."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _items(request: Request | Drawing, limits: Limits) -> Iterator[Document | PagePicture | LoadError]:
    """What was asked for, made as it is taken."""
    if isinstance(request, Drawing):
        from index.loaders.drawn import drawn  # a parser, imported when it is needed

        yield drawn(request, limits.bytes)
        return
    yield from load(
        Path(request.path),
        source=request.source,
        relative=request.relative,
        max_bytes=limits.bytes,
        limits=limits,
    )


def _replies(request: Request | Drawing, limits: Limits) -> Iterator[Reply]:
    """What the file holds, and its end. The clock runs while the file is read, not while replies wait to be taken."""
    error: LoadError | None = None
    left, characters = limits.seconds, 0
    items = _items(request, limits)
    try:
        while True:
            signal.setitimer(signal.ITIMER_REAL, left)
            item = next(items, None)
            left = max(signal.setitimer(signal.ITIMER_REAL, 0)[0], 0.001)
            if item is None:
                break
            characters += len(item.text) if isinstance(item, Document) else 0
            if characters > limits.characters:
                raise TooLarge(
                    f"The file holds more than {limits.characters:,} characters of text (QUOTH_MAX_FILE_CHARACTERS)."
                )
            yield item
    except LoadError as found:
        error = found
    except MemoryError:
        error = TooLarge(
            f"Reading the file takes more than {limits.memory // MB} MB of memory (QUOTH_MAX_LOAD_MEMORY_MB)."
        )
    except Exception as found:  # a parser's own mistake costs its file, not the rest
        error = LoaderCrashed(f"Reading it failed unexpectedly ({type(found).__name__}: {found}).")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    yield End(error, _grown() > TIRED * limits.memory)


def _grown() -> int:
    """The most memory that the process has taken so far, in bytes.

    Linux counts into a process's `ru_maxrss` what its parent had when it started it: there, its own peak is asked for.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main(sys.argv[1:])
