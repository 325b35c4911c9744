"""The copies in a library, in SQL: prints, what they are looked up by, and the origin of each. Part of a commit.

What is stored is derived from the texts: a migration that empties `prints` and `bands`, and sets every document's print
to NULL, has all of it made anew the next time that something is added. How prints are compared is told in `origins`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.model import Document
from index.origins import PERMUTATIONS, Signature, are_copies, groups, print_of


@dataclass(frozen=True, slots=True)
class _Prints:
    """Some prints in a row: keys, counts of shingles and origins of ``(n,)``, signatures of ``(n, PERMUTATIONS)``."""

    keys: tuple[int, ...]
    shingles: NDArray[np.int64]
    signatures: Signature
    origins: tuple[str | None, ...]


class Copies:
    """What one commit changes about copies. Origins are in step after `settle`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self._new: dict[int, None] = {}  # prints to be compared with the others; in order
        self._left: set[str] = set()  # origins that a document has left

    def put(self, number: int, document: Document) -> None:
        """Store the print of what document `number` says now."""
        made = print_of(document.text)
        if self._print_of(number) == made.key:
            return
        self.forget(number)
        row = (made.key, made.shingles, made.signature.tobytes())
        self._sql.execute("INSERT OR IGNORE INTO prints(key, shingles, signature) VALUES (?, ?, ?)", row)
        self._sql.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, made.key) for band in made.bands))
        self._sql.execute("UPDATE documents SET print = ? WHERE number = ?", (made.key, number))
        self._new[made.key] = None

    def forget(self, number: int) -> None:
        """Take document `number` out of its origin."""
        key = self._print_of(number)
        if key is None:
            return
        (origin,) = self._sql.execute("SELECT origin FROM prints WHERE key = ?", (key,)).fetchone()
        if origin is not None:
            self._left.add(origin)
        self._sql.execute("UPDATE documents SET print = NULL WHERE number = ?", (number,))
        if not self._sql.execute("SELECT 1 FROM documents WHERE print = ?", (key,)).fetchone():
            self._sql.execute("DELETE FROM bands WHERE print = ?", (key,))
            self._sql.execute("DELETE FROM prints WHERE key = ?", (key,))
            self._new.pop(key, None)

    def settle(self) -> None:
        """Divide anew what documents have left, then find the copies of what is new."""
        for origin in sorted(self._left):
            self._divide(origin)
        for key in self._new:
            self._link(key)
        self._left, self._new = set(), {}

    def _print_of(self, number: int) -> int | None:
        row = self._sql.execute("SELECT print FROM documents WHERE number = ?", (number,)).fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def _link(self, key: int) -> None:
        """Make one origin of the print and of all whose texts are copies of its own."""
        one = self._prints("key = ?", key)
        near = "key IN (SELECT print FROM bands WHERE band IN (SELECT band FROM bands WHERE print = ?)) AND key <> ?"
        others = self._prints(near + " AND origin IS NOT NULL", key, key)
        copies = are_copies(one.signatures[0], int(one.shingles[0]), others.signatures, others.shingles)
        joined = {others.origins[at] for at in np.flatnonzero(copies)} | set(one.origins)
        known = [origin for origin in joined if origin is not None]
        origin = min([self._first([key]), *known])
        self._sql.execute("UPDATE prints SET origin = ? WHERE key = ?", (origin, key))
        other = ((origin, before) for before in known if before != origin)
        self._sql.executemany("UPDATE prints SET origin = ? WHERE origin = ?", other)

    def _divide(self, origin: str) -> None:
        """Which of an origin's prints still belong together, without what has gone."""
        prints = self._prints("origin = ?", origin)
        bands = {key: self._bands(key) for key in prints.keys} if len(prints.keys) > 1 else {}

        def neighbours(at: int, left: Sequence[int]) -> Iterable[int]:
            some = np.asarray(left)
            copies = are_copies(
                prints.signatures[at], int(prints.shingles[at]), prints.signatures[some], prints.shingles[some]
            )
            own = bands[prints.keys[at]]
            return (other for other in some[copies].tolist() if not own.isdisjoint(bands[prints.keys[other]]))

        for group in groups(range(len(prints.keys)), neighbours):
            keys = [prints.keys[at] for at in group]
            first = self._first(keys)
            self._sql.executemany("UPDATE prints SET origin = ? WHERE key = ?", ((first, key) for key in keys))

    def _first(self, keys: Collection[int]) -> str:
        """The smallest id of the documents that have those prints: what their origin is called."""
        found = (self._sql.execute("SELECT min(id) FROM documents WHERE print = ?", (key,)).fetchone() for key in keys)
        return min(str(row[0]) for row in found)

    def _prints(self, where: str, *values: object) -> _Prints:
        sql = f"SELECT key, shingles, signature, origin FROM prints WHERE {where} ORDER BY key"  # noqa: S608
        rows = self._sql.execute(sql, values).fetchall()
        signatures = np.frombuffer(b"".join(row[2] for row in rows), np.uint32).reshape(len(rows), PERMUTATIONS)
        counts = np.fromiter((row[1] for row in rows), np.int64)
        return _Prints(tuple(row[0] for row in rows), counts, signatures, tuple(row[3] for row in rows))

    def _bands(self, key: int) -> frozenset[int]:
        return frozenset(row[0] for row in self._sql.execute("SELECT band FROM bands WHERE print = ?", (key,)))
