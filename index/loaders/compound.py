"""Compound files, in which old Office documents are kept (olefile): their streams and what they say of themselves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import olefile

from index.errors import DamagedDocument
from index.loaders.source import Metadata, Source

BROKEN = (OSError, ValueError, IndexError, KeyError, OverflowError)


@contextmanager
def opened(source: Source, what: str) -> Iterator[olefile.OleFileIO]:
    """The compound file that `source` is. Raises DamagedDocument where it is none, or breaks while it is read."""
    try:
        with olefile.OleFileIO(io.BytesIO(source.data)) as ole:
            yield ole
    except BROKEN as error:
        raise DamagedDocument(f"The file is not {what} that can be read: {error}.") from error


def stream(ole: olefile.OleFileIO, name: str) -> bytes:
    """A stream's bytes. Raises DamagedDocument where there is none of that name."""
    if not ole.exists(name):
        raise DamagedDocument(f"The file is not of the kind that its name says: it has no {name!r} in it.")
    return bytes(ole.openstream(name).read())


def properties(ole: olefile.OleFileIO) -> Metadata:
    """Title, author and the day on which the document was made, where the file tells."""
    try:
        found = ole.get_metadata()
    except BROKEN:  # a document can do without
        return Metadata()
    codepage = found.codepage if isinstance(found.codepage, int) else 1252
    created = found.create_time
    return Metadata(
        title=_words(found.title, codepage),
        author=_words(found.author, codepage),
        date=created.date() if isinstance(created, datetime) and created.year > 1980 else None,
    )


def _words(found: object, codepage: int) -> str | None:
    value = found
    if isinstance(found, bytes):
        encoding = "utf-8" if codepage % 65536 == 65001 else f"cp{codepage % 65536}"
        try:
            value = found.decode(encoding, "replace")
        except LookupError:
            value = found.decode("cp1252", "replace")
    return value.strip("\0 ") or None if isinstance(value, str) else None
