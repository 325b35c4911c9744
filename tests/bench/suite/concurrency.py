"""1, 4 and 16 askers, alone and while a writer adds documents, removes them and adds them again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from suite.process import result, started
from suite.report import Table
from suite.timing import Times

ASKERS = (1, 4, 16)
SECONDS = 8


def concurrency(library: Path, questions: Sequence[str], folder: Path) -> Table:
    asked = folder / "questions.json"
    asked.write_text(json.dumps(list(questions)), "utf-8")
    rows: list[tuple[str | int | float, ...]] = []
    alone: dict[int, float] = {}
    lone = 0.0
    for askers in ASKERS:
        for writer in (False, True):
            with _writing(library, folder, writer=writer):
                found = result("suite.crowd", library, asked, askers, SECONDS)
            times, rate = Times(tuple(found["times"])), len(found["times"]) / found["seconds"]
            lone = lone or times.p95
            ceiling = alone.setdefault(askers, rate)
            rows.append(
                (askers, "adds" if writer else "none", rate, f"{rate / ceiling:.0%}", times.p50, times.p95,
                 times.p95 / lone, len(found["errors"]))
            )  # fmt: skip
    columns = ("askers", "writer", "answers/s", "of those without a writer", "p50 ms", "p95 ms", "p95 : the lone one's")
    note = f"Each for {SECONDS} s in one process; the writer is another process, which embeds without pause."
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
