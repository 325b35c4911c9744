"""Dense and lexical search made one list. Knows the engine by its protocol only, so that another can take its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.model import Filter, Hit
from index.stages import stage

DENSE_WEIGHT = 0.5  # the share of the dense score; tests/bench/fusion.py prints the others


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage's id, and its score by one index."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage's fused score, in [0, 1], and those it comes from: None where an index did not return it."""

    id: int
    score: float
    dense: float | None
    lexical: float | None


class Engine(Protocol):
    """What stands behind a search: two indexes of the catalog's passages, that follow it by sequence number."""

    @property
    def sequence(self) -> int:
        """The commit of the catalog that is searched."""
        ...

    def catch_up(self) -> None:
        """Upsert by id, and delete, whatever the catalog has committed since `sequence`."""
        ...

    def dense(self, vectors: NDArray[np.float32], k: int, where: Filter) -> list[list[Scored]]:
        """For each row of `vectors` the nearest passages that `where` allows, best first."""
        ...

    def lexical(self, text: str, k: int, where: Filter) -> list[Scored]:
        """The passages that share words with `text` and that `where` allows, best first."""
        ...


class Encoder(Protocol):
    """What makes a vector of a question."""

    def encode(self, text: str) -> NDArray[np.float32]:
        """The unit vector of `text`, shape ``(dimension,)``."""
        ...


def fuse(dense: Sequence[Scored], lexical: Sequence[Scored], weight: float = DENSE_WEIGHT) -> list[Fused]:
    """One list, best first: the convex combination ``weight * dense + (1 - weight) * lexical`` of min-max normalised
    scores (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval", section 4).

    A passage that an index did not return counts as its lowest there. Equal scores are in order of their ids.
    """
    raw_dense, raw_lexical = ({scored.id: scored.score for scored in arm} for arm in (dense, lexical))
    near, shared = min_max(raw_dense), min_max(raw_lexical)
    fused = [
        Fused(
            key,
            weight * near.get(key, 0.0) + (1 - weight) * shared.get(key, 0.0),
            raw_dense.get(key),
            raw_lexical.get(key),
        )
        for key in raw_dense.keys() | raw_lexical.keys()
    ]
    return sorted(fused, key=lambda one: (-one.score, one.id))


def min_max(scores: dict[int, float]) -> dict[int, float]:
    """``(s - min) / (max - min)``; all 1 when all are equal."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}


class Searcher:
    """Searches a library. Safe to share by threads; `encoder` is called for the first question, and once."""

    def __init__(self, catalog: Catalog, engine: Engine, encoder: Callable[[], Encoder], candidates: int) -> None:
        self._catalog = catalog
        self._engine = engine
        self._encoder = encoder
        self._candidates = candidates

    def search(self, query: str, k: int, where: Filter = Filter()) -> list[Hit]:
        """At most `k` passages for `query`, best first; none for a query without a letter or digit.

        Whatever was committed before the call is searched, and what was removed by the time it returns is left out.
        """
        if k < 1 or not any(character.isalnum() for character in query):
            return []
        return self._hits(fuse(*self.arms(query, max(k, self._candidates), where)), k)

    def arms(self, query: str, depth: int, where: Filter = Filter()) -> tuple[list[Scored], list[Scored]]:
        """The `depth` best passages by vectors, and by words: what is fused."""
        with stage("open or follow the indexes"):
            self._engine.catch_up()
        if not self._engine.sequence:
            return [], []
        with stage("open the encoder"):
            encoder = self._encoder()
        with stage("encode") as saw:
            vectors = encoder.encode(query)[np.newaxis]
            saw(questions=1)
        with stage("search by meaning") as saw:
            (dense,) = self._engine.dense(vectors, depth, where)
            saw(passages=len(dense))
        with stage("search by words") as saw:
            lexical = self._engine.lexical(query, depth, where)
            saw(passages=len(lexical))
        return dense, lexical

    def _hits(self, fused: Sequence[Fused], k: int) -> list[Hit]:
        """The first `k` that are in the catalog still: it alone says what may be quoted."""
        hits: list[Hit] = []
        with stage("fuse and fetch") as saw, self._catalog.reading() as snapshot:
            saw(passages=len(fused))
            for first in range(0, len(fused), k):
                batch = fused[first : first + k]
                passages = snapshot.passages([one.id for one in batch])
                for one in batch:
                    if one.id in passages and len(hits) < k:
                        hits.append(Hit(passages[one.id], len(hits) + 1, one.score, one.dense, one.lexical))
                if len(hits) == k:
                    break
        return hits
