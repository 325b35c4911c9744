"""Word's files before 2007 (.doc): the text by way of the piece table, as [MS-DOC] 2.4.1 tells (olefile).

Headings are not known here, and pages are not kept in the file. Macros are never looked at.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import pairwise

from index.errors import DamagedDocument, EncryptedDocument, LoadError, UnsupportedDocument
from index.loaders import docx, rich
from index.loaders.compound import opened, properties, stream
from index.loaders.rows import barred
from index.loaders.source import Assembly, Source, document
from index.model import Document

MAGIC, WORD_97 = 0xA5EC, 0xC1
ENCRYPTED, TABLE_1 = 0x0100, 0x0200  # of the flags at 10
CLX = 33  # which of the pairs of offset and length at the end of the header
# The lengths of the text's parts, by their place in the header, and whether they are read: running heads and comments
# are not.
PARTS = ((3, True), (4, True), (5, False), (6, False), (7, False), (8, True), (9, True))
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_TABLE = re.compile("[^\r]*\x07[^\r]*")  # cells end with a mark, and rows with one more
_SPECIAL = {"\x0b": "\n", "\x0c": "\r", "\x0e": "\r", "\x1e": "-", "\xad": ""}


def load(source: Source) -> Iterator[Document | LoadError]:
    """The document of a .doc file; one that is RTF or a new Word file under an old name is read as what it is.

    Raises DamagedDocument, EncryptedDocument, UnsupportedDocument or EmptyDocument.
    """
    if source.data.startswith(b"{\\rtf"):
        yield from rich.load_rtf(source)
        return
    if source.data.startswith(b"PK"):
        yield from docx.load(source)
        return
    with opened(source, "a Word document") as ole:
        main = stream(ole, "WordDocument")
        try:
            text = _text(main, stream(ole, "1Table" if _flags(main) & TABLE_1 else "0Table"))
        except (struct.error, IndexError) as error:
            raise DamagedDocument("The Word document is broken: its text cannot be found in it.") from error
        metadata = properties(ole)
    assembly = Assembly()
    for paragraph in text.split("\r"):
        assembly.add(paragraph.strip())
    yield document(source, "word", assembly, metadata)


def _flags(main: bytes) -> int:
    """The flags of the header. Raises for what is no text of Word 97 or later that can be read."""
    if len(main) < 34 or struct.unpack_from("<H", main)[0] != MAGIC:
        raise DamagedDocument("The file is not a Word document, whatever its name says.")
    version, flags = struct.unpack_from("<H", main, 2)[0], int(struct.unpack_from("<H", main, 10)[0])
    if flags & ENCRYPTED:
        raise EncryptedDocument("The file is protected by a password: save a copy without one.")
    if version < WORD_97:
        raise UnsupportedDocument("The file was made by Word 95 or an older one: save it as .docx.")
    return flags


def _text(main: bytes, table: bytes) -> str:
    """The parts of the text that are read, without the instructions of fields."""
    words = struct.unpack_from("<H", main, 32)[0]
    longs_at = 34 + 2 * words + 2
    longs = struct.unpack_from("<H", main, longs_at - 2)[0]
    lengths = struct.unpack_from(f"<{longs}i", main, longs_at)
    offset, size = struct.unpack_from("<II", main, longs_at + 4 * longs + 2 + 8 * CLX)
    units = _pieces(main, table[offset : offset + size])
    found, at = [], 0
    for place, is_read in PARTS:
        length = lengths[place] if place < len(lengths) else 0
        if is_read:
            found.append(units[2 * at : 2 * (at + length)].decode("utf-16-le", "replace"))
        at += length
    return _plain("\r".join(found))


def _pieces(main: bytes, clx: bytes) -> bytes:
    """All of the text in UTF-16, piece by piece: the pieces lie in any order, one or two bytes a character."""
    at = 0
    while clx[at] == 1:  # formatting, which tells nothing here
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise IndexError("no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (size - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", plc)
    pieces = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        length = max(end - start, 0)
        if place & 0x40000000:
            begin = (place & 0x3FFFFFFF) // 2
            pieces.append(main[begin : begin + length].decode("cp1252", "replace").encode("utf-16-le"))
        else:
            pieces.append(main[place : place + 2 * length])
    return b"".join(pieces)


def _plain(text: str) -> str:
    before = None
    while before != text:  # fields within fields, from the inside out
        before, text = text, _FIELD.sub(lambda match: match.group(1) or "", text)
    text = _TABLE.sub(lambda match: "\r".join(_rows(match.group())), text)
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _rows(table: str) -> Iterator[str]:
    """The rows of a table: as many cells in each as leave an empty one, the row's own mark, after every row. Where no
    number does, as with rows of unequal length, each cell stands alone, lest a figure stand under another's name."""
    *cells, rest = table.split("\x07")
    for count in range(1, len(cells)):
        marked = len(cells) % (count + 1) == 0 and not any(cells[count :: count + 1])
        if marked and (len(cells) > count + 1 or all(cells[:count])):  # all of them would always be one row
            for first in range(0, len(cells), count + 1):
                yield barred(" ".join(cell.split()) for cell in cells[first : first + count])
            break
    else:
        yield from cells
    yield rest
