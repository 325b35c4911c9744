"""Passages made to the statistics of real ones, for libraries larger than there is text for, without embedding.

A made vector is a real one, moved by the difference between two other real ones that are near each other: so it lies
as far from its neighbours, in the same directions, as real ones do. Its words are half of one parent's and half of
another's, and one number, so that the vocabulary grows with the library. What answers the questions to be asked is
no parent: else a large library would hold every answer again and again, halved, as no real one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.commit import Commit
from index.model import Document, Passage, document_id
from index.records import Content, Source

MOVED = 0.7  # of the difference: gives the made the cosines to their ten nearest that the real have
NEIGHBOURS = 10
PASSAGES = 20  # of a made document: some four pages
BATCH = 100  # made documents of one commit
PART = 20_000  # vectors made at once, so that a million fit beside their sum


class Maker:
    """Makes passages from real ones: their words, and their unit vectors of shape ``(n, dimension)``."""

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._words = [text.split() for text in texts]
        self._vectors = np.asarray(vectors, np.float32)
        cosines = self._vectors @ self._vectors.T
        np.fill_diagonal(cosines, -1)
        self._near = np.argpartition(-cosines, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        self._draw = np.random.default_rng(0)

    def make(self, count: int) -> tuple[list[str], NDArray[np.float32]]:
        one, two, vectors = self._made(count)
        numbers = self._draw.integers(0, 10**7, count)
        return [self._text(*row) for row in zip(one, two, numbers, strict=True)], vectors

    def vectors(self, count: int) -> NDArray[np.float16]:
        """Vectors alone, as the catalog stores them."""
        parts = [self._made(min(PART, count - first))[2].astype(np.float16) for first in range(0, count, PART)]
        return np.concatenate(parts)

    def _made(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """The two parents of each, and the vectors."""
        one, two = self._draw.integers(0, len(self._words), (2, count))
        three = self._near[two, self._draw.integers(0, NEIGHBOURS, count)]
        moved = self._vectors[one] + MOVED * (self._vectors[two] - self._vectors[three])
        return one, two, moved / np.linalg.norm(moved, axis=1, keepdims=True)

    def _text(self, one: int, two: int, number: int) -> str:
        first, second = self._words[one], self._words[two]
        return " ".join([*first[: len(first) // 2], str(number), *second[len(second) // 2 :]])


def maker_of(library: Path, without: Sequence[str] = ()) -> Maker:
    """A maker that goes by the passages of a library, `without` those of some texts."""
    catalog = Catalog(library)
    with catalog.reading() as snapshot:
        ids, vectors = zip(*snapshot.vectors(0), strict=True)
        keys = np.concatenate(ids)
        passages = snapshot.passages(keys.tolist())
    catalog.close()
    apart = " ".join(_spaced(text) for text in without)
    texts = [passages[key].text for key in keys.tolist()]
    parents = [number for number, text in enumerate(texts) if _spaced(text) not in apart]
    return Maker([texts[number] for number in parents], np.concatenate(vectors)[parents])


def _spaced(text: str) -> str:
    return " ".join(text.split())


def fill(library: Path, maker: Maker, passages: int) -> None:
    """Commit made documents until the library has so many passages. The indexes follow when it is next opened."""
    catalog = Catalog(library)
    while True:
        with catalog.writing() as commit:
            held = commit.snapshot.searched("")
            missing = passages - held.passages
            commit._copies = _NotCompared(
                commit
            )  # comparing texts is measured with adding, and takes the longest there
            for number in range(min(BATCH, -(-missing // PASSAGES))):
                _put(commit, maker, held.documents + number, min(PASSAGES, missing - number * PASSAGES))
        if missing <= BATCH * PASSAGES:
            break
    catalog.close()


def _put(commit: Commit, maker: Maker, number: int, passages: int) -> None:
    texts, vectors = maker.make(passages)
    name = f"made-{number}.txt"
    document = Document(document_id(name), "\n\n".join(texts), f"Made {number}", name, "0" * 64, "text")
    ends = np.cumsum([len(text) + 2 for text in texts]) - 2
    cut = tuple(Passage.cut(document, int(end) - len(text), int(end)) for text, end in zip(texts, ends, strict=True))
    commit.put(Source(name, None, name, len(document.text), 0, "0" * 64, None), Content(document, cut, vectors))


class _NotCompared:
    """In the place of what finds copies: every made document is an origin of its own."""

    def __init__(self, commit: Commit) -> None:
        self._sql = commit._sql

    def put(self, number: int, document: Document) -> None:
        row = (number, 0, b"", document.id)
        self._sql.execute("INSERT INTO prints(key, shingles, signature, origin) VALUES (?, ?, ?, ?)", row)
        self._sql.execute("UPDATE documents SET print = ? WHERE number = ?", (number, number))

    def settle(self) -> None:
        pass
