"""How cost grows: one library, filled further at each step, measured by fresh processes and real questions."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from index.library import Library
from index.model import Filter
from index.nearest import NEIGHBOURS, Nearest
from suite.made import fill, maker_of
from suite.memory import on_disk
from suite.process import quoth, result, run
from suite.report import Table
from suite.timing import Times, timed

COLD_RUNS = 3
ASKED = 60


@dataclass(frozen=True, slots=True)
class Step:
    """What was measured at one size: times in milliseconds, memory and disk in MB."""

    passages: int
    whole: Times
    search: Times
    dense: Times
    lexical: Times
    read: Times
    cold: float
    opened: float
    resident: float
    disk: float
    vectors: float
    recall: float
    settled: float
    added: float
    removed: float


def scale(seed: Path, questions: Sequence[str], sizes: Sequence[int], folder: Path) -> list[Step]:
    """A step for every size, the smallest first."""
    library = folder / "grown"
    shutil.copytree(seed, library)
    maker = maker_of(seed)
    asked = list(questions[:ASKED])
    (folder / "questions.json").write_text(json.dumps(asked), "utf-8")
    steps = []
    for size in sorted(sizes):
        began = time.perf_counter()
        fill(library, maker, size)
        filled = time.perf_counter() - began
        settled = timed(lambda: _settle(library))
        print(f"{size:,} passages: filled in {filled:.0f} s, indexed in {settled / 1000:.0f} s", file=sys.stderr)
        steps.append(_measured(library, asked, folder, settled))
        print(f"  {steps[-1].whole.p50:.0f} ms a question", file=sys.stderr)
    return steps


def _settle(library: Path) -> None:
    with Library.open(library) as opened:
        opened._engine.settle()


def _measured(library: Path, questions: list[str], folder: Path, settled: float) -> Step:
    found = result("suite.probe", library, folder / "questions.json")
    times = {name: Times(tuple(taken)) for name, taken in found["stages"].items()}
    cold = [1000 * run(*quoth(library, "ask", question, "--json")) for question in questions[: COLD_RUNS + 1]]
    added, removed = _one_more(library, folder)
    return Step(
        found["passages"], times["whole"], times["search"], times["search by meaning"], times["search by words"],
        times["read"], median(cold[1:]), 1000 * found["open_s"], found["asked_mb"], on_disk(library),
        (library / "vectors.faiss").stat().st_size / 1e6, recall(library, questions), settled, added, removed,
    )  # fmt: skip


def recall(path: Path, questions: Sequence[str]) -> float:
    """The share of the exact ten nearest of every question that the library's index finds."""
    with Library.open(path) as library:
        library.search(questions[0], 1)
        vectors = np.stack([library._query_encoder().encode(question) for question in questions])
        nearest = Nearest(vectors)
        with library._catalog.reading() as snapshot:
            for _, batch in snapshot.vectors(0):
                nearest.see(batch)
        found = library._engine.dense(vectors, NEIGHBOURS, Filter())
        return nearest.recall(np.array([one.score for one in row], np.float32) for row in found)


def _one_more(path: Path, folder: Path) -> tuple[float, float]:
    """Milliseconds until one more document is found, and until it is found no more; torch and indexes loaded before."""
    source = folder / "one more.txt"
    with Library.open(path) as library:
        source.write_text("The lighthouse keeper of Varnholm kept a grey parrot.", "utf-8")
        library.add([source])
        source.write_text("The lighthouse keeper of Varnholm kept a green parrot named Okko.", "utf-8")

        def add() -> None:
            library.add([source])
            assert "Okko" in library.search("Which parrot did the keeper of Varnholm keep?", 1)[0].passage.text

        def remove() -> None:
            library.remove([str(source)])
            hits = library.search("Which parrot did the keeper of Varnholm keep?", 10)
            assert not any("Varnholm" in hit.passage.text for hit in hits)

        return timed(add), timed(remove)


def table(steps: Sequence[Step]) -> Table:
    columns = (
        "passages", "whole p50", "whole p95", "search p50", "by meaning", "by words", "read", "cold", "open",
        "resident MB", "disk MB", "vectors MB", "recall@10", "one added", "one removed",
    )  # fmt: skip
    rows = tuple(
        (
            s.passages, s.whole.p50, s.whole.p95, s.search.p50, s.dense.p50, s.lexical.p50, s.read.p50, s.cold,
            s.opened, s.resident, s.disk, s.vectors, s.recall, s.added, s.removed,
        )
        for s in steps
    )  # fmt: skip
    note = "Times in milliseconds; real documents first, then made ones; recall of real questions against exact search."
    return Table("How it grows", columns, rows, note)
