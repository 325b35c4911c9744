"""Where the time of one question goes: stages, marked where they happen and kept only while someone asks. Stdlib only.

A stage within another counts for itself alone, so that the seconds of all of them add up to what they took together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage took, without the stages within it, and how many of what it looked at.

    `seconds` are those that passed, `processor` those that this process's threads computed: on a busy machine the first
    say how long one waits, the second how much there is to do.
    """

    name: str
    seconds: float
    processor: float
    looked_at: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class _Record:
    stages: list[Stage] = field(default_factory=list)
    within: list[tuple[float, float]] = field(default_factory=list)  # what the stages inside each that is open took


_kept: ContextVar[_Record | None] = ContextVar("stages", default=None)


@contextmanager
def profiled() -> Iterator[list[Stage]]:
    """Keep the stages that this thread goes through in the block, in the order in which they end."""
    record = _Record()
    token = _kept.set(record)
    try:
        yield record.stages
    finally:
        _kept.reset(token)


@contextmanager
def stage(name: str) -> Iterator[Callable[..., None]]:
    """One stage; what is yielded takes counts of what it looked at. Example: ``saw(passages=10)``.

    Costs a microsecond where nobody asks.
    """
    record = _kept.get()
    if record is None:
        yield _nothing
        return
    counts: dict[str, int] = {}
    record.within.append((0.0, 0.0))
    began, computed = time.perf_counter(), time.process_time()
    try:
        yield counts.update
    finally:
        took, used = time.perf_counter() - began, time.process_time() - computed
        inside = record.within.pop()
        if record.within:
            record.within[-1] = record.within[-1][0] + took, record.within[-1][1] + used
        record.stages.append(Stage(name, took - inside[0], used - inside[1], tuple(counts.items())))


def _nothing(**_: int) -> None:
    pass
