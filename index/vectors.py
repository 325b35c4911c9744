"""Nearest neighbours: arrays in, ids out. The only importer of faiss; knows nothing of texts or documents.

The index is exact: every vector is compared, held as float16, which is how the catalog stores it, so that an index
rebuilt from the catalog gives the same scores to the last bit. (float16 against float32 here: half the memory, and
twice as fast at 100,000 passages, for a scan is bound by memory.)
"""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Saved:
    """What the file beside the saved index says of it; `checksum` is the CRC-32 of its bytes."""

    generation: str
    sequence: int
    dimension: int
    vectors: int
    checksum: int


class VectorIndex:
    """Inner products of unit vectors, that is cosines. Safe to share by threads: searches run beside one another."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._turns = _Turns()
        self._index = _empty(dimension)

    def __len__(self) -> int:
        return int(self._index.ntotal)

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
        """Remove vectors; ids that are not there are passed over."""
        if len(ids):
            with self._turns.alone():
                self._index.remove_ids(ids)

    def search(self, vectors: Floats, k: int, allowed: Ids | None = None) -> list[tuple[Ids, NDArray[np.float32]]]:
        """For each row of `vectors` the (at most `k`) nearest ids, best first, and their inner products.

        With `allowed`, only those ids are compared: the list is filled from them.
        """
        import faiss

        queries = np.ascontiguousarray(np.atleast_2d(vectors), np.float32)
        with self._turns.together():
            if not self._index.ntotal or (allowed is not None and not len(allowed)):
                return [(np.empty(0, np.int64), np.empty(0, np.float32)) for _ in queries]
            chosen = None if allowed is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
            scores, ids = self._index.search(queries, min(k, self._index.ntotal), params=chosen)
        return [(row[row >= 0], score[row >= 0]) for row, score in zip(ids, scores, strict=True)]

    def contents(self) -> tuple[Ids, NDArray[np.float32]]:
        """All ids and their vectors, to compare with the catalog."""
        import faiss

        with self._turns.together():
            count = self._index.ntotal
            vectors = self._index.index.reconstruct_n(0, count) if count else np.empty((0, self.dimension), np.float32)
            return faiss.vector_to_array(self._index.id_map).copy(), vectors

    def save(self, path: Path, generation: str, sequence: int) -> None:
        """Write the index to `path`, and beside it what it reflects; a kill at any moment leaves an index or none."""
        import faiss

        temporary = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            with self._turns.together():
                faiss.write_index(self._index, str(temporary))
                count = len(self)
            saved = Saved(generation, sequence, self.dimension, count, _checksum(temporary))
            _replace(temporary, path)
            temporary.write_text(json.dumps(asdict(saved)), "utf-8")
            _replace(temporary, _beside(path))
        finally:
            temporary.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path) -> tuple[VectorIndex, Saved]:
        """The index saved at `path`, and what it reflects.

        Raises OSError when it is not there, ValueError when it is damaged: rebuild it from the catalog then.
        """
        import faiss

        try:
            saved = Saved(**json.loads(_beside(path).read_text("utf-8")))
            if _checksum(path) != saved.checksum:
                raise ValueError(f"{path} is not the file that its description names")
            index = faiss.read_index(str(path))
        except (TypeError, RuntimeError) as error:  # faiss raises RuntimeError for all it cannot read
            raise ValueError(f"{path} cannot be read: {error}") from error
        if (index.d, index.ntotal) != (saved.dimension, saved.vectors):
            raise ValueError(f"{path} holds {index.ntotal} vectors of {index.d}, not {saved.vectors}")
        self = cls(saved.dimension)
        self._index = index
        return self, saved


class _Turns:
    """A lock that many hold together, or one alone. The one waiting goes before those who come later."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._together = 0
        self._waiting = 0
        self._alone = False

    @contextmanager
    def together(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not (self._alone or self._waiting))
            self._together += 1
        try:
            yield
        finally:
            with self._changed:
                self._together -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: not (self._alone or self._together))
            self._waiting -= 1
            self._alone = True
        try:
            yield
        finally:
            with self._changed:
                self._alone = False
                self._changed.notify_all()


def _empty(dimension: int) -> Any:
    import faiss

    flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    return faiss.IndexIDMap(flat)


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
