"""The two derived indexes of a library on this machine, kept in step with its catalog. Knows nothing of fusion.

Each remembers what it reflects, and follows the catalog from there before it is searched; one that is missing, damaged,
or of another catalog is built anew from the catalog, without embedding.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.fusion import Scored
from index.lexical import Changes, Fields, LexicalBusy, LexicalDamaged, LexicalIndex, Reflects
from index.model import Filter
from index.records import Ids, State
from index.snapshot import Snapshot
from index.vectors import VectorIndex

VECTORS, WORDS = "vectors.faiss", "lexical"
SAVE_AFTER = 1000  # changed passages, or a twentieth of all: catching up with fewer takes a second at most
FILTERS = 16  # filters whose passages are remembered
ATTEMPTS = 3  # at opening words that another process may be building anew as well

log = logging.getLogger(__name__)


class LocalEngine:
    """Dense and lexical search of one library's directory. Safe to share by threads."""

    def __init__(self, directory: Path, catalog: Catalog) -> None:
        self._directory = directory
        self._catalog = catalog
        self._following = threading.Lock()
        self._seen: State | None = None  # the state both indexes reflect
        self._vectors: VectorIndex | None = None
        self._vectors_at = 0
        self._unsaved = 0
        self._words: LexicalIndex | None = None
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="indexing")
        self._indexing: Future[None] | None = None
        self._allowed: OrderedDict[tuple[State, Filter], Ids] = OrderedDict()

    @property
    def sequence(self) -> int:
        """The commit of the catalog that is searched; 0 when there is nothing to search."""
        return self._vectors_at

    def catch_up(self) -> None:
        """Bring both indexes in step with the catalog's last commit."""
        if self._seen == self._catalog.state():
            return
        with self._following, self._catalog.reading() as snapshot:
            state = snapshot.state()
            if self._seen == state:
                return
            self._follow_vectors(snapshot, state)
            if self._follow_words(snapshot, state):
                self._seen = state

    def follow(self) -> None:
        """Catch up for a search that does not wait for whoever writes. Between a commit and the moment when its words
        are indexed, which takes its writer as long as it is made to give way, its passages are found by meaning alone.
        """
        if self._seen is None:
            self.catch_up()
        words = self._words
        if words is None or self._seen == self._catalog.state():
            return
        with self._following, self._catalog.reading() as snapshot:
            state = snapshot.state()
            self._follow_vectors(snapshot, state)
            if self._words_reflect(words, state):
                self._seen = state
            elif self._indexing is None or self._indexing.done():
                before, self._indexing = self._indexing, self._beside.submit(self._index_words)
                if before:
                    before.result()  # raises what it failed with

    def settle(self) -> None:
        """Catch up; then, where the vectors have outgrown the form that their index has, make it anew from the catalog.

        Questions are answered from the old one meanwhile. For whoever has written: it takes a minute in a million.
        """
        self.catch_up()
        if self._vectors is None or not self._vectors.outgrown:
            return
        with self._catalog.reading() as snapshot:
            state = snapshot.state()
            made = VectorIndex.quantised(self._vectors.dimension, self._stored, lambda: snapshot.vectors(0))
        with self._following:
            self._seen, self._vectors, self._vectors_at = None, made, state.sequence
        self._save(made, state)
        self.catch_up()

    def dense(self, vectors: NDArray[np.float32], k: int, where: Filter) -> list[list[Scored]]:
        """For each row of `vectors` the nearest passages that `where` allows, best first; scores are cosines."""
        if self._vectors is None:
            return [[] for _ in vectors]
        found = self._vectors.search(vectors, k, self._passages(where) if where else None)
        return [[Scored(int(key), float(score)) for key, score in zip(*row, strict=True)] for row in found]

    def lexical(self, text: str, k: int, where: Filter) -> list[Scored]:
        """The passages that share words with `text` and that `where` allows, best first; scores are BM25."""
        if self._words is None:
            return []
        return [Scored(key, score) for key, score in self._words.search(text, k, where)]

    def problems(self) -> list[str]:
        """Where the indexes disagree with the catalog, in sentences."""
        self.catch_up()
        with self._catalog.reading() as snapshot:
            if snapshot.state() != self._seen:
                return []  # a commit came in between: nothing can be said of it now
            stored = set(snapshot.passage_ids().tolist())
            found = [*_differences(WORDS, stored, self._words.ids() if self._words else set())]
            found += _differences(VECTORS, stored, set(self._vectors.ids().tolist()) if self._vectors else set())
            wrong = self._vectors.differing(snapshot.vectors(0)) if self._vectors else 0
            found += [f"{VECTORS}: {wrong} vectors differ from the catalog's"] if wrong else []
        return found

    def rebuild(self) -> None:
        """Forget both indexes, on disk as well, and build them anew from the catalog."""
        with self._following:
            self._seen, self._vectors, self._vectors_at = None, None, 0
            (self._directory / VECTORS).unlink(missing_ok=True)
            self._words = LexicalIndex.anew(self._directory / WORDS)
        self.settle()

    def _stored(self, ids: Ids) -> tuple[Ids, NDArray[np.float16]]:
        with self._catalog.reading() as snapshot:
            return snapshot.vectors_of(ids)

    def _passages(self, where: Filter) -> Ids:
        """The passages that `where` allows: asked of the catalog once a commit and filter, or for phrases of the
        words, which alone know where they stand."""
        if where.phrases:
            return np.array(self._words.holding(where) if self._words else [], np.int64)
        with self._catalog.reading() as snapshot:
            key = snapshot.state(), where
            found = self._allowed.get(key)
            if found is None:
                found = self._allowed[key] = snapshot.passage_ids(where)
                while len(self._allowed) > FILTERS:
                    self._allowed.popitem(last=False)
        return found

    def _follow_vectors(self, snapshot: Snapshot, state: State) -> None:
        built = snapshot.built_with()
        if built is None:
            return
        if self._vectors is None or (self._seen and self._seen.generation != state.generation):
            self._vectors, self._vectors_at = self._load(state, built.dimension)
            self._unsaved = 0 if self._vectors_at else SAVE_AFTER
        if self._vectors_at == state.sequence:
            return
        removed = snapshot.removed(self._vectors_at)
        self._vectors.delete(removed)
        self._unsaved += len(removed)
        for ids, vectors in snapshot.vectors(self._vectors_at):
            self._vectors.upsert(ids, vectors)
            self._unsaved += len(ids)
        self._vectors_at = state.sequence
        if self._unsaved >= max(SAVE_AFTER, len(self._vectors) // 20):
            self._save(self._vectors, state)

    def _load(self, state: State, dimension: int) -> tuple[VectorIndex, int]:
        """The saved index and the sequence number it reflects, or an empty one that reflects nothing."""
        path = self._directory / VECTORS
        try:
            index, saved = VectorIndex.load(path, self._stored)
        except FileNotFoundError:
            return VectorIndex(dimension, self._stored), 0
        except (OSError, ValueError) as error:
            log.warning("%s is built anew: %s", path, error)
            return VectorIndex(dimension, self._stored), 0
        if saved.generation != state.generation or saved.sequence > state.sequence:
            log.warning("%s is built anew: it belongs to another catalog", path)
            return VectorIndex(dimension, self._stored), 0
        return index, saved.sequence

    def _save(self, index: VectorIndex, state: State) -> None:
        try:
            index.save(self._directory / VECTORS, state.generation, state.sequence)
            self._unsaved = 0
        except (OSError, RuntimeError) as error:  # a library on a read-only or full disk is searched all the same
            log.warning("%s cannot be saved: %s", VECTORS, error)

    def _follow_words(self, snapshot: Snapshot, state: State) -> bool:
        """Whether the index of words is in step; if not, another process is about to bring it so."""
        for _ in range(ATTEMPTS):
            try:
                words = self._words = self._words or LexicalIndex(self._directory / WORDS)
                words.reload()
                if not self._in_step(words.reflects(), state):
                    words.update(lambda reflected: self._changes(snapshot, state, reflected))
                return True
            except LexicalBusy as error:
                log.warning("searching without the last passages' words: %s", error)
                return False
            except LexicalDamaged as error:
                log.warning("%s is built anew: %s", self._directory / WORDS, error)
                self._words = LexicalIndex.anew(self._directory / WORDS)
        return False

    def _words_reflect(self, words: LexicalIndex, state: State) -> bool:
        try:
            words.reload()
            return self._in_step(words.reflects(), state)
        except LexicalDamaged:  # which is mended where words are indexed
            return False

    def _index_words(self) -> None:
        """Have the words in step: for their writer, if it is gone."""
        with self._catalog.reading() as snapshot:
            self._follow_words(snapshot, snapshot.state())

    def _changes(self, snapshot: Snapshot, state: State, reflected: Reflects | None) -> Changes | None:
        if self._in_step(reflected, state):
            return None
        anew = reflected is None or reflected.generation != state.generation or reflected.sequence > state.sequence
        since = 0 if anew or reflected is None else reflected.sequence
        stored = (Fields(e.id, e.text, e.title, e.kind, e.author, e.publisher, e.date) for e in snapshot.entries(since))
        removed = () if anew else snapshot.removed(since).tolist()
        return Changes(removed, stored, Reflects(state.generation, state.sequence), anew)

    def _in_step(self, reflected: Reflects | None, state: State) -> bool:
        """An index is also in step when it is ahead of `state`, if the catalog is by now as well."""
        if reflected is None or reflected.generation != state.generation or reflected.sequence < state.sequence:
            return False
        return reflected.sequence == state.sequence or reflected.sequence <= self._catalog.state().sequence


def _differences(name: str, stored: set[int], held: set[int]) -> list[str]:
    counts = ((len(stored - held), "are missing"), (len(held - stored), "are no longer in the catalog"))
    return [f"{name}: {count} passages {what}" for count, what in counts if count]
