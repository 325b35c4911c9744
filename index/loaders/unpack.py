"""Unpacking, in memory alone and within the file's budget. Knows ZIP and the compressed files, not what is in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO

from index.errors import DamagedDocument, EncryptedDocument, TooLarge
from index.loaders.source import Source

CHUNK = 1 << 18  # bytes unpacked between two looks at the budget
MEMBERS = 20_000  # more are a trap, or no archive of documents
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError, KeyError)


class Package:
    """A ZIP file, or a format that is one (Office, OpenDocument). Raises DamagedDocument where it is none."""

    def __init__(self, source: Source, what: str = "an archive") -> None:
        self._source, self._what = source, what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except BROKEN as error:
            raise DamagedDocument(f"The file is not {what}, whatever its name says: {error}.") from error
        self.members = [member for member in self._zip.infolist() if not member.is_dir()]
        if len(self.members) > MEMBERS:
            raise TooLarge(f"The archive has {len(self.members):,} members; at most {MEMBERS:,} are read.")
        self._names = {member.filename for member in self.members}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, member: str | zipfile.ZipInfo) -> bytes:
        """A member's bytes. Raises DamagedDocument, EncryptedDocument, or TooLarge when the budget is spent."""
        try:
            info = self._zip.getinfo(member) if isinstance(member, str) else member
            if info.flag_bits & 1:
                raise EncryptedDocument("It is protected by a password: save a copy without one.")
            with self._zip.open(info) as stream:
                return unpacked(stream, self._source)
        except BROKEN as error:
            raise DamagedDocument(f"A part of the file is damaged: {error}.") from error

    def check(self) -> None:
        """Unpack every member once, keeping none: for parsers that unpack by themselves. Raises as `read` does."""
        for member in self.members:
            self.read(member)


def unpacked(stream: IO[bytes] | io.BufferedIOBase, source: Source) -> bytes:
    """All that a stream gives, taken from the budget. Raises TooLarge when that is spent."""
    chunks: list[bytes] = []
    while chunk := stream.read(CHUNK):
        source.budget.left -= len(chunk)
        if source.budget.left < 0:
            raise TooLarge(
                "Unpacked, the file is larger than is ever read: it looks like a decompression bomb"
                " (QUOTH_MAX_ARCHIVE_RATIO)."
            )
        chunks.append(chunk)
    return b"".join(chunks)
