"""1, 4 and 16 askers, alone and while a writer adds documents, removes them and adds them again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from suite.process import result, started
from suite.report import Table
from suite.timing import Times

ASKERS = (1, 4, 16)
ROUNDS = 3  # without a writer and with one by turns, for a machine's speed drifts by a tenth in a minute
SECONDS = 5


@dataclass(frozen=True, slots=True)
class Round:
    """What askers did in some seconds."""

    rate: float
    times: Times
    errors: int

    @classmethod
    def of(cls, crowd: dict[str, Any]) -> Round:
        return cls(len(crowd["times"]) / crowd["seconds"], Times(tuple(crowd["times"])), len(crowd["errors"]))


def concurrency(library: Path, questions: Sequence[str], folder: Path) -> Table:
    asked = folder / "questions.json"
    asked.write_text(json.dumps(list(questions)), "utf-8")
    rows: list[tuple[str | int | float, ...]] = []
    lone = 0.0
    for askers in ASKERS:
        found: dict[bool, list[Round]] = {False: [], True: []}
        for _ in range(ROUNDS):
            for writer, rounds in found.items():
                with _writing(library, folder, writer=writer):
                    rounds.append(Round.of(result("suite.crowd", library, asked, askers, SECONDS)))
        lone = lone or median(one.times.p95 for one in found[False])
        for writer, rounds in found.items():
            kept = median(one.rate / alone.rate for one, alone in zip(rounds, found[False], strict=True))
            p50, p95 = (median(getattr(one.times, what) for one in rounds) for what in ("p50", "p95"))
            rows.append(
                (askers, "adds" if writer else "none", median(one.rate for one in rounds), f"{kept:.0%}", p50, p95,
                 p95 / lone, sum(one.errors for one in rounds))
            )  # fmt: skip
    columns = ("askers", "writer", "answers/s", "of those without a writer", "p50 ms", "p95 ms", "p95 : the lone one's")
    note = (
        f"Medians of {ROUNDS} rounds of {SECONDS} s, with a writer and without by turns; ratios are of one round. The "
        "askers are one process; the writer is another, which embeds without pause."
    )
    return Table("Many askers while a writer adds", (*columns, "errors"), tuple(rows), note)


@contextmanager
def _writing(library: Path, folder: Path, *, writer: bool) -> Iterator[None]:
    if not writer:
        yield
        return
    process = started("suite.concurrency", library, folder / "written")
    try:
        assert process.stdout
        process.stdout.readline()  # it has added once: all is loaded
        yield
    finally:
        process.terminate()
        process.wait()


def write(library: Path, folder: Path) -> None:
    """Add documents a few at a time, until it is stopped."""
    from index.library import Library
    from qa.background import step_back

    step_back()  # as `quoth add` does
    folder.mkdir(exist_ok=True)
    with Library.open(library) as opened:
        number = 0
        while True:
            for place in range(5):
                words = " ".join(f"Item {number} of shelf {place + n} was moved in week {n}." for n in range(20))
                (folder / f"written-{place}.txt").write_text(words, "utf-8")
            opened.add([folder])
            number += 1
            print(number, flush=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
