"""The catalog's tables, as numbered migrations, and connections to them. Knows SQLite and nothing of what is stored.

A migration is never edited once released: a new one is appended. ``PRAGMA user_version`` is how many have run.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index.errors import LibraryBusy, LibraryDamaged, LibraryError

PART = 16384  # code points of text a row holds: a passage is cut from one or two rows, however long its document

MIGRATIONS = (
    """
    CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO meta VALUES ('sequence', '0'), ('generation', lower(hex(randomblob(16))));

    -- What the library was given: folders and single files, by absolute path. Sync walks these.
    CREATE TABLE roots(path TEXT PRIMARY KEY, folder INTEGER NOT NULL) WITHOUT ROWID;

    -- Removed by hand: a path (a file, or a folder with all below it), or one document of a file. Sync leaves them out.
    CREATE TABLE exclusions(
        path TEXT NOT NULL, document TEXT NOT NULL DEFAULT '', PRIMARY KEY (path, document)) WITHOUT ROWID;

    -- Files as last read. An upload has no root, and its path is its name. No sha256: reading it was not finished.
    CREATE TABLE sources(
        number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, root TEXT, relative TEXT NOT NULL, original TEXT,
        size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT);

    CREATE TABLE documents(
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
        source INTEGER NOT NULL REFERENCES sources(number), status TEXT NOT NULL, reason TEXT,
        title TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT, kind TEXT, external_id TEXT, author TEXT, publisher TEXT,
        date TEXT, language TEXT, characters INTEGER NOT NULL, fingerprint TEXT NOT NULL, marks TEXT NOT NULL);
    CREATE INDEX documents_source ON documents(source);
    CREATE INDEX documents_external ON documents(external_id) WHERE external_id IS NOT NULL;
    CREATE INDEX documents_path ON documents(path);

    CREATE TABLE texts(
        document INTEGER NOT NULL REFERENCES documents(number), part INTEGER NOT NULL, text TEXT NOT NULL,
        PRIMARY KEY (document, part));

    -- A passage's words are the document's text between start and end, and stored nowhere else.
    CREATE TABLE passages(
        id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(number), ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, sequence INTEGER NOT NULL, vector BLOB NOT NULL);
    CREATE INDEX passages_document ON passages(document, ordinal);
    CREATE INDEX passages_sequence ON passages(sequence);

    -- Passages that are no more, so that an index that is behind learns of it.
    CREATE TABLE removed(id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL);
    CREATE INDEX removed_sequence ON removed(sequence);
    """,
    """
    -- Documents whose whole text was said to be their own: what the rules call boilerplate is in passages nevertheless.
    CREATE TABLE kept(document TEXT PRIMARY KEY) WITHOUT ROWID;

    -- Files read before boilerplate was told from text: the next sync reads them anew, and embeds only what differs.
    UPDATE sources SET sha256 = NULL;
    """,
    """
    -- Which documents are copies (see `origins` and `copies`): all of it derived from the texts. Exact copies have one
    -- print, and its origin is the smallest id of the documents that share its source text. Documents that were stored
    -- before this have none until the next time that something is added.
    CREATE TABLE prints(
        key INTEGER PRIMARY KEY, shingles INTEGER NOT NULL, signature BLOB NOT NULL, origin TEXT);
    CREATE INDEX prints_origin ON prints(origin);
    CREATE TABLE bands(
        band INTEGER NOT NULL, print INTEGER NOT NULL REFERENCES prints(key), PRIMARY KEY (band, print)) WITHOUT ROWID;
    CREATE INDEX bands_print ON bands(print);
    ALTER TABLE documents ADD COLUMN print INTEGER;
    CREATE INDEX documents_print ON documents(print);
    CREATE INDEX documents_unprinted ON documents(number) WHERE status = 'ready' AND print IS NULL;
    """,
    """
    -- What the ids of a file's documents are made from: the path at which it was first seen, wherever it is moved.
    ALTER TABLE sources ADD COLUMN identity TEXT;
    UPDATE sources SET identity = path;

    -- What was set by hand, and what the file said of it when it was last read, to be shown, and to go back to.
    CREATE TABLE corrections(
        document TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, found TEXT,
        PRIMARY KEY (document, field)) WITHOUT ROWID;
    """,
    """
    -- The bytes of a file removed by hand, so that it is known, and left out, under another name too.
    ALTER TABLE exclusions ADD COLUMN sha256 TEXT;

    -- Files read before Word's tracked changes, tables' empty cells and other words were read with them: the next sync
    -- reads them anew, and embeds only what differs.
    UPDATE sources SET sha256 = NULL;
    """,
)


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """A connection that threads may hand on (one at a time), waiting `wait` seconds for another's lock."""
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what is committed outlives a power cut; one fsync a batch
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the tables up to date. Raises LibraryError when a newer Quoth wrote them."""
    if _version(connection, path) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(_version(connection, path), len(MIGRATIONS)):  # another process may just have done it
            for statement in MIGRATIONS[number].split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the catalog at `path` into Quoth's, which say what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryBusy(f"another process is writing to {path.parent}: try again when it is done") from error
        if code == sqlite3.SQLITE_FULL:
            raise LibraryError(f"the disk of {path.parent} is full: what was committed before is safe") from error
        raise LibraryError(f"{path} cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise  # a mistake of ours: not to be blamed on the file
        raise LibraryDamaged(
            f"{path} is damaged ({error}). Put a backup of the library in its place, or move the library away and "
            "add its folders again."
        ) from error


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise LibraryError(
            f"{path} was written by a newer Quoth (schema {version}, this one knows {len(MIGRATIONS)}): update Quoth"
        )
    return version
