"""Adding: how fast, where the time goes, how much memory; and the embedding alone beside the plain loop."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import index.embed
import index.engine
import index.split
from index.catalog import Catalog
from index.copies import Copies
from index.embed import load_embedder, packaged_model_path
from index.isolation import Workers
from index.library import Library
from index.settings import Settings
from index.stages import Stage, profiled, stage
from suite.memory import Peak
from suite.report import Table
from suite.texts import Collection
from suite.timing import interleaved

EMBEDDED, CHUNK = 320, 64  # texts that both embed, and how many at a turn


def adding(collection: Collection, documents: int) -> list[Table]:
    """Three tables."""
    load_embedder("packaged").documents(["warm"])  # opening the encoder is not adding
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = collection.write(folder / "documents.jsonl", collection.documents[:documents])
        with Library.open(folder / "library", Settings(), create=True) as library:
            with Peak.watched() as peak, _stages_marked(), profiled() as stages:
                began = time.perf_counter()
                report = library.add([source])
                took = time.perf_counter() - began
            passages = library.searched().passages
            with library._catalog.reading() as snapshot:
                ids = snapshot.passage_ids()[:EMBEDDED]
                texts = [passage.text for passage in snapshot.passages(ids.tolist()).values()]
    rows = (
        ("documents", report.added), ("passages", passages), ("seconds", took),
        ("documents a second", report.added / took), ("passages a second", passages / took),
        ("peak memory, MB", peak.megabytes),
    )  # fmt: skip
    return [
        Table(f"Adding: {collection.name}", ("what", "figure"), rows, "Memory is that of this process."),
        _shares(stages, took),
        embedding(texts),
    ]


def embedding(texts: list[str]) -> Table:
    """The embedder and the plain loop (float32, in the order given), by turns on the same texts."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(packaged_model_path()), device="cpu")
    ours = load_embedder("packaged")
    made: dict[str, list[np.ndarray]] = {"quoth": [], "plain": []}
    contenders: dict[str, Callable[[list[str]], object]] = {
        "quoth": lambda some: made["quoth"].append(ours.documents(some)),
        "plain": lambda some: made["plain"].append(plain.encode(some, normalize_embeddings=True)),
    }
    chunks = [texts[first : first + CHUNK] for first in range(0, len(texts), CHUNK)]
    warm = int(len(chunks) > 1)
    times = interleaved(contenders, chunks, warm=warm)
    cosines = (np.concatenate(made["quoth"]) * np.concatenate(made["plain"])).sum(axis=1)
    counted = sum(len(chunk) for chunk in chunks[warm:])
    rows = (
        ("quoth, passages a second", 1000 * counted / sum(times["quoth"].taken)),
        ("plain float32 loop, passages a second", 1000 * counted / sum(times["plain"].taken)),
        ("ratio, median of turns", times["plain"].p50 / times["quoth"].p50),
        ("cosine of the two vectors, mean", float(cosines.mean())),
        ("the same, least", float(cosines.min())),
    )
    note = f"{len(texts)} passages, {CHUNK} a turn, the first of several turns not counted."
    return Table("Embedding beside the plain sentence-transformers loop", ("what", "figure"), rows, note)


def _shares(stages: list[Stage], took: float) -> Table:
    seconds: dict[str, float] = {}
    for one in stages:
        seconds[one.name] = seconds.get(one.name, 0.0) + one.seconds
    seconds["the rest"] = took - sum(seconds.values())
    rows = tuple((name, s, f"{s / took:.0%}") for name, s in sorted(seconds.items(), key=lambda row: -row[1]))
    return Table("Adding, by stage", ("stage", "seconds", "share"), rows, "Loading runs in other processes meanwhile.")


@contextlib.contextmanager
def _stages_marked() -> Iterator[None]:
    """Mark the stages of adding from outside: each is one function or method."""
    embedder = type(load_embedder("packaged"))
    marks: list[tuple[Any, str, str]] = [
        (embedder, "documents", "embed"), (index.split, "split", "split"), (Workers, "results", "wait for loading"),
        (Copies, "put", "find copies"), (Copies, "settle", "find copies"), (Catalog, "writing", "commit"),
        (index.engine.LocalEngine, "settle", "index"), (embedder, "export", "put the encoder there, once"),
    ]  # fmt: skip
    originals = [getattr(owner, name) for owner, name, _ in marks]
    for (owner, name, called), original in zip(marks, originals, strict=True):
        setattr(owner, name, _marked(original, called))
    try:
        yield
    finally:
        for (owner, name, _), original in zip(marks, originals, strict=True):
            setattr(owner, name, original)


def _marked(original: Callable[..., Any], called: str) -> Callable[..., Any]:
    def marked(*args: Any, **kwargs: Any) -> Any:
        with stage(called):
            made = original(*args, **kwargs)
        if called == "commit":
            return _within(made, called)
        return _each(made, called) if hasattr(made, "__next__") else made

    return marked


@contextlib.contextmanager
def _within(made: Any, called: str) -> Iterator[Any]:
    with stage(called), made as value:
        yield value


def _each(made: Iterator[Any], called: str) -> Iterator[Any]:
    while True:
        with stage(called):
            one = next(made, None)
        if one is None:
            return
        yield one
