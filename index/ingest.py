"""Files become stored documents: load, split, embed, commit, in batches, so that memory stays flat and a kill loses at
most the batch in hand. Nothing is locked while files are read and passages embedded; only a commit takes its turn.

A file that cannot be read is stored as failed, with its reason, and what was quoted from it before is removed: what is
quoted is what the file says now. (Where the file cannot even be opened, nothing is known, and all stays as it was.)
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.commit import Commit
from index.corrections import changed, corrected, found_again
from index.embed import passage_input
from index.encoder import Embedder
from index.folders import Found, Gone, failure
from index.isolation import Job, Workers
from index.limits import Limits
from index.model import Document, DocumentStatus, Passage, Progress, Report, Step
from index.outcomes import outcomes
from index.records import Content, Source, fingerprint
from index.wire import Request

BATCH_PASSAGES = 256  # some seconds of embedding: what a kill may cost
BATCH_CHARACTERS = 4_000_000  # of text in hand, for documents that are hardly embedded again
BATCH_STEPS = 1000  # for files that are unchanged or cannot be read
EMBED = 256  # texts embedded between two reports of progress
AHEAD = 64  # files that are looked at and handed out before they are needed


@dataclass(frozen=True, slots=True)
class Making:
    """How passages are made. `embedder` is slow the first time: it is called when there is something to embed."""

    embedder: Callable[[], Embedder]
    passage_characters: int
    overlap_sentences: int
    limits: Limits
    workers: int
    originals: Path


@dataclass(slots=True)
class _Tally:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[DocumentStatus] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """A document on its way: `vectors` is filled in before it is committed, from `known` words where they are."""

    source: Source
    document: Document
    passages: tuple[Passage, ...]
    known: Mapping[str, NDArray[np.float16]]
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))


class Ingest:
    """One run of adding or syncing. Not to be shared by threads; several may run beside one another."""

    def __init__(self, catalog: Catalog, making: Making, progress: Progress | None = None) -> None:
        self._catalog = catalog
        self._making = making
        self._progress = progress or (lambda _: None)
        self._tally = _Tally()
        self._drafts: list[_Draft] = []
        self._steps: list[Callable[[Commit], None]] = []
        self._embedded = self._to_embed = 0
        with catalog.reading() as snapshot:
            self._sources = snapshot.sources()
            self._kept = snapshot.kept()
            self._removed_by_hand = snapshot.removed_files()
        self._gone = Gone(self._sources)

    def read(self, files: Sequence[Found], *, retry: bool) -> Report:
        """Read `files` and commit what they hold. With `retry`, those that failed are tried again though unchanged, and
        those that were removed by hand under another name are read."""
        with Workers(self._making.limits, self._making.workers) as workers:
            for number, (found, take) in enumerate(self._ahead(files, workers, retry)):
                self._progress(Step("reading", number, len(files), found.relative))
                take()
            self._flush()
        if files:
            self._progress(Step("reading", len(files), len(files)))
        tally = self._tally
        return Report(tally.added, tally.updated, tally.unchanged, tally.removed, tuple(tally.failed))

    def keep(self, document: Document, *, kept: bool) -> None:
        """Commit a stored document anew: with all its text in passages, from now on, or as the rules would have it."""
        from index.boilerplate import boilerplate  # its rules are compiled on import, which asking need not wait for

        with self._catalog.reading() as snapshot:
            source = snapshot.source_of(document.id)
            before = snapshot.fingerprints(source.path)
        left_out = () if kept else boilerplate(document.text, document.pages, document.headings)
        self._step(lambda commit: commit.keep(document.id, kept=kept))
        self._draft(source, replace(document, boilerplate=left_out), before.get(document.id))
        self._flush()

    def correct(self, document: Document, values: Mapping[str, str]) -> None:
        """Commit a stored document anew, with some fields set by hand. Raises CorrectionError."""
        with self._catalog.reading() as snapshot:
            source = snapshot.source_of(document.id)
            before, corrections = snapshot.fingerprints(source.path), snapshot.corrections(document.id)
        said, after = changed(document, corrections, values)
        self._step(lambda commit: commit.correct(document.id, after))
        self._draft(source, said, before.get(document.id))
        self._flush()

    def _ahead(
        self, files: Sequence[Found], workers: Workers, retry: bool
    ) -> Iterator[tuple[Found, Callable[[], None]]]:
        """Each file, in order, with what is to be done about it; those that come next are being loaded meanwhile."""
        waiting: deque[tuple[Found, Callable[[], None]]] = deque()
        for found in files:
            waiting.append((found, self._begin(found, workers, retry)))
            if len(waiting) > AHEAD:
                yield waiting.popleft()
        yield from waiting

    def _begin(self, found: Found, workers: Workers, retry: bool) -> Callable[[], None]:
        """Look at a file, and have it loaded where it is news; what is to be done when it is its turn."""
        known = self._sources.get(found.path)
        path = self._making.originals / found.original if found.original else Path(found.path)
        try:
            sha256 = _hash(path, self._making.limits.bytes)
        except OSError as error:
            reason = f"The file cannot be opened: {error.strerror}."
            return partial(self._tally.failed.append, failure(found.path, found.relative, reason))
        if known is None and found.root is not None and not retry and self._was_removed(sha256):
            return partial(self._step, lambda commit: commit.exclude_moved(found.path, sha256))
        moved = self._gone.take(sha256, found) if known is None else None
        source = Source(found.path, found.root, found.relative, found.size, found.mtime_ns, sha256, found.original)
        source = replace(source, identity=self._gone.identity(source, known or moved))
        with self._catalog.reading() as snapshot:
            before = snapshot.fingerprints(moved.path if moved else found.path)
        same = known and (known.sha256, known.relative) == (sha256, found.relative)
        if same and not (retry and "" in before.values()):
            return partial(self._unchanged, source, before)
        job = workers.submit(Request(str(path), source.identity, source.relative))
        return partial(self._take, source, before, workers, job, moved)

    def _was_removed(self, sha256: str) -> bool:
        """Whether these bytes were removed by hand, and stand no more where they were: under another name they would
        come back."""
        return any(not Path(path).exists() for path in self._removed_by_hand.get(sha256, ()))

    def _unchanged(self, source: Source, before: Mapping[str, str]) -> None:
        self._tally.unchanged += sum(1 for value in before.values() if value)
        if source != self._sources.get(source.path):
            self._step(lambda commit: self._touch(commit, source))

    def _take(
        self, source: Source, before: Mapping[str, str], workers: Workers, job: Job, moved: Source | None
    ) -> None:
        """Take in what a file holds; `before` is what was stored of it: ids and fingerprints."""
        kept: set[str] = set()
        if moved:
            self._step(partial(self._move, source=source, moved=moved))
        for item in outcomes(workers, job, source):
            if isinstance(item, Document):
                kept.add(item.id)
                document = replace(item, boilerplate=()) if item.id in self._kept else item
                self._document(source, document, before.get(item.id))
            else:
                kept.add(item.id)
                self._tally.failed.append(item)
                self._step(partial(self._fail, source=source, failed=item))
        self._step(partial(self._finish, source=source, kept=kept))

    def _document(self, source: Source, found: Document, before: str | None) -> None:
        """Take in a document as its file has it; its language is told from its text where the file does not say."""
        from index.language import language_of

        if not found.language and (told := language_of(found.text)):
            found = replace(found, language=told, provenance=(*found.provenance, ("language", "text")))
        with self._catalog.reading() as snapshot:
            corrections = snapshot.corrections(found.id)
        if corrections:
            self._step(
                lambda commit: commit.correct(found.id, found_again(commit.snapshot.corrections(found.id), found))
            )
        self._draft(source, corrected(found, corrections), before)

    def _draft(self, source: Source, document: Document, before: str | None) -> None:
        from index.split import split

        if before == fingerprint(document):
            self._tally.unchanged += 1
            return
        self._tally.updated += bool(before)
        self._tally.added += not before
        making = self._making
        passages = tuple(split(document, making.passage_characters, making.overlap_sentences))
        draft = _Draft(source, document, passages, self._known(document) if before else {})
        self._drafts.append(draft)
        self._to_embed += len(passages)
        self._step(partial(self._put, draft=draft))

    def _known(self, document: Document) -> Mapping[str, NDArray[np.float16]]:
        """Vectors that the library has of this document; the title, embedded with each, must be the same still."""
        with self._catalog.reading() as snapshot:
            imprint = snapshot.imprints([document.id]).get(document.id)
            return snapshot.embedded(document.id) if imprint and imprint.title == document.title else {}

    def _step(self, step: Callable[[Commit], None]) -> None:
        self._steps.append(step)
        passages = sum(len(draft.passages) for draft in self._drafts)
        characters = sum(len(draft.document.text) for draft in self._drafts)
        if passages >= BATCH_PASSAGES or characters >= BATCH_CHARACTERS or len(self._steps) >= BATCH_STEPS:
            self._flush()

    def _flush(self) -> None:
        """Embed what is in hand, and commit it."""
        self._embed()
        if self._steps:
            with self._catalog.writing() as commit:
                for step in self._steps:
                    step(commit)
        self._steps, self._drafts = [], []

    def _embed(self) -> None:
        """Fill in the drafts' vectors: those that are known, and then the others, embedded together."""
        todo = [
            (draft, number)
            for draft in self._drafts
            for number, passage in enumerate(draft.passages)
            if passage.text not in draft.known
        ]
        embedder = self._making.embedder() if todo else None
        for draft in self._drafts:
            size = embedder.dimension if embedder else next(map(len, draft.known.values()), 0)
            draft.vectors = np.zeros((len(draft.passages), size), np.float32)
            for number, passage in enumerate(draft.passages):
                if passage.text in draft.known:
                    draft.vectors[number] = draft.known[passage.text]
        for first in range(0, len(todo) if embedder else 0, EMBED):
            some = todo[first : first + EMBED]
            texts = [passage_input(draft.document.title, draft.passages[number]) for draft, number in some]
            for (draft, number), vector in zip(some, embedder.documents(texts), strict=True):  # type: ignore[union-attr]
                draft.vectors[number] = vector
            self._report(len(some), some[-1][0].document.title)

    def _report(self, embedded: int, title: str) -> None:
        self._embedded += embedded
        self._progress(Step("embedding", self._embedded, max(self._embedded, self._to_embed), title))

    # Steps of a commit. What was removed by hand since the file was read stays removed.

    def _move(self, commit: Commit, source: Source, moved: Source) -> None:
        if not commit.excluded(source.path, ""):
            commit.move(moved.path, source)

    def _touch(self, commit: Commit, source: Source) -> None:
        if not commit.excluded(source.path, ""):
            commit.put_source(source)

    def _put(self, commit: Commit, draft: _Draft) -> None:
        if not commit.excluded(draft.source.path, draft.document.id):
            unfinished = replace(draft.source, sha256=None)
            document = corrected(draft.document, commit.snapshot.corrections(draft.document.id))
            commit.put(unfinished, Content(document, draft.passages, draft.vectors))

    def _fail(self, commit: Commit, source: Source, failed: DocumentStatus) -> None:
        if not commit.excluded(source.path, failed.id):
            commit.put_failure(replace(source, sha256=None), failed)

    def _finish(self, commit: Commit, source: Source, kept: set[str]) -> None:
        if not commit.excluded(source.path, ""):
            self._tally.removed += commit.finish(source, kept)


def _hash(path: Path, max_bytes: int) -> str:
    """The sha256 of a file, or "" where it is larger than is ever read. Raises OSError."""
    if path.stat().st_size > max_bytes:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
