"""Long work of the library in the background: one piece at a time, in the order asked for, by whoever asked.

One writer at a time is the library's rule; here those who come later wait their turn and are told so, and reading goes
on meanwhile. Knows nothing of Streamlit.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Literal

from index.errors import QuothError
from index.model import Progress, Report, Step
from qa.background import step_back

State = Literal["waiting", "working", "done", "failed", "stopped"]
Work = Callable[[Progress], Report]

REMEMBERED = 5  # jobs that have ended and that nobody dismissed

log = logging.getLogger(__name__)


class Stopped(Exception):
    """Raised in the worker, at a report of progress, after somebody asked for the work to stop."""


@dataclass(slots=True)
class Job:
    """One piece of work. Only the worker writes to it, but for `stopping`; whoever reads it sees how far it is."""

    number: int
    what: str
    work: Work = field(repr=False)
    state: State = "waiting"
    step: Step | None = None
    report: Report | None = None
    problem: str | None = None
    stopping: bool = False

    @property
    def is_active(self) -> bool:
        """Whether it waits or is worked on."""
        return self.state in ("waiting", "working")


class Jobs:
    """The jobs of one process, and the one thread that works on them. Safe to share by threads."""

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}
        self._queue: SimpleQueue[Job] = SimpleQueue()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def submit(self, what: str, work: Work) -> Job:
        """Have `work` done after all that was submitted before; `what` names it for people."""
        with self._lock:
            job = Job(next(self._numbers), what, work)
            self._jobs[job.number] = job
            for old in [one for one in self._jobs.values() if not one.is_active][:-REMEMBERED]:
                del self._jobs[old.number]
            self._queue.put(job)
            if self._worker is None:
                # A daemon: a killed process loses only the batch in hand, which the next sync reads again.
                self._worker = threading.Thread(target=self._run, name="quoth-jobs", daemon=True)
                self._worker.start()
            return job

    def all(self) -> list[Job]:
        """The jobs that have not been dismissed, in their order."""
        with self._lock:
            return list(self._jobs.values())

    def active(self) -> list[Job]:
        """Those that wait or are worked on."""
        return [job for job in self.all() if job.is_active]

    def before(self, job: Job) -> list[Job]:
        """Those that a waiting job is done after, the one that is worked on first; none for any other job."""
        if job.state != "waiting":
            return []
        earlier = (one for one in self.active() if one.number < job.number)
        return [one for one in earlier if one.state == "working" or not one.stopping]  # else it will never be begun

    def stop(self, number: int) -> None:
        """Stop a job at its next report of progress, or before it begins; what was committed stays."""
        with self._lock:
            if number in self._jobs:
                self._jobs[number].stopping = True

    def dismiss(self, number: int) -> None:
        """Forget a job that has ended."""
        with self._lock:
            if number in self._jobs and not self._jobs[number].is_active:
                del self._jobs[number]

    def _run(self) -> None:
        step_back()
        while True:
            _carry_out(self._queue.get())


def _carry_out(job: Job) -> None:
    def progress(step: Step) -> None:
        if job.stopping:
            raise Stopped
        job.step = step

    try:
        if job.stopping:
            raise Stopped
        job.state = "working"
        job.report = job.work(progress)
        job.state = "done"
    except Stopped:
        job.state = "stopped"
    except QuothError as error:
        job.problem, job.state = str(error), "failed"
    except BaseException:  # the worker outlives whatever one piece of work does; a panic of Rust is no Exception
        log.exception("%s failed", job.what)
        job.problem, job.state = "It failed unexpectedly; the log has the details.", "failed"
    finally:
        job.work = _nothing  # an upload's bytes are let go of


def _nothing(_: Progress) -> Report:
    return Report()
