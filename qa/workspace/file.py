"""The workspace's file: SQLite with numbered migrations. Knows nothing of what is kept in it.

Readers never wait; writers take turns, across processes. Each change reads what is there, changes that, and writes it
in one transaction, so that of two people's changes neither is lost.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index.errors import WorkspaceError

WAIT = 10.0  # seconds for somebody else's change, which takes milliseconds

MIGRATIONS = (
    """
    -- A briefing's content is its JSON, `version` how often it was changed.
    CREATE TABLE briefings(
        id TEXT PRIMARY KEY, title TEXT NOT NULL, version INTEGER NOT NULL, changed_at TEXT NOT NULL,
        content TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE conversations(
        id TEXT PRIMARY KEY, name TEXT NOT NULL, changed_at TEXT NOT NULL) WITHOUT ROWID;

    -- Each turn as it was given: never changed, only added, and removed with its conversation.
    CREATE TABLE turns(
        conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, number INTEGER NOT NULL,
        words TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (conversation, number)) WITHOUT ROWID;

    -- What somebody thought of an answer: the last word on each counts.
    CREATE TABLE judgements(
        question TEXT NOT NULL, answer TEXT NOT NULL, content TEXT NOT NULL, judged_at TEXT NOT NULL,
        PRIMARY KEY (question, answer)) WITHOUT ROWID;
    """,
)


class File:
    """The file at `path`; it and its folder are made with the first change. Safe to share by threads and processes.

    Raises WorkspaceError where it cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A view of what is kept now; of nothing, where there is no file yet."""
        if self.path.exists():
            with self._open(self.path) as connection:
                yield connection
        else:
            with self._open(None) as connection:
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is committed at the end of the block, or not at all when the block raises."""
        with self._translated():
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._open(self.path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # on a full disk SQLite has given it up by itself
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def _open(self, path: Path | None) -> Iterator[sqlite3.Connection]:
        with self._translated():
            connection = sqlite3.connect(path or ":memory:", timeout=WAIT, isolation_level=None)
            try:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")  # a briefing outlives a power cut
                self._migrate(connection)
                yield connection
            finally:
                connection.close()

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if _version(connection) == len(MIGRATIONS):
            return
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection)  # another process may just have done it
        if version > len(MIGRATIONS):
            connection.execute("ROLLBACK")
            raise WorkspaceError(f"{self.path} was written by a newer Quoth: update Quoth")
        for number in range(version, len(MIGRATIONS)):
            for statement in MIGRATIONS[number].split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's errors, and the disk's, as one that says what to do."""
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            raise WorkspaceError(
                f"{self.path}, which keeps briefings and conversations, cannot be used: {error}. "
                "Another file can be given by QUOTH_WORKSPACE."
            ) from error
        except sqlite3.DatabaseError as error:
            raise WorkspaceError(
                f"{self.path}, which keeps briefings and conversations, is damaged ({error}). "
                "Put a backup in its place, or move it away."
            ) from error


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
