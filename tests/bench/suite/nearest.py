"""Ways of finding the nearest, side by side on the same vectors and real questions: where a code's scan overtakes the
exact one, and what inverted lists and graphs would give."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.nearest import Nearest
from index.vectors import VectorIndex
from suite.made import maker_of
from suite.report import Table
from suite.timing import interleaved

K = 100  # candidates that a search hands to fusion
ASKED = 60
GRAPHS_UP_TO, LISTS_UP_TO = 30_000, 200_000  # vectors: building a graph, or lists, of more takes minutes
PART = 20_000  # vectors handed over at once

Found = Callable[[NDArray[np.float32]], NDArray[np.float32]]


def nearest(seed: Path, questions: Sequence[str], sizes: Sequence[int]) -> Table:
    """Milliseconds of one question's search for K, the recall of the exact ten, MB, and seconds to build."""
    encoder = Encoder(seed / "encoder")
    queries = np.stack([encoder.encode(question) for question in questions[:ASKED]])
    maker = maker_of(seed)
    rows: list[tuple[str | int | float, ...]] = []
    for size in sizes:
        vectors = maker.vectors(size)
        rows += [(size, *row) for row in _compared(vectors, queries)]
    columns = ("vectors", "index", "p50 ms", "recall@10", "MB", "built in s")
    note = (
        f"{K} nearest of each of {len(queries)} questions, taking turns. Rescored ones ask {4 * K} candidates or more."
    )
    return Table("Ways of finding the nearest", columns, tuple(rows), note)


def _compared(vectors: NDArray[np.float16], queries: NDArray[np.float32]) -> list[tuple[str | float, ...]]:
    truth = Nearest(queries)
    for _, some in _parts(vectors):
        truth.see(some)
    built = {name: _built(make, vectors) for name, make in _makers(len(vectors)).items()}
    contenders = {name: _computing(found) for name, (found, _, _) in built.items()}
    times = interleaved(contenders, [query[np.newaxis] for query in queries], warm=5)
    return [
        (
            name,
            times[name].p50,
            times[name].computed_p50,
            truth.recall(found(query[np.newaxis]) for query in queries),
            size,
            seconds,
        )
        for name, (found, size, seconds) in built.items()
    ]


def _makers(count: int) -> dict[str, Callable[[NDArray[np.float16]], tuple[Found, float]]]:
    makers: dict[str, Callable[[NDArray[np.float16]], tuple[Found, float]]] = {
        "exact, float16": _exact,
        "quantised (RaBitQ), rescored": _quantised,
    }
    if count <= LISTS_UP_TO:
        lists = f"IVF{int(4 * count**0.5)},RaBitQ"
        makers["IVF of RaBitQ, 128 lists, rescored"] = lambda vectors: _factory(lists, vectors)
    if count <= GRAPHS_UP_TO:
        makers["HNSW of 8-bit scalars"] = lambda vectors: _factory("HNSW32,SQ8", vectors)
    return makers


def _built(make: Callable[[NDArray[np.float16]], tuple[Found, float]], vectors: NDArray[np.float16]) -> tuple:
    began = time.process_time()
    found, size = make(vectors)
    return found, size, time.process_time() - began


def _computing(found: Found) -> Callable[[NDArray[np.float32]], float]:
    def work(query: NDArray[np.float32]) -> float:
        began = time.process_time()
        found(query)
        return 1000 * (time.process_time() - began)

    return work


def _parts(vectors: NDArray[np.float16]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
    for first in range(0, len(vectors), PART):
        some = vectors[first : first + PART]
        yield np.arange(first, first + len(some)), some


def _exact(vectors: NDArray[np.float16]) -> tuple[Found, float]:
    index = VectorIndex(vectors.shape[1], lambda ids: (ids, vectors[ids]))
    for ids, some in _parts(vectors):
        index.upsert(ids, some)
    return lambda query: index.search(query, K)[0][1], vectors.nbytes / 1e6


def _quantised(vectors: NDArray[np.float16]) -> tuple[Found, float]:
    index = VectorIndex.quantised(vectors.shape[1], lambda some: (some, vectors[some]), lambda: _parts(vectors))
    return lambda query: index.search(query, K)[0][1], len(vectors) * (vectors.shape[1] / 8 + 16) / 1e6


def _factory(description: str, vectors: NDArray[np.float16]) -> tuple[Found, float]:
    """An index as faiss describes it, its candidates rescored."""
    index = faiss.index_factory(vectors.shape[1], description, faiss.METRIC_INNER_PRODUCT)
    if description.startswith("IVF"):
        faiss.extract_index_ivf(index).cp.niter = 8  # more make no lists that find more
    full = vectors.astype(np.float32)
    index.train(full)
    index.add(full)
    if hasattr(index, "nprobe"):
        index.nprobe = 128
    if hasattr(index, "hnsw"):
        index.hnsw.efSearch = 4 * K

    def found(query: NDArray[np.float32]) -> NDArray[np.float32]:
        _, ids = index.search(query, 4 * K)
        return np.sort(vectors[ids[0][ids[0] >= 0]].astype(np.float32) @ query[0])[-K:]

    return found, len(faiss.serialize_index(index)) / 1e6
