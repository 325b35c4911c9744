"""Files are loaded in processes of their own, so that a crash, a hang or a bomb costs its file alone, with a reason.

A few processes are started when they are first needed, serve many files, and are replaced when they die or have grown.
They are started afresh (never forked from this one, which may hold a model), and talk in lines of JSON. What they have
read waits in a pipe: nothing piles up here, and they read ahead while passages are embedded. Knows no format.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from index.errors import LoaderCrashed, LoadError, TooLarge, TooSlow
from index.limits import MB, Limits
from index.model import Document, PagePicture
from index.wire import Drawing, End, Reply, Request, limits_words, reply_of, request_line

COMMAND = (sys.executable, "-P", "-m", "index.loaders.worker")
PIPE = 1 << 20  # bytes that may wait to be taken, where the system allows it
UNANSWERED = 16_000  # bytes of requests a process may have unanswered: they always fit its pipe, so none waits for both
GRACE = 10.0  # seconds that a process gets beyond its own clock: to start, and where a parser stops that clock
PER_CHARACTER = 12  # bytes that a character takes in a line, at most

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """A file that was asked for; its documents are taken with `Workers.results`."""

    line: bytes
    seat: Seat
    sent: bool = False


class Workers:
    """`count` processes that load files within `limits`. Not to be shared by threads; to be closed, as by `with`."""

    def __init__(self, limits: Limits, count: int = 2, command: Sequence[str] = COMMAND) -> None:
        self._limits = limits
        self._seats = [Seat(limits, [*command, *limits_words(limits)]) for _ in range(count)]

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are at."""
        for seat in self._seats:
            seat.end()

    def submit(self, request: Request | Drawing) -> Job:
        """Have a file loaded, or a page drawn, by the process that has least to do."""
        seat = min(self._seats, key=lambda seat: len(seat.jobs))
        job = Job(request_line(request), seat)
        seat.jobs.append(job)
        seat.send()
        return job

    def results(self, job: Job) -> Iterator[Document | LoadError]:
        """The documents of a file, and the errors of its parts. Jobs are taken whole, in the order of their submission.

        Raises a LoadError when the whole file could not be read, or reading it was stopped.
        """
        for reply in self._replies(job):
            if not isinstance(reply, PagePicture):
                yield reply

    def picture(self, job: Job) -> PagePicture:
        """The page that was asked for. Raises a LoadError when it could not be drawn, or drawing it was stopped."""
        for reply in [*self._replies(job)]:
            if isinstance(reply, PagePicture):
                return reply
        raise LoaderCrashed("Drawing the page ended without a picture.")

    def _replies(self, job: Job) -> Iterator[Document | PagePicture | LoadError]:
        seat = job.seat
        if seat.jobs[0] is not job:
            raise ValueError("jobs are taken in the order of their submission")
        while True:
            reply = seat.reply()
            if isinstance(reply, End):
                break
            yield reply
        seat.jobs.popleft()
        if reply.tired:
            seat.end()
        seat.send()
        if reply.error:
            raise reply.error


class Seat:
    """A place for one process at a time; the jobs in its queue outlive it. Used by `Workers` alone."""

    def __init__(self, limits: Limits, command: Sequence[str]) -> None:
        self.jobs: deque[Job] = deque()
        self._limits, self._command = limits, command
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._received = bytearray()
        self._searched = 0  # bytes of what was received that hold no end of a line
        self._left = 0.0  # seconds to go on waiting for the job in hand

    def send(self) -> None:
        """Write what is to be loaded, as far as there is room."""
        unanswered = 0
        for number, job in enumerate(self.jobs):
            unanswered += len(job.line)
            if number and unanswered > UNANSWERED:
                break
            if not job.sent:
                process = self._started()
                job.sent = True
                with suppress(BrokenPipeError):  # it has died: that is seen when it is listened to
                    process.stdin.write(job.line)  # type: ignore[union-attr]
        self._left = self._limits.seconds + GRACE

    def reply(self) -> Reply:
        """The next reply to the first job; the end of it, with the reason, when there will be none."""
        try:
            line = self._line()
            if line is not None:
                return reply_of(line)
            error = self._autopsy()
        except TimeoutError:
            error = self._too_slow()
        except _TooMuch:
            error = TooLarge("The file holds more text than is ever read (QUOTH_MAX_FILE_CHARACTERS).")
        except (ValueError, KeyError, TypeError) as garbled:
            error = LoaderCrashed(f"Reading the file ended in disorder ({type(garbled).__name__}).")
        return End(error, tired=True)

    def end(self) -> None:
        """End the process, and all that it has started. What it had not answered is asked again."""
        process, self._process = self._process, None
        if process is None or self._errors is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout, self._errors):
            if stream:
                with suppress(BrokenPipeError):
                    stream.close()
        self._received.clear()
        self._searched = 0
        for job in self.jobs:
            job.sent = False

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the process)
            self._process = subprocess.Popen(  # noqa: S603  (our own program, by its full path)
                self._command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=_environment(),
                process_group=0,  # Ctrl-C reaches us alone, and we end them; in our session, which Linux weighs whole
            )
            _widen(self._process.stdout)
        return self._process

    def _line(self) -> bytes | None:
        """The next line; None when the process is gone. Raises TimeoutError and _TooMuch."""
        while (at := self._received.find(b"\n", self._searched)) < 0:
            self._searched = len(self._received)
            if self._searched > PER_CHARACTER * self._limits.characters + MB:
                raise _TooMuch
            more = self._more()
            if not more:
                return None
            self._received += more
        line = bytes(self._received[:at])
        del self._received[: at + 1]
        self._searched = 0
        return line

    def _more(self) -> bytes:
        stdout = self._started().stdout
        assert stdout is not None  # noqa: S101  (it was asked for)
        poll = select.poll()
        poll.register(stdout, select.POLLIN)
        began = time.monotonic()
        ready = poll.poll(max(self._left, 0) * 1000)
        self._left -= time.monotonic() - began
        if not ready:
            raise TimeoutError
        return os.read(stdout.fileno(), PIPE)

    def _autopsy(self) -> LoadError:
        """Why the process ended."""
        process, errors = self._process, self._errors
        assert process is not None and errors is not None  # noqa: PT018, S101  (it was listened to)
        try:
            code = process.wait(GRACE)
        except subprocess.TimeoutExpired:
            return LoaderCrashed("Reading the file ended without an answer.")
        errors.seek(0)
        said = errors.read(MB)[-2000:].decode("utf-8", "replace")
        log.info("a loader ended with %s: %s", code, said)
        if code == -signal.SIGALRM:
            return self._too_slow()
        if any(words in said for words in ("memory allocation of", "MemoryError", "bad_alloc", "Cannot allocate")):
            return TooLarge(
                f"Reading the file takes more than {self._limits.memory // MB} MB of memory (QUOTH_MAX_LOAD_MEMORY_MB)."
            )
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return LoaderCrashed(f"The file makes its parser crash ({name}): it is damaged, or was made to do so.")

    def _too_slow(self) -> LoadError:
        return TooSlow(f"Reading the file takes longer than {self._limits.seconds:g} seconds (QUOTH_MAX_LOAD_SECONDS).")


class _TooMuch(Exception):
    """A line is longer than any document."""


def _environment() -> dict[str, str]:
    """Ours, so that the process finds the same packages; the current folder is never among them."""
    home = str(Path(__file__).resolve().parent.parent)
    paths = [home, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_THREAD_LIMIT": "1", "HF_HUB_OFFLINE": "1"}


def _widen(pipe: IO[bytes] | None) -> None:
    """Make room for what is read ahead (Linux)."""
    import fcntl

    resize = getattr(fcntl, "F_SETPIPE_SZ", None)
    if pipe is not None and resize is not None:
        with suppress(OSError):
            fcntl.fcntl(pipe, resize, PIPE)
