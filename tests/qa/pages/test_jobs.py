"""Long work waits its turn, tells how far it is, stops when asked, and never takes the worker with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from index.errors import LibraryBusy
from index.model import Progress, Report, Step
from qa.pages.jobs import REMEMBERED, Job, Jobs
from qa.pages.waiting import told

PATIENCE = 10.0  # seconds; none of this takes more than a few milliseconds


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.001)


def ended(job: Job) -> Job:
    until(lambda: not job.is_active)
    return job


def adds(count: int) -> Callable[[Progress], Report]:
    return lambda _: Report(added=count)


class Gate:
    """Work that goes on until it is let go, reporting progress all the while; it knows how often it was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = threading.Event()

    def __call__(self, progress: Progress) -> Report:
        self.begun += 1
        while not self.may_end.wait(0.001):
            progress(Step("reading", 1, 2, "a.txt"))
        return Report(added=1)


def test_a_job_ends_with_what_its_work_reports() -> None:
    job = ended(Jobs().submit("Adding", adds(3)))
    assert (job.state, job.report, job.problem) == ("done", Report(added=3), None)


def test_jobs_are_done_one_at_a_time_in_their_order() -> None:
    jobs, gate, done = Jobs(), Gate(), []
    first = jobs.submit("first", gate)
    later = [jobs.submit(str(number), lambda _, n=number: done.append(n) or Report()) for number in range(5)]
    until(lambda: gate.begun == 1)
    assert [job.state for job in jobs.all()] == ["working", *["waiting"] * 5]
    assert done == []
    gate.may_end.set()
    assert ended(first).state == ended(later[-1]).state == "done"
    assert done == [0, 1, 2, 3, 4]


def test_a_job_that_waits_says_for_what() -> None:
    jobs, gate = Jobs(), Gate()
    first = jobs.submit("Checking a.docx", gate)
    until(lambda: first.step is not None)
    second, third = (jobs.submit(f"Checking {name}.docx", adds(1)) for name in "bc")
    assert told(first, jobs) == "Reading a.txt (1 of 2)"
    assert told(second, jobs) == "Waiting until “Checking a.docx” is done"
    assert told(third, jobs) == "Waiting until “Checking a.docx” and 1 more are done"
    jobs.stop(second.number)
    assert [told(second, jobs), told(third, jobs)] == ["Stopping", "Waiting until “Checking a.docx” is done"]
    gate.may_end.set()


def test_one_sees_how_far_a_job_is() -> None:
    gate = Gate()
    job = Jobs().submit("Adding", gate)
    until(lambda: job.step is not None)
    assert job.step == Step("reading", 1, 2, "a.txt")
    gate.may_end.set()
    ended(job)


def test_a_job_stops_at_its_next_report_of_progress() -> None:
    jobs, gate = Jobs(), Gate()
    job = jobs.submit("Adding", gate)
    until(lambda: job.step is not None)
    jobs.stop(job.number)
    assert (ended(job).state, job.report, job.problem) == ("stopped", None, None)


def test_a_job_stopped_while_it_waits_is_never_begun() -> None:
    jobs, first, second = Jobs(), Gate(), Gate()
    jobs.submit("first", first)
    waiting = jobs.submit("second", second)
    jobs.stop(waiting.number)
    first.may_end.set()
    assert ended(waiting).state == "stopped"
    assert second.begun == 0


def test_a_problem_is_told_in_its_own_words() -> None:
    def busy(_: Progress) -> Report:
        raise LibraryBusy("another process is writing to this library")

    job = ended(Jobs().submit("Adding", busy))
    assert (job.state, job.problem) == ("failed", "another process is writing to this library")


class Panic(BaseException):
    """As a panic of a Rust extension arrives: not an Exception."""


@pytest.mark.parametrize("fault", [ZeroDivisionError("secret"), Panic("secret"), SystemExit(3)])
def test_the_worker_outlives_any_fault_and_tells_no_trace(fault: BaseException) -> None:
    def faulty(_: Progress) -> Report:
        raise fault

    jobs = Jobs()
    failed, after = jobs.submit("faulty", faulty), jobs.submit("after it", adds(1))
    assert ended(after).state == "done"
    assert failed.state == "failed"
    assert "log" in (failed.problem or "")
    assert "secret" not in (failed.problem or "")


def test_only_a_job_that_has_ended_can_be_dismissed() -> None:
    jobs, gate = Jobs(), Gate()
    job = jobs.submit("Adding", gate)
    jobs.dismiss(job.number)
    assert jobs.all() == jobs.active() == [job]
    gate.may_end.set()
    ended(job)
    jobs.dismiss(job.number)
    assert jobs.all() == []


def test_stopping_or_dismissing_what_is_gone_changes_nothing() -> None:
    jobs = Jobs()
    jobs.stop(7)
    jobs.dismiss(7)
    assert ended(jobs.submit("Adding", adds(1))).state == "done"


def test_the_oldest_jobs_that_ended_are_forgotten() -> None:
    jobs = Jobs()
    made = [ended(jobs.submit(str(number), adds(1))) for number in range(REMEMBERED + 3)]
    last = ended(jobs.submit("last", adds(1)))
    assert jobs.all() == [*made[-REMEMBERED:], last]


def test_the_work_is_let_go_of_once_it_is_done() -> None:
    work = Gate()
    work.may_end.set()
    job = Jobs().submit("Adding", work)
    until(lambda: job.work is not work)  # an upload's bytes hang on it
    assert job.state == "done"


def test_jobs_of_many_threads_are_all_done_each_with_its_own_number() -> None:
    jobs, done = Jobs(), []
    submitted: list[Job] = []

    def reader(name: int) -> None:
        submitted.extend(jobs.submit(str(name), lambda _: done.append(name) or Report()) for _ in range(10))

    readers = [threading.Thread(target=reader, args=(name,)) for name in range(8)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join(PATIENCE)
    until(lambda: not jobs.active())
    assert len(done) == 80
    assert len({job.number for job in submitted}) == 80
