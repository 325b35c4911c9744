"""Nearest neighbours: arrays in, ids out. The only importer of faiss; knows nothing of texts or documents.

Up to some hundred thousand vectors the index is exact: every one is compared, held as float16, which is how the catalog
stores it, so that an index rebuilt from the catalog gives the same scores to the last bit. Above that it is quantised:
every vector is compared by a code of one bit a dimension (RaBitQ; Gao and Long 2024, "RaBitQ: Quantizing
High-Dimensional Vectors with a Theoretical Error Bound for Approximate Nearest Neighbor Search"), 56 bytes in place of
768, and the best are scored anew from the vectors as stored. Against inverted lists or graphs that leaves nothing to
train and nothing to rebuild when a vector comes or goes, finds questions as well as passages, and filters exactly;
`python tests/bench --sections nearest` prints the figures.
"""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.nearest import Nearest, Sampled
from index.turns import Turns

Ids = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]
Batches = Iterable[tuple[Ids, Floats]]
Stored = Callable[[Ids], tuple[Ids, Floats]]

QUANTISE_FROM = 150_000  # vectors: from here on scanning codes and rescoring are quicker together than an exact scan
QUERY_BITS = 4  # of a question's vector, as in the paper; 8 find no more, and take a fifth longer
RECALL = (
    0.99  # of its probes' exact ten nearest that a quantised index has to find: real questions' are found less by 1%
)
# Scored anew at least, in five milliseconds, and four times as many as are asked for: of a million vectors half
# as many found 97.5% of real questions' ten nearest, these 99.5%.
CANDIDATES = 800
DEEPEST = 6400  # candidates, where fewer do not find enough


@dataclass(frozen=True, slots=True)
class Measured:
    """What a quantised index was found to be worth when it held so many `vectors`: the share `recall` of the exact ten
    nearest that it finds, when `depth` candidates are scored anew."""

    vectors: int
    depth: int
    recall: float


@dataclass(frozen=True, slots=True)
class Saved:
    """What the file beside the saved index says of it; `checksum` is the CRC-32 of its bytes; an exact index has
    nothing `measured`."""

    generation: str
    sequence: int
    dimension: int
    vectors: int
    checksum: int
    measured: Measured | None


class VectorIndex:
    """Inner products of unit vectors, that is cosines. Safe to share by threads: searches run beside one another.

    `stored` gives the vectors of those ids that are stored still, in any order; a quantised index asks it.
    """

    def __init__(self, dimension: int, stored: Stored) -> None:
        self.dimension = dimension
        self.measured: Measured | None = None
        self._stored = stored
        self._turns = Turns()
        self._index = _exact(dimension)

    @classmethod
    def quantised(cls, dimension: int, stored: Stored, batches: Callable[[], Batches]) -> VectorIndex:
        """A quantised index of what `batches` goes through, twice; what it finds is measured meanwhile."""
        self = cls(dimension, stored)
        sampled = Sampled.of(vectors for _, vectors in batches())
        self._index = _quantised(dimension, sampled.mean)
        nearest = Nearest(sampled.probes())
        for ids, vectors in batches():
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), ids)
            nearest.see(vectors)
        depth = CANDIDATES // 2
        while self.measured is None or (self.measured.recall < RECALL and depth < DEEPEST):
            depth *= 2
            self.measured = Measured(len(self), depth, 1.0)
            found = self.search(nearest.probes, nearest.k)
            self.measured = Measured(len(self), depth, nearest.recall(scores for _, scores in found))
        return self

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def outgrown(self) -> bool:
        """Whether it holds so much more than it was made for that it had better be quantised, or measured, anew."""
        return len(self) >= (2 * self.measured.vectors if self.measured else QUANTISE_FROM)

    def upsert(self, ids: Ids, vectors: Floats) -> None:
        """Store `vectors`, shape ``(len(ids), dimension)``, in place of any with the same ids.

        Raises ValueError when the shapes do not fit.
        """
        if vectors.shape != (len(ids), self.dimension):
            raise ValueError(f"{len(ids)} ids, vectors {vectors.shape}, dimension {self.dimension}")
        if not len(ids):
            return
        with self._turns.alone():
            if self._index.ntotal:
                self._index.remove_ids(ids)
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), ids)

    def delete(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are passed over. (6 ms in a million: no tombstones are needed.)"""
        if len(ids):
            with self._turns.alone():
                self._index.remove_ids(ids)

    def search(self, vectors: Floats, k: int, allowed: Ids | None = None) -> list[tuple[Ids, NDArray[np.float32]]]:
        """For each row of `vectors` the (at most `k`) nearest ids, best first, and their inner products.

        With `allowed`, only those ids are compared: the list is filled from them.
        """
        queries = np.ascontiguousarray(np.atleast_2d(vectors), np.float32)
        if not self.measured:
            return self._scanned(queries, k, allowed)
        candidates = self._scanned(queries, max(self.measured.depth, 4 * k), allowed)
        return [self._rescored(query, ids, k) for query, (ids, _) in zip(queries, candidates, strict=True)]

    def _scanned(self, queries: Floats, k: int, allowed: Ids | None) -> list[tuple[Ids, NDArray[np.float32]]]:
        """The nearest by what the index holds of the vectors."""
        import faiss

        with self._turns.together(), _one_thread():
            if not self._index.ntotal or (allowed is not None and not len(allowed)):
                return [(np.empty(0, np.int64), np.empty(0, np.float32)) for _ in queries]
            chosen = None if allowed is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
            scores, ids = self._index.search(queries, min(k, self._index.ntotal), params=chosen)
        return [(row[row >= 0], score[row >= 0]) for row, score in zip(ids, scores, strict=True)]

    def _rescored(self, query: Floats, candidates: Ids, k: int) -> tuple[Ids, NDArray[np.float32]]:
        """The nearest of the candidates by the vectors as stored."""
        ids, vectors = self._stored(candidates)
        if not len(ids):
            return ids, np.empty(0, np.float32)
        scores = np.asarray(vectors, np.float32) @ np.asarray(query, np.float32)
        best = np.lexsort((ids, -scores))[:k]
        return ids[best], scores[best]

    def ids(self) -> Ids:
        """The ids of all vectors in it, to compare with the catalog."""
        import faiss

        with self._turns.together():
            return np.asarray(faiss.vector_to_array(self._index.id_map).copy(), np.int64)

    def differing(self, batches: Batches) -> int:
        """How many of the stored vectors are held otherwise than they would be now; those not held are not counted."""
        import faiss

        with self._turns.together():
            if not self._index.ntotal:
                return 0
            inner: Any = faiss.downcast_index(self._index.index)
            held = faiss.rev_swig_ptr(inner.codes.data(), len(self) * inner.code_size).reshape(len(self), -1)
            ids = faiss.vector_to_array(self._index.id_map)
            order = np.argsort(ids)
            wrong = 0
            for some, vectors in batches:
                at = order[np.minimum(np.searchsorted(ids, some, sorter=order), len(ids) - 1)]
                known = ids[at] == some
                codes = inner.sa_encode(np.ascontiguousarray(vectors, np.float32))
                wrong += int((held[at] != codes).any(axis=1)[known].sum())
            return wrong

    def save(self, path: Path, generation: str, sequence: int) -> None:
        """Write the index to `path`, and beside it what it reflects; a kill at any moment leaves an index or none."""
        import faiss

        temporary = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            with self._turns.together():
                faiss.write_index(self._index, str(temporary))
                count = len(self)
            saved = Saved(generation, sequence, self.dimension, count, _checksum(temporary), self.measured)
            _replace(temporary, path)
            temporary.write_text(json.dumps(asdict(saved)), "utf-8")
            _replace(temporary, _beside(path))
        finally:
            temporary.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path, stored: Stored) -> tuple[VectorIndex, Saved]:
        """The index saved at `path`, and what it reflects.

        Raises OSError when it is not there, ValueError when it is damaged: rebuild it from the catalog then.
        """
        import faiss

        try:
            saved = _described(json.loads(_beside(path).read_text("utf-8")))
            if _checksum(path) != saved.checksum:
                raise ValueError(f"{path} is not the file that its description names")
            index = faiss.read_index(str(path))
        except (TypeError, RuntimeError) as error:  # faiss raises RuntimeError for all it cannot read
            raise ValueError(f"{path} cannot be read: {error}") from error
        if (index.d, index.ntotal) != (saved.dimension, saved.vectors):
            raise ValueError(f"{path} holds {index.ntotal} vectors of {index.d}, not {saved.vectors}")
        self = cls(saved.dimension, stored)
        self._index, self.measured = index, saved.measured
        return self, saved


@contextmanager
def _one_thread() -> Iterator[None]:
    """Have faiss search on this thread alone: one question is not divided, yet a second thread would be woken, and
    waited for, spinning. On a busy machine that took ten times as long as the search."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)  # of the calling thread only
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _exact(dimension: int) -> Any:
    import faiss

    flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    return faiss.IndexIDMap(flat)


def _quantised(dimension: int, mean: NDArray[np.float32]) -> Any:
    """Codes of one bit a dimension, of the vectors less their `mean`."""
    import faiss

    codes = faiss.IndexRaBitQ(dimension, faiss.METRIC_INNER_PRODUCT, 1)
    codes.train(mean[np.newaxis])  # which takes the mean of what it is given
    codes.qb = QUERY_BITS
    return faiss.IndexIDMap(codes)


def _described(row: dict[str, Any]) -> Saved:
    """What a description says. Raises TypeError for one of another shape."""
    measured = row.get("measured")
    return Saved(**row | {"measured": Measured(**measured) if measured else None})


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            value = zlib.crc32(block, value)
    return value


def _replace(temporary: Path, path: Path) -> None:
    """Put a written file in the place of `path`, once its bytes are on the disk."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
