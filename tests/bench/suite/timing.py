"""Times taken in turns, so that whatever else the machine does meets every contender alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds, in the order in which they were taken."""

    taken: tuple[float, ...]

    @property
    def p50(self) -> float:
        return median(self.taken)

    @property
    def p95(self) -> float:
        return quantiles(self.taken, n=20, method="inclusive")[-1] if len(self.taken) > 1 else self.taken[0]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def interleaved(
    contenders: Mapping[str, Callable[[T], object]], inputs: Sequence[T], *, warm: int = 0
) -> dict[str, Times]:
    """Every contender on every input, one input after the other; who goes first changes. The first `warm` inputs do not
    count."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number, one in enumerate(inputs):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            took = timed(lambda work=contenders[name], one=one: work(one))
            taken[name] += [took] if number >= warm else []
    return {name: Times(tuple(times)) for name, times in taken.items()}
