"""OpenDocument texts, tables and presentations (.odt, .ods, .odp). Deleted text that is kept as a tracked change, and
comments, are no part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from index.errors import DamagedDocument, EncryptedDocument
from index.loaders.cues import parsed_date
from index.loaders.markup import attribute, local, parsed, text_of
from index.loaders.raised import raised
from index.loaders.rows import add_rows, barred
from index.loaders.source import Assembly, Metadata, Source, document
from index.loaders.unpack import Package
from index.model import Document

CONTENT, META, MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"
LEFT_OUT = frozenset({"tracked-changes", "annotation", "sequence-decls", "forms", "note-citation", "table-of-content"})
KINDS = {"spreadsheet": "table", "presentation": "slides"}
_ABOVE = re.compile(r"super|[1-9]")  # a position above the line, as a word or in per cent
COLUMNS, ROWS = 1000, 1000  # a cell or row says how often it stands there: a trap, beyond these


def load(source: Source) -> Iterator[Document]:
    """The document of an OpenDocument file. Raises DamagedDocument, EncryptedDocument, EmptyDocument or TooLarge."""
    package = Package(source, "an OpenDocument file")
    if CONTENT not in package:
        raise DamagedDocument("The file is an archive, but not an OpenDocument file.")
    if MANIFEST in package and b"encryption-data" in package.read(MANIFEST):
        raise EncryptedDocument("The file is protected by a password: save a copy without one.")
    assembly = Assembly()
    body = next((element for element in parsed(package.read(CONTENT)).iter() if local(element) == "body"), None)
    if body is None:
        raise DamagedDocument("The OpenDocument file has no content.")
    kind = local(body[0]) if len(body) else ""
    _raise_digits(body)
    _walk(body, assembly, sheets=kind == "spreadsheet")
    meta = parsed(package.read(META)) if META in package else None
    yield document(source, KINDS.get(kind, "text"), assembly, _metadata(meta), cued=kind == "text")


def _raise_digits(body: Any) -> None:
    """Write the digits of spans whose style stands above the line as raised ones."""
    root = body.getroottree().getroot()
    above = {
        attribute(style, "name")
        for style in root.iter()
        if local(style) == "style" and any(_ABOVE.match(attribute(child, "text-position")) for child in style)
    }
    for span in body.iter() if above else ():
        if local(span) == "span" and attribute(span, "style-name") in above and span.text:
            span.text = raised(span.text)


def _metadata(meta: Any) -> Metadata:
    if meta is None:
        return Metadata()
    return Metadata(
        title=text_of(meta, "title"),
        author=text_of(meta, "initial-creator") or text_of(meta, "creator"),
        date=parsed_date((text_of(meta, "creation-date") or "")[:10]),
        language=text_of(meta, "language"),
    )


def _walk(element: Any, assembly: Assembly, *, sheets: bool = False, slide: int = 0) -> None:
    """Append the blocks below an element, in order."""
    for child in element:
        name = local(child)
        if name in LEFT_OUT:
            continue
        if name == "page":
            slide += 1
            _slide(child, slide, assembly)
        elif name in ("h", "p"):
            level = attribute(child, "outline-level")
            _paragraph(child, assembly, (int(level) if level.isdigit() else 1) if name == "h" else 0)
        elif name == "table" and sheets:
            add_rows(assembly, attribute(child, "name"), _rows(child))
        elif name == "table":
            for row in _rows(child):
                assembly.add(barred(row))
        else:
            _walk(child, assembly, sheets=sheets, slide=slide)


def _slide(page: Any, number: int, assembly: Assembly) -> None:
    title = next((frame for frame in page.iter() if attribute(frame, "class") == "title"), None)
    words = " ".join(" ".join(_inline(block, [])) for block in _blocks(title)).strip() if title is not None else ""
    if words:
        assembly.mark(f"Slide {number}: {' '.join(words.split())}")
    elif any(" ".join(_inline(block, [])).strip() for block in _blocks(page)):
        assembly.add(f"Slide {number}", heading=1)
    _walk(page, assembly)


def _blocks(element: Any) -> Iterator[Any]:
    for child in element:
        if local(child) in ("h", "p"):
            yield child
        elif local(child) not in LEFT_OUT:
            yield from _blocks(child)


def _paragraph(element: Any, assembly: Assembly, level: int) -> None:
    """Append a paragraph, and after it what is anchored in it: notes and text boxes."""
    anchored: list[Any] = []
    assembly.add("".join(_inline(element, anchored)), heading=level)
    for one in anchored:
        _walk(one, assembly)


def _inline(element: Any, anchored: list[Any]) -> Iterator[str]:
    """The words of a paragraph; its own white space counts once, as the format says."""
    yield _spaced(element.text)
    for child in element:
        name = local(child)
        if name == "s":
            count = attribute(child, "c")
            yield " " * min(int(count) if count.isdigit() else 1, 100)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name in ("note", "frame", "custom-shape"):
            anchored.append(child)
        elif name and name not in LEFT_OUT:
            yield from _inline(child, anchored)
        yield _spaced(child.tail)


def _spaced(words: str | None) -> str:
    if not words:
        return ""
    inner = " ".join(words.split())
    return (" " if words[0].isspace() else "") + inner + (" " if inner and words[-1].isspace() else "")


def _rows(table: Any) -> Iterator[list[str]]:
    """A table's rows as shown; what says that it is repeated is, within reason, and only where it holds something:
    of empty rows one tells that there is a gap."""
    for row in _own_rows(table):
        cells: list[str] = []
        for cell in row:
            if local(cell) in ("table-cell", "covered-table-cell"):
                words = " ".join("".join(_inline(block, [])) for block in _blocks(cell))
                cells += [words] * min(_repeated(cell, "number-columns-repeated"), COLUMNS - len(cells))
        times = min(_repeated(row, "number-rows-repeated"), ROWS) if any(cells) else 1
        for _ in range(times):
            yield cells


def _own_rows(element: Any) -> Iterator[Any]:
    """A table's rows, those of its head and of groups among them, but none of a table within a cell, which the cell
    tells."""
    for child in element:
        if local(child) == "table-row":
            yield child
        else:
            yield from _own_rows(child)


def _repeated(element: Any, name: str) -> int:
    times = attribute(element, name)
    return int(times) if times.isdigit() else 1
