"""Dense and lexical search made one list. Knows the engine by its protocol only, so that another can take its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.fusion import FED_BACK, Fused, Scored, fuse, ranking_for
from index.model import Filter, Hit
from index.stages import stage
from index.wording import allowed

DEEPER = 4  # times as many passages, where too few of those that were found hold what they should


class Engine(Protocol):
    """What stands behind a search: two indexes of the catalog's passages, that follow it by sequence number."""

    @property
    def sequence(self) -> int:
        """The commit of the catalog that is searched."""
        ...

    def follow(self) -> None:
        """Upsert by id, and delete, what the catalog has committed since `sequence`, but wait for no other writer."""
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


class Searcher:
    """Searches a library. Safe to share by threads; `encoder` is called for the first question, and once."""

    def __init__(self, catalog: Catalog, engine: Engine, encoder: Callable[[], Encoder], candidates: int) -> None:
        self._catalog = catalog
        self._engine = engine
        self._encoder = encoder
        self._candidates = candidates
        self._beside = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="words")

    def search(self, query: str, k: int, where: Filter = Filter()) -> list[Hit]:
        """At most `k` passages for `query`, best first; none for a query without a letter or digit.

        Whatever was committed before the call is searched (by words once they are indexed, which ends every writing),
        and what was removed by the time it returns is left out.
        """
        if k < 1 or not any(character.isalnum() for character in query):
            return []
        depth, ranking = max(k, self._candidates), ranking_for(query)
        asked = replace(where, without=())  # no index knows what a text does not hold
        while True:
            dense, lexical = self.arms(query, depth, asked)
            exhausted = max(len(dense), len(lexical)) < depth
            if ranking.feedback and dense:
                with stage("search by meaning anew"):
                    dense = self._fed_back(query, dense, ranking.feedback, asked)
            hits = self._hits(fuse(dense, lexical, ranking.dense_weight), k, where)
            if len(hits) == k or exhausted or not (where.phrases or where.without):
                return hits
            depth *= DEEPER  # the texts ruled out so many that others have to be looked at

    def arms(self, query: str, depth: int, where: Filter = Filter()) -> tuple[list[Scored], list[Scored]]:
        """The `depth` best passages by vectors, and by words: what is fused. Both are searched at once; the stage of
        the words is what they are waited for when the others are there."""
        with stage("open or follow the indexes"):
            opening = self._beside.submit(self._encoder)
            self._engine.follow()
        if not self._engine.sequence:
            return [], []
        with stage("open the encoder"):
            by_words = self._beside.submit(self._engine.lexical, query, depth, where)
            encoder = opening.result()
        with stage("encode") as saw:
            vectors = encoder.encode(query)[np.newaxis]
            saw(questions=1)
        with stage("search by meaning") as saw:
            (dense,) = self._engine.dense(vectors, depth, where)
            saw(passages=len(dense))
        with stage("search by words") as saw:
            lexical = by_words.result()
            saw(passages=len(lexical))
        return dense, lexical

    def _fed_back(self, query: str, dense: Sequence[Scored], share: float, where: Filter) -> list[Scored]:
        """As many passages, by the query's vector moved towards the nearest ones' (Rocchio 1971, as pseudo-relevance
        feedback: the nearest are taken to be relevant)."""
        with self._catalog.reading() as snapshot:
            found, near = snapshot.vectors_of(np.array([one.id for one in dense[:FED_BACK]], np.int64))
        if not len(found):
            return list(dense)
        moved = self._encoder().encode(query) + share * near.astype(np.float32).mean(axis=0)
        (again,) = self._engine.dense((moved / np.linalg.norm(moved))[np.newaxis], len(dense), where)
        return again

    def _hits(self, fused: Sequence[Fused], k: int, where: Filter) -> list[Hit]:
        """The first `k` that are in the catalog still, which alone says what may be quoted, and whose texts `where`
        allows."""
        hits: list[Hit] = []
        with stage("fuse and fetch") as saw, self._catalog.reading() as snapshot:
            saw(passages=len(fused))
            for first in range(0, len(fused), k):
                batch = fused[first : first + k]
                passages = snapshot.passages([one.id for one in batch])
                for one in batch:
                    passage = passages.get(one.id)
                    if passage and len(hits) < k and allowed(passage.text, where.phrases, where.without):
                        hits.append(Hit(passage, len(hits) + 1, one.score, one.dense, one.lexical))
                if len(hits) == k:
                    break
        return hits
