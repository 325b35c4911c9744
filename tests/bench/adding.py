"""How quickly documents are added, and the embedding model alone: ``python tests/bench/adding.py [--documents 200]``.

Each document is a text file of sentences drawn from those of data/sample. They are added to a new library, and then
the model embeds the same passages and does nothing else; both are repeated, so that what else the machine does falls on
both. Prints documents and passages a second, their share of the model's own speed, and where the time went.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import index.isolation
import index.language
import index.split
from index.embed import load_embedder
from index.encoder import Embedder
from index.engine import LocalEngine
from index.ingest import Ingest
from index.library import Library
from index.loaders import load
from index.model import Document
from index.settings import Settings
from index.text import sentences

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
SENTENCES = 60  # a document: some 6,000 characters, a long article
STAGES = {
    "waiting for the loaders": (index.isolation.Seat, "reply"),
    "telling the language": (index.language, "language_of"),
    "splitting": (index.split, "split"),
    "embedding and storing": (Ingest, "_flush"),
    "indexes": (LocalEngine, "catch_up"),
}


class Timed:
    """The library's own embedder; remembers what it embedded, and for how long."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.sha256, self.dimension = embedder.name, embedder.sha256, embedder.dimension
        self.texts: list[str] = []
        self.seconds = 0.0
        self._embedder = embedder

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        began = time.perf_counter()
        found = self._embedder.documents(texts)
        self.seconds += time.perf_counter() - began
        self.texts += texts
        return found

    def export(self, directory: Path) -> None:
        self._embedder.export(directory)


def corpus(folder: Path, count: int, draw: random.Random) -> None:
    """Write `count` text files."""
    known = []
    for path in sorted(SAMPLE.iterdir()):
        for one in load(path, source=str(path), relative=path.name, max_bytes=10**8):
            if isinstance(one, Document):
                known += [one.text[start:end].strip() for start, end in sentences(one.text)]
    for number in range(count):
        said = [draw.choice(known) for _ in range(SENTENCES)]
        paragraphs = [" ".join(said[first : first + 5]) for first in range(0, SENTENCES, 5)]
        (folder / f"{number:05}.txt").write_text(f"Report {number}\n\n" + "\n\n".join(paragraphs), "utf-8")


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Count the time of each stage into `spent`."""
    before = {stage: getattr(*place) for stage, place in STAGES.items()}

    def counted(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                spent[stage] += time.perf_counter() - began

        return run

    for stage, (owner, name) in STAGES.items():
        setattr(owner, name, counted(stage, before[stage]))
    try:
        yield
    finally:
        for stage, (owner, name) in STAGES.items():
            setattr(owner, name, before[stage])


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds that adding took, and that the model alone took for the same passages, by the clock and of processors
    (those of the loading processes among them); the embedder, and what each stage took."""

    seconds: float
    alone: float
    work: float
    work_alone: float
    embedder: Timed
    stages: dict[str, float]

    @property
    def share(self) -> float:
        """Of the model's own speed."""
        return self.alone / self.seconds


def worked() -> float:
    """Seconds that this process and those it has ended kept processors busy."""
    ours, theirs = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


def measure(folder: Path, place: Path, embedder: Embedder) -> Run:
    """Add the folder, and then embed the same passages."""
    watched, spent = Timed(embedder), defaultdict[str, float](float)
    with Library.open(place, Settings(), create=True, load=lambda _: watched) as library:
        library._embedder()  # its export is a library's own first second, and none of a document's
        with timed(spent):
            began, busy = time.perf_counter(), worked()
            report = library.add([folder])
            seconds, work = time.perf_counter() - began, worked() - busy
    assert not report.failed
    began, busy = time.perf_counter(), worked()
    embedder.documents(watched.texts)
    return Run(seconds, time.perf_counter() - began, work, worked() - busy, watched, spent)


def main() -> None:
    """Print the figures, the median run's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    embedder = load_embedder("packaged")
    embedder.documents(["The harbour was dredged in 1987."] * 64)
    index.language.language_of("The harbour was dredged in 1987.")  # both models are loaded before the clock runs
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory) / "given"
        folder.mkdir()
        corpus(folder, chosen.documents, random.Random(1))
        runs = [measure(folder, Path(directory) / str(number), embedder) for number in range(chosen.runs)]
    runs.sort(key=lambda run: run.share)
    show(runs[len(runs) // 2], runs, chosen.documents)


def show(run: Run, runs: Sequence[Run], documents: int) -> None:
    """Print one run's figures."""
    seconds, watched, spent, passages = run.seconds, run.embedder, run.stages, len(run.embedder.texts)
    print(f"{documents} documents, {passages} passages; the median of {len(runs)} runs")
    print(f"added:           {documents / seconds:6.1f} documents/s, {passages / seconds:6.1f} passages/s")
    print(f"the model alone: {passages / run.alone:26.1f} passages/s")
    print(
        f"share of the model's own speed: {run.share:.0%} (all runs: {', '.join(f'{one.share:.0%}' for one in runs)})"
    )
    print(f"processors' time, loaders' included: the model {run.work_alone:.1f} s of {run.work:.1f} s")
    spent["embedding"] = watched.seconds
    spent["storing"] = spent.pop("embedding and storing") - watched.seconds
    spent["the rest"] = seconds - sum(spent.values())
    for stage, took in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {took:7.2f} s  {took / seconds:4.0%}  {stage}")


if __name__ == "__main__":
    main()
