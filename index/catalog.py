"""The catalog: the only truth about a library. All SQL is here and in `snapshot`, `commit`, `schema`.

Readers never wait, for SQLite's write-ahead log gives each a snapshot; connections are lent from a small pool, one to
a thread at a time. Writers take turns, across processes. Each commit raises the sequence number by one.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from index.commit import Commit
from index.errors import LibraryBusy, LibraryError
from index.model import Searched
from index.records import State
from index.schema import connect, migrate, translated
from index.snapshot import Snapshot

FILE, WRITER = "catalog.sqlite", "writer.json"
COMPARED = 200  # documents of an older library that get their origins in one commit: a second
WAIT = 30.0  # seconds for another writer's batch to be stored; a batch takes well under one


class Catalog:
    """One library's catalog. Safe to share by threads.

    Raises LibraryError when it is not there (unless `create`) or is of a newer schema, LibraryDamaged when it cannot be
    trusted, LibraryBusy when another writer holds it for longer than `wait` seconds.
    """

    def __init__(self, directory: Path, *, create: bool = False, wait: float = WAIT) -> None:
        self.path = directory / FILE
        self._wait = wait
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._counted: tuple[State, Searched] | None = None
        if create:
            try:
                directory.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise LibraryError(f"no library can be made in {directory}: {error.strerror}") from error
        elif not self.path.is_file():
            raise LibraryError(f"there is no library in {directory}: `quoth add` makes one")
        with self._lent() as connection:
            migrate(connection, self.path)

    def close(self) -> None:
        """Close the connections; those that are lent close when they come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """A view of the catalog as it is now, unmoved by commits while it is held."""
        with self._lent() as connection:
            connection.execute("BEGIN")
            try:
                yield Snapshot(connection)
            finally:
                connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def writing(self) -> Iterator[Commit]:
        """A transaction that is committed at the end of the block, or not at all when the block raises."""
        with self._lent() as connection:
            self._begin(connection)
            try:
                sequence = Snapshot(connection).state().sequence + 1
                commit = Commit(connection, sequence)
                yield commit
                commit.settle()
                now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
                commit.set_meta(sequence=sequence, as_of=now)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def compare(self) -> None:
        """Give the documents of an older library their origins, some at a time, so that others may write between."""
        while True:
            with self.reading() as snapshot:
                some = snapshot.not_compared(COMPARED)
            if not some:
                return
            with self.writing() as commit:
                commit.compare(commit.snapshot.not_compared(COMPARED))

    def renew(self) -> None:
        """Make this another library than the one it is a copy of: no index that was derived from that one serves it."""
        with self.writing() as commit:
            commit.set_meta(generation=os.urandom(16).hex())

    def state(self) -> State:
        """Where the catalog stands now."""
        with self.reading() as snapshot:
            return snapshot.state()

    def searched(self, library: str) -> Searched:
        """The search receipt. Counted once a commit: counting a million passages takes longer than searching them."""
        with self.reading() as snapshot:
            state, counted = snapshot.state(), self._counted
            if counted is None or counted[0] != state:
                counted = self._counted = state, snapshot.searched(library)
            return counted[1]

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Take the writer's turn, and leave a note of who has it."""
        note = self.path.parent / WRITER
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise LibraryBusy(f"{self.path.parent} is being written to by {_holder(note)}: try again later") from error
        with contextlib.suppress(OSError):  # the note only serves a message; the lock is SQLite's
            since = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            note.write_text(json.dumps({"pid": os.getpid(), "since": since}), "utf-8")

    @contextlib.contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        with translated(self.path):
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = connect(self.path, self._wait)
            try:
                yield connection
            finally:
                if self._closed or connection.in_transaction:
                    connection.close()
                else:
                    self._idle.append(connection)


def _holder(note: Path) -> str:
    """Who wrote the writer's note, for a message."""
    try:
        who = json.loads(note.read_text("utf-8"))
        return f"process {who['pid']} (since {who['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
