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
    """Milliseconds that passed, in the order in which they were taken; and those `computed`, where that is known."""

    taken: tuple[float, ...]
    computed: tuple[float, ...] = ()

    @property
    def p50(self) -> float:
        return median(self.taken)

    @property
    def p95(self) -> float:
        return quantiles(self.taken, n=20, method="inclusive")[-1] if len(self.taken) > 1 else self.taken[0]

    @property
    def computed_p50(self) -> float | None:
        return median(self.computed) if self.computed else None


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def interleaved(
    contenders: Mapping[str, Callable[[T], object]], inputs: Sequence[T], *, warm: int = 0
) -> dict[str, Times]:
    """Every contender on every input, one input after the other; who goes first changes. The first `warm` inputs do not
    count. A contender that returns a number says with it how many milliseconds it computed."""
    taken: dict[str, list[tuple[float, object]]] = {name: [] for name in contenders}
    names = list(contenders)
    for number, one in enumerate(inputs if names else ()):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            began = time.perf_counter()
            computed = contenders[name](one)
            if number >= warm:
                taken[name].append((1000 * (time.perf_counter() - began), computed))
    return {name: _times(rows) for name, rows in taken.items()}


def _times(rows: Sequence[tuple[float, object]]) -> Times:
    computed = tuple(one for _, one in rows if isinstance(one, float))
    return Times(tuple(passed for passed, _ in rows), computed)
