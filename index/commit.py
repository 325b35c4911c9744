"""One writing transaction of the catalog: what it may change, in SQL. Knows nothing of locks, files or indexes."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.copies import Copies
from index.errors import LibraryBusy
from index.model import Document, DocumentStatus, Mark, Passage
from index.records import Content, Correction, Source, fingerprint
from index.schema import PART
from index.snapshot import Snapshot


class Commit:
    """Changes that become visible together, under one sequence number. Made by `Catalog.writing` only."""

    def __init__(self, connection: sqlite3.Connection, sequence: int) -> None:
        self._sql = connection
        self.sequence = sequence
        self.snapshot = Snapshot(connection)  # what holds so far, this commit's own changes included
        self._copies = Copies(connection)
        self._removed_by_hand: tuple[frozenset[tuple[str, str]], frozenset[str]] | None = None

    def set_meta(self, **values: object) -> None:
        """Store settings of the index, each under its name."""
        self._sql.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", ((k, str(v)) for k, v in values.items()))

    def add_root(self, path: str, *, folder: bool) -> None:
        """Remember a folder or a file that was given, and forget removals by hand at and below it."""
        self._sql.execute("INSERT OR REPLACE INTO roots VALUES (?, ?)", (path, folder))
        self.include(path)

    def remove_root(self, path: str) -> None:
        """Forget that `path`, and what was given below it, was given."""
        self._sql.execute("DELETE FROM roots WHERE path = ? OR substr(path, 1, ?) = ?", _below(path))

    def exclude(self, path: str, document: str = "") -> None:
        """Have sync leave out `path` (and all below it), or one `document` of that file."""
        sql = "INSERT OR REPLACE INTO exclusions SELECT ?, ?, (SELECT sha256 FROM sources WHERE path = ?)"
        self._sql.execute(sql, (path, document, path))

    def exclude_moved(self, path: str, sha256: str) -> None:
        """Have sync leave out `path` too, where a file stands now that was removed by hand under another name."""
        self._sql.execute("INSERT OR REPLACE INTO exclusions VALUES (?, '', ?)", (path, sha256))

    def include(self, path: str) -> None:
        """Forget removals by hand at and below `path`."""
        self._sql.execute("DELETE FROM exclusions WHERE path = ? OR substr(path, 1, ?) = ?", _below(path))

    def excluded(self, path: str, document: str) -> bool:
        """Whether a document of the file at `path` was removed by hand since either was last added."""
        if self._removed_by_hand is None:
            self._removed_by_hand = self.snapshot.exclusions(), frozenset(self.snapshot.roots())
        exclusions, roots = self._removed_by_hand
        return (path, document) in exclusions or is_excluded(path, exclusions, roots)

    def put_source(self, source: Source) -> int:
        """Store how a file was found; its number. Its documents stay."""
        found = (source.path, source.root, source.relative, source.original, source.size, source.mtime_ns)
        sql = (
            "INSERT INTO sources(path, root, relative, original, size, mtime_ns, sha256, identity) "
            "VALUES (?,?,?,?,?,?,?,?) "
            "ON CONFLICT(path) DO UPDATE SET root=excluded.root, relative=excluded.relative, "
            "original=excluded.original, size=excluded.size, mtime_ns=excluded.mtime_ns, sha256=excluded.sha256 "
            "RETURNING number"
        )
        return int(self._sql.execute(sql, (*found, source.sha256, source.identity)).fetchone()[0])

    def move(self, path: str, to: Source) -> None:
        """Store that the file at `path` is found as `to` now, with the documents that it has, to be read there.

        Raises LibraryBusy where another process has read the file at that place since."""
        if self._sql.execute("SELECT 1 FROM sources WHERE path = ?", (to.path,)).fetchone():
            raise LibraryBusy(f"another process has read {to.path} meanwhile: run it again")
        row = (to.path, to.root, to.relative, to.size, to.mtime_ns, path)
        sql = (
            "UPDATE sources SET path = ?, root = ?, relative = ?, size = ?, mtime_ns = ?, sha256 = NULL WHERE path = ?"
        )
        self._sql.execute(sql, row)
        self._sql.execute("UPDATE exclusions SET path = ? WHERE path = ? AND document <> ''", (to.path, path))
        self._removed_by_hand = None

    def put(self, source: Source, content: Content) -> None:
        """Store a document of `source`; passages that it had and has no more are removed by this same commit."""
        document = content.document
        state = (document.id, "ready", None, document.title, document.path, document.sha256, document.kind)
        facts = (document.external_id, document.author, document.publisher, _iso(document), document.language)
        left_out = [[stretch.start, stretch.end, stretch.reason] for stretch in document.boilerplate]
        groups = [_packed(document.pages), _packed(document.headings), left_out, document.provenance]
        marks = json.dumps(groups, ensure_ascii=False)
        number = self._row(source, (*state, *facts, len(document.text), fingerprint(document), marks))
        self._put_text(number, document.text)
        self._copies.put(number, document)
        self._put_passages(number, content.passages, content.vectors)

    def keep(self, document: str, *, kept: bool) -> None:
        """Remember, or forget, that all of a document's text was said to be its own, whatever the rules say."""
        if kept:
            self._sql.execute("INSERT OR IGNORE INTO kept VALUES (?)", (document,))
        else:
            self._sql.execute("DELETE FROM kept WHERE document = ?", (document,))

    def correct(self, document: str, corrections: Iterable[Correction]) -> None:
        """Store what is set by hand of a document, in place of what was before."""
        self._sql.execute("DELETE FROM corrections WHERE document = ?", (document,))
        rows = ((document, one.field, one.value, one.found) for one in corrections)
        self._sql.executemany("INSERT INTO corrections VALUES (?, ?, ?, ?)", rows)

    def put_failure(self, source: Source, failed: DocumentStatus) -> None:
        """Store that a file, or one document of it, could not be read, and why. What was quoted from it is removed."""
        state = (failed.id, "failed", failed.reason, failed.title, failed.path, failed.sha256, failed.kind)
        number = self._row(source, (*state, failed.external_id, None, None, None, None, 0, "", "[[],[]]"))
        self._put_text(number, "")
        self._copies.forget(number)
        self._put_passages(number, (), np.empty((0, 0), np.float32))

    def finish(self, source: Source, kept: Iterable[str]) -> int:
        """Store that `source` was read to its end: its documents other than those with ids `kept` go. How many went."""
        number = self.put_source(source)
        found = {row[0] for row in self._sql.execute("SELECT id FROM documents WHERE source = ?", (number,))}
        gone = found.difference(kept)
        return self.remove(gone)

    def remove(self, ids: Collection[str]) -> int:
        """Remove documents, with their text and passages. How many went."""
        for document in ids:
            (number,) = self._sql.execute("SELECT number FROM documents WHERE id = ?", (document,)).fetchone()
            self._put_passages(number, (), np.empty((0, 0), np.float32))
            self._put_text(number, "")
            self._copies.forget(number)
            self._sql.execute("DELETE FROM documents WHERE number = ?", (number,))
        return len(ids)

    def remove_source(self, path: str) -> int:
        """Remove a file with all its documents. How many went."""
        gone = self.remove(list(self.snapshot.fingerprints(path)))
        self._sql.execute("DELETE FROM sources WHERE path = ?", (path,))
        return gone

    def compare(self, ids: Iterable[str]) -> None:
        """Find the copies of documents that were stored before copies were looked for."""
        for document in map(self.snapshot.document, ids):
            (number,) = self._sql.execute("SELECT number FROM documents WHERE id = ?", (document.id,)).fetchone()
            self._copies.put(number, document)

    def settle(self) -> None:
        """Bring the origins in step with what this commit changed. `Catalog.writing` calls it at the end."""
        self._copies.settle()

    def _row(self, source: Source, values: Sequence[object]) -> int:
        row = self._sql.execute("SELECT number FROM sources WHERE path = ?", (source.path,)).fetchone()
        owner = row[0] if row else self.put_source(source)
        columns = (
            "id, status, reason, title, path, sha256, kind, external_id, author, publisher, date, language, "
            "characters, fingerprint, marks"
        )
        updates = ", ".join(f"{name} = excluded.{name}" for name in ("source", *columns.split(", ")[1:]))
        sql = (
            f"INSERT INTO documents(source, {columns}) VALUES ({', '.join('?' * 16)}) "  # noqa: S608  (own names)
            f"ON CONFLICT(id) DO UPDATE SET {updates} RETURNING number"
        )
        return int(self._sql.execute(sql, (owner, *values)).fetchone()[0])

    def _put_text(self, number: int, text: str) -> None:
        self._sql.execute("DELETE FROM texts WHERE document = ?", (number,))
        parts = ((number, start // PART, text[start : start + PART]) for start in range(0, len(text), PART))
        self._sql.executemany("INSERT INTO texts VALUES (?, ?, ?)", parts)

    def _put_passages(self, number: int, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        self._sql.execute(
            "INSERT OR REPLACE INTO removed SELECT id, ? FROM passages WHERE document = ?", (self.sequence, number)
        )
        self._sql.execute("DELETE FROM passages WHERE document = ?", (number,))
        self._sql.executemany("DELETE FROM removed WHERE id = ?", ((passage.id,) for passage in passages))
        stored = vectors.astype(np.float16)
        rows = (
            (p.id, number, ordinal, p.span.start, p.span.end, self.sequence, vector.tobytes())
            for ordinal, (p, vector) in enumerate(zip(passages, stored, strict=True))
        )
        self._sql.executemany("INSERT OR REPLACE INTO passages VALUES (?,?,?,?,?,?,?)", rows)


def is_excluded(path: str, exclusions: Collection[tuple[str, str]], roots: Collection[str]) -> bool:
    """Whether the file at `path` was removed by hand, alone or with a folder above it: unless it, or a folder nearer to
    it than the one removed, was given since."""
    for above in ancestry(path):
        if above in roots:
            return False
        if (above, "") in exclusions:
            return True
    return False


def ancestry(path: str) -> Iterator[str]:
    """`path`, the folder that holds it, and so on up."""
    yield path
    while (parent := os.path.dirname(path)) not in (path, ""):  # noqa: PTH120  (an upload's name is no path)
        yield parent
        path = parent


def _below(path: str) -> tuple[str, int, str]:
    prefix = path.rstrip(os.sep) + os.sep
    return path, len(prefix), prefix


def _iso(document: Document) -> str | None:
    return document.date.isoformat() if document.date else None


def _packed(marks: Iterable[Mark]) -> list[list[str | int]]:
    return [[mark.start, mark.label, mark.level] for mark in marks]
