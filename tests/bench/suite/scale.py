"""How cost grows: one library, filled further at each step, measured by fresh processes and real questions."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.library import Library
from index.model import Filter
from index.nearest import Nearest
from index.settings import Settings
from suite.made import fill, maker_of
from suite.memory import on_disk
from suite.process import quoth, result, run
from suite.report import Table
from suite.texts import Collection
from suite.timing import Times, interleaved, timed

COLD_RUNS = 3
ASKED = 40


@dataclass(frozen=True, slots=True)
class Step:
    """What was measured at one size: times in milliseconds, memory and disk in MB."""

    passages: int
    whole: Times
    search: Times
    dense: Times
    lexical: Times
    read: Times
    cold: Times
    opened: float
    resident: float
    disk: float
    vectors: float
    recall: float
    settled: float
    added: float
    removed: float


def scale(seed: Path, collection: Collection, sizes: Sequence[int], folder: Path) -> list[Step]:
    """A step for every size, the smallest first. `seed` is a library of the collection's documents."""
    library = folder / "grown"
    shutil.copytree(seed, library)
    questions = collection.questions[:ASKED]
    maker = maker_of(seed, without=[text.text for text in collection.answering(questions)])
    asked = [question.text for question in questions]
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
    times = {name: Times(tuple(taken), tuple(found["computed"][name])) for name, taken in found["stages"].items()}
    cold = interleaved(
        {"quoth": lambda one: run(*quoth(library, "ask", one, "--json"))}, questions[: COLD_RUNS + 1], warm=1
    )
    added, removed = _one_more(library, folder)
    return Step(
        found["passages"], times["whole"], times["search"], times["search by meaning"], times["search by words"],
        times["read"], cold["quoth"], 1000 * found["open_s"], found["asked_mb"], on_disk(library),
        (library / "vectors.faiss").stat().st_size / 1e6, recall(library, questions), settled, added, removed,
    )  # fmt: skip


def recall(path: Path, questions: Sequence[str]) -> float:
    """The share of the exact ten nearest of every question that are among what the library's index hands to fusion."""
    with Library.open(path) as library:
        library.search(questions[0], 1)
        vectors = np.stack([library._encoders.of_questions().encode(question) for question in questions])
        nearest = Nearest(vectors)
        with library._catalog.reading() as snapshot:
            for _, batch in snapshot.vectors(0):
                nearest.see(batch)
        found = library._engine.dense(vectors, Settings().candidates, Filter())
        return nearest.recall(np.array([one.score for one in row], np.float32) for row in found)


def _one_more(path: Path, folder: Path) -> tuple[float, float]:
    """Milliseconds until one more document is found, and until it is found no more; all is loaded before."""
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


def tables(steps: Sequence[Step]) -> list[Table]:
    """Milliseconds, in what passed and in what was computed; and everything else."""
    timed_ones = ("whole", "search", "dense", "lexical", "read", "cold")
    names = ("whole", "search", "by meaning", "by words", "read", "cold process")
    passed = tuple((s.passages, *(getattr(s, name).p50 for name in timed_ones), s.whole.p95, s.opened) for s in steps)
    computed = tuple((s.passages, *(getattr(s, name).computed_p50 for name in timed_ones)) for s in steps)
    held = tuple(
        (s.passages, s.recall, s.resident, s.disk, s.vectors, s.added, s.removed, s.settled / 1000) for s in steps
    )
    others = ("recall@10", "resident MB", "disk MB", "vectors MB", "one added ms", "one removed ms", "indexed in s")
    real = "Real documents first, then made ones; real questions."
    return [
        Table("How it grows: milliseconds that passed", ("passages", *names, "whole p95", "open"), passed, real),
        Table("How it grows: milliseconds computed", ("passages", *names), computed, "Medians, by all threads."),
        Table("How it grows: recall, memory, disk, and one document more", ("passages", *others), held),
    ]
