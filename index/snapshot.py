"""What the catalog holds at one moment: every question that is put to it, in SQL. Knows nothing of locks or writing."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryDamaged, NotInLibrary
from index.model import (
    Boilerplate,
    Document,
    DocumentStatus,
    Facet,
    Facets,
    Filter,
    Imprint,
    Mark,
    Passage,
    Searched,
    Span,
)
from index.records import BuiltWith, Correction, Entry, Ids, Source, State
from index.schema import PART

ORIGIN = "coalesce((SELECT origin FROM prints WHERE key = print), iif(status = 'ready', id, NULL))"  # of a document
BATCH = 2048  # passages handed to a derived index at once: 3 MB of vectors


class Snapshot:
    """What the catalog holds at one moment. Valid inside `Catalog.reading` only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    def state(self) -> State:
        """Where the catalog stands."""
        meta = dict(self._sql.execute("SELECT key, value FROM meta WHERE key IN ('generation', 'sequence')"))
        if len(meta) < 2:
            raise LibraryDamaged("the catalog does not say where it stands: put a backup in its place")
        return State(meta["generation"], int(meta["sequence"]))

    def built_with(self) -> BuiltWith | None:
        """What the passages were made with; None before the first."""
        meta = dict(self._sql.execute("SELECT key, value FROM meta"))
        if "model" not in meta:
            return None
        numbers = (int(meta[name]) for name in ("dimension", "passage_characters", "overlap_sentences"))
        return BuiltWith(meta["model"], meta["sha256"], *numbers)

    def searched(self, library: str) -> Searched:
        """The search receipt, for a search of everything."""
        documents, unreadable = self._sql.execute(
            "SELECT count(*) FILTER (WHERE status = 'ready'), count(*) FILTER (WHERE status = 'failed') FROM documents"
        ).fetchone()
        (passages,) = self._sql.execute("SELECT count(*) FROM passages").fetchone()
        row = self._sql.execute("SELECT value FROM meta WHERE key = 'as_of'").fetchone()
        return Searched(documents, passages, unreadable, row[0] if row else "", library)

    # Documents

    def statuses(self) -> list[DocumentStatus]:
        """All documents, those that could not be read among them, by path."""
        sql = (
            "SELECT id, path, title, status, reason, kind, external_id, author, publisher, date, sha256, characters, "  # noqa: S608
            "(SELECT count(*) FROM passages WHERE document = documents.number), "
            f"{ORIGIN}, language, (SELECT group_concat(field) FROM corrections WHERE document = documents.id) "
            "FROM documents ORDER BY path, number"
        )
        return [_status(*row) for row in self._sql.execute(sql)]

    def document(self, id: str) -> Document:
        """The document with that id, its text included. Raises NotInLibrary, for one that could not be read too."""
        sql = (
            "SELECT number, title, path, sha256, kind, external_id, author, publisher, date, language, marks "
            "FROM documents WHERE id = ? AND status = 'ready'"
        )
        row = self._sql.execute(sql, (id,)).fetchone()
        if row is None:
            raise NotInLibrary(f"the library has no document {id!r}")
        number, title, path, sha256, kind, external_id, author, publisher, date, language, marks = row
        pages, headings, left_out, provenance = (*json.loads(marks), [], [])[:4]  # older documents have two, or three
        return Document(
            id, self._text(number), title, path, sha256, kind, external_id, author, publisher, _date(date), language,
            tuple(Mark(*mark) for mark in pages), tuple(Mark(*mark) for mark in headings),
            tuple(Boilerplate(*stretch) for stretch in left_out), tuple((field, where) for field, where in provenance),
        )  # fmt: skip

    def ids(self) -> list[str]:
        """The ids of all documents that were read."""
        return [row[0] for row in self._sql.execute("SELECT id FROM documents WHERE status = 'ready' ORDER BY number")]

    def imprints(self, ids: Collection[str]) -> dict[str, Imprint]:
        """What stands over the passages of those documents that are in the library."""
        columns = "id, title, author, publisher, marks"
        sql = f"SELECT {columns} FROM documents WHERE status = 'ready' AND id IN ({_marks(ids)})"  # noqa: S608
        return {
            key: Imprint(title, author, publisher, tuple(Mark(*mark) for mark in json.loads(marks)[1]))
            for key, title, author, publisher, marks in self._sql.execute(sql, tuple(ids))
        }

    def origins(self, ids: Collection[str]) -> dict[str, str]:
        """The origins of those documents that are in the library and were read: the same for copies of one text."""
        sql = f"SELECT id, {ORIGIN} FROM documents WHERE status = 'ready' AND id IN ({_marks(ids)})"  # noqa: S608
        return dict(self._sql.execute(sql, tuple(ids)).fetchall())

    def not_compared(self, most: int) -> list[str]:
        """At most so many documents that were stored before copies were looked for."""
        sql = "SELECT id FROM documents WHERE status = 'ready' AND print IS NULL ORDER BY number LIMIT ?"
        return [row[0] for row in self._sql.execute(sql, (most,))]

    def facets(self) -> Facets:
        """What documents can be filtered by."""
        earliest, latest = self._sql.execute("SELECT min(date), max(date) FROM documents").fetchone()
        publishers, authors, kinds = (self._facet(name) for name in ("publisher", "author", "kind"))
        return Facets(publishers, authors, kinds, _date(earliest), _date(latest))

    def fingerprints(self, path: str) -> dict[str, str]:
        """Of the file at `path`: its documents' ids, and the fingerprints of those that were read."""
        sql = "SELECT id, fingerprint FROM documents WHERE source = (SELECT number FROM sources WHERE path = ?)"
        return dict(self._sql.execute(sql, (path,)).fetchall())

    def kept(self) -> frozenset[str]:
        """The ids of documents whose whole text was said to be their own."""
        return frozenset(row[0] for row in self._sql.execute("SELECT document FROM kept"))

    def corrections(self, id: str) -> tuple[Correction, ...]:
        """What was set by hand of document `id`, which may be gone, or not be read yet."""
        rows = self._sql.execute("SELECT field, value, found FROM corrections WHERE document = ? ORDER BY field", (id,))
        return tuple(Correction(*row) for row in rows)

    def embedded(self, id: str) -> dict[str, NDArray[np.float16]]:
        """Words -> vector of the passages that document `id` has: what need not be embedded again."""
        row = self._sql.execute("SELECT number FROM documents WHERE id = ?", (id,)).fetchone()
        if row is None:
            return {}
        text = self._text(row[0])
        rows = self._sql.execute('SELECT start, "end", vector FROM passages WHERE document = ?', row)
        return {text[start:end]: np.frombuffer(vector, np.float16) for start, end, vector in rows}

    # What was given, and what it held

    def roots(self) -> dict[str, bool]:
        """What was given, by absolute path: whether it is a folder."""
        return {path: bool(folder) for path, folder in self._sql.execute("SELECT path, folder FROM roots")}

    def exclusions(self) -> frozenset[tuple[str, str]]:
        """Removed by hand: (path, document id or "")."""
        return frozenset(self._sql.execute("SELECT path, document FROM exclusions").fetchall())

    def removed_files(self) -> dict[str, list[str]]:
        """The paths of single files removed by hand, by their sha256."""
        found: dict[str, list[str]] = {}
        for path, sha256 in self._sql.execute("SELECT path, sha256 FROM exclusions WHERE document = ''"):
            if sha256:
                found.setdefault(sha256, []).append(path)
        return found

    def sources(self) -> dict[str, Source]:
        """All files as last read, by path."""
        sql = "SELECT path, root, relative, size, mtime_ns, sha256, original, identity FROM sources"
        return {row[0]: Source(*row) for row in self._sql.execute(sql)}

    def source_of(self, id: str) -> Source:
        """The file that document `id` came from. Raises NotInLibrary."""
        sql = (
            "SELECT s.path, root, relative, size, mtime_ns, s.sha256, original, identity "
            "FROM sources s JOIN documents d ON d.source = s.number WHERE d.id = ?"
        )
        row = self._sql.execute(sql, (id,)).fetchone()
        if row is None:
            raise NotInLibrary(f"the library has no document {id!r}")
        return Source(*row)

    def documents_called(self, name: str, column: str) -> list[str]:
        """Ids of the documents whose `column` ("id" or "external_id") is `name`."""
        return [row[0] for row in self._sql.execute(f"SELECT id FROM documents WHERE {column} = ?", (name,))]  # noqa: S608

    # Passages

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages with those ids that are in the catalog."""
        found = {}
        for first in range(0, len(ids), BATCH):
            some = tuple(ids[first : first + BATCH])
            joined = "passages p JOIN documents d ON number = document"
            sql = f'SELECT p.id, d.id, number, start, "end" FROM {joined} WHERE p.id IN ({_marks(some)})'  # noqa: S608
            for key, document, number, start, end in self._sql.execute(sql, some).fetchall():
                found[key] = Passage(key, Span(document, start, end), self._slice(number, start, end))
        return found

    def passages_of(self, id: str) -> list[Passage]:
        """The passages of document `id`, in order."""
        sql = (
            'SELECT p.id, start, "end" FROM passages p JOIN documents d ON number = document '
            "WHERE d.id = ? ORDER BY ordinal"
        )
        text = self.document(id).text
        return [Passage(n, Span(id, start, end), text[start:end]) for n, start, end in self._sql.execute(sql, (id,))]

    def passage_ids(self, where: Filter | None = None) -> Ids:
        """The ids of all passages of documents that `where` allows."""
        conditions, values = _compiled(where or Filter())
        sql = f"SELECT p.id FROM passages p JOIN documents ON number = document WHERE {conditions}"  # noqa: S608
        return np.fromiter((row[0] for row in self._sql.execute(sql, values)), np.int64)

    # Changes, for the derived indexes

    def removed(self, since: int) -> Ids:
        """Passages that were removed after sequence number `since`."""
        rows = self._sql.execute("SELECT id FROM removed WHERE sequence > ?", (since,))
        return np.fromiter((row[0] for row in rows), np.int64)

    def vectors(self, since: int) -> Iterator[tuple[Ids, NDArray[np.float16]]]:
        """Passages stored after sequence number `since`, in batches: ids, and vectors of shape ``(ids, dimension)``."""
        rows = self._sql.execute("SELECT id, vector FROM passages WHERE sequence > ?", (since,))
        while batch := rows.fetchmany(BATCH):
            ids = np.array([row[0] for row in batch], np.int64)
            yield ids, np.frombuffer(b"".join(vector for _, vector in batch), np.float16).reshape(len(ids), -1)

    def vectors_of(self, ids: Ids) -> tuple[Ids, NDArray[np.float16]]:
        """The ids of those passages that are in the catalog, in any order, and their vectors."""
        some = tuple(ids.tolist())
        rows: list[tuple[int, bytes]] = []
        for first in range(0, len(some), BATCH):
            batch = some[first : first + BATCH]
            rows += self._sql.execute(f"SELECT id, vector FROM passages WHERE id IN ({_marks(batch)})", batch)  # noqa: S608
        found = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        vectors = np.frombuffer(b"".join(vector for _, vector in rows), np.float16)
        return found, vectors.reshape(len(rows), -1) if rows else np.empty((0, 0), np.float16)

    def entries(self, since: int) -> Iterator[Entry]:
        """Passages stored after sequence number `since`, as an index of words sees them."""
        sql = (
            'SELECT p.id, number, start, "end", title, kind, author, publisher, date '
            "FROM passages p JOIN documents ON number = document WHERE p.sequence > ? ORDER BY number, ordinal"
        )
        for key, number, start, end, title, kind, author, publisher, date in self._sql.execute(sql, (since,)):
            yield Entry(key, self._slice(number, start, end), title, kind, author, publisher, _date(date))

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        found = [str(row[0]) for row in self._sql.execute("PRAGMA quick_check(20)")]
        return [] if found == ["ok"] else found

    def _text(self, number: int) -> str:
        rows = self._sql.execute("SELECT text FROM texts WHERE document = ? ORDER BY part", (number,))
        return "".join(row[0] for row in rows)

    def _slice(self, number: int, start: int, end: int) -> str:
        first = start // PART
        sql = "SELECT text FROM texts WHERE document = ? AND part BETWEEN ? AND ? ORDER BY part"
        parts = self._sql.execute(sql, (number, first, max(start, end - 1) // PART))
        return "".join(row[0] for row in parts)[start - first * PART : end - first * PART]

    def _facet(self, column: str) -> tuple[Facet, ...]:
        sql = (
            f"SELECT {column}, count(*) FROM documents WHERE status = 'ready' AND {column} IS NOT NULL "  # noqa: S608
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        return tuple(Facet(value, count) for value, count in self._sql.execute(sql))


def _status(
    id: str, path: str, title: str, status: str, reason: str | None, kind: str | None, external_id: str | None,
    author: str | None, publisher: str | None, date: str | None, sha256: str | None, characters: int, passages: int,
    origin: str | None, language: str | None, by_hand: str | None,
) -> DocumentStatus:  # fmt: skip
    return DocumentStatus(
        id, path, title, status, reason, kind, external_id, author, publisher, _date(date), sha256, characters,
        passages, origin, language, tuple(sorted(by_hand.split(","))) if by_hand else (),
    )  # fmt: skip


def _compiled(where: Filter) -> tuple[str, tuple[str, ...]]:
    """`where` in SQL, and its values. A document without a date is outside every range of dates."""
    conditions, values = ["1"], []
    for column, allowed in (("publisher", where.publishers), ("author", where.authors), ("kind", where.kinds)):
        if allowed:
            conditions.append(f"{column} IN ({_marks(allowed)})")
            values.extend(sorted(allowed))
    for comparison, bound in ((">=", where.after), ("<=", where.before)):
        if bound:
            conditions.append(f"date {comparison} ?")
            values.append(bound.isoformat())
    return " AND ".join(conditions), tuple(values)


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)


def _date(iso: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None
