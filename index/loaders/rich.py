"""RTF files and EPUB books: paragraphs in order, headings marked (kreuzberg)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from index.errors import DamagedDocument
from index.loaders.book import plain
from index.loaders.extract import created, extracted, first
from index.loaders.richraised import with_raised
from index.loaders.rows import barred
from index.loaders.source import Assembly, Metadata, Source, document
from index.loaders.unpack import Package
from index.model import Document

RTF, EPUB = "application/rtf", "application/epub+zip"
_RUNNING = re.compile(rb"\{\\(?:header|footer)[lrf]?(?![a-z])")
_BRACE = re.compile(rb"\\.|[{}]", re.S)  # an escaped one is none
_HARD_SPACE, _HARD_HYPHEN = (re.compile(rb"(?<!\\)((?:\\\\)*)\\" + sign) for sign in (b"~", b"_"))
LEFT_OUT = frozenset({"group", "list", "slide", "metadata_block", "image", "page_break", "definition_list"})


def load_rtf(source: Source) -> Iterator[Document]:
    """The document of an RTF file. Raises DamagedDocument or EmptyDocument."""
    if not source.data.lstrip().startswith(b"{\\rtf"):
        raise DamagedDocument("The file is not an RTF file, whatever its name says.")
    yield _document(replace(source, data=_shown(source.data)), RTF, "rtf")


def _shown(data: bytes) -> bytes:
    """The file with its no-break spaces and hyphens as characters, which kreuzberg shows as ~ and _, and without its
    running heads and feet, which it puts into the text; raised digits are raised characters."""
    kept, at = bytearray(), 0
    for match in _RUNNING.finditer(data):
        if match.start() >= at:
            kept += data[at : match.start()]
            at = _group_end(data, match.start())
    kept += data[at:]
    return with_raised(_HARD_HYPHEN.sub(rb"\1\\u8209?", _HARD_SPACE.sub(rb"\1\\'a0", bytes(kept))))


def _group_end(data: bytes, start: int) -> int:
    """Where the group that begins at `start` is closed."""
    depth = 0
    for match in _BRACE.finditer(data, start):
        depth += {b"{": 1, b"}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return len(data)


def load_epub(source: Source) -> Iterator[Document]:
    """The document of a book. Raises DamagedDocument, EncryptedDocument, EmptyDocument or TooLarge."""
    package = Package(source, "an EPUB book")
    if "META-INF/container.xml" not in package:
        raise DamagedDocument("The file is an archive, but not an EPUB book.")
    yield _document(replace(source, data=plain(package)), EPUB, "epub")


def _document(source: Source, mime: str, kind: str) -> Document:
    found = extracted(source, mime)
    assembly = Assembly()
    for node in (found.document or {}).get("nodes", ()):
        _add(node["content"], assembly)
    metadata = Metadata(
        title=first(found.metadata.get("title")),
        author=first(found.metadata.get("authors")),
        publisher=first(found.metadata.get("publisher")),
        date=created(found.metadata),
        language=first(found.metadata.get("language")),
    )
    return document(source, kind, assembly, metadata)


def _add(content: Mapping[str, Any], assembly: Assembly) -> None:
    kind = content.get("node_type")
    if kind == "heading":
        assembly.add(content.get("text") or "", heading=int(content.get("level") or 1))
    elif kind == "table":
        rows: dict[int, list[str]] = {}
        for cell in content["grid"]["cells"]:
            rows.setdefault(cell["row"], []).append(" ".join(cell["content"].split()))
        for _, cells in sorted(rows.items()):
            assembly.add(barred(cells))
    elif kind not in LEFT_OUT:
        assembly.add(content.get("text") or "")
