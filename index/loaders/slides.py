"""PowerPoint files (.pptx): slides in the order in which they are shown, each under a heading, its notes below it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from index.errors import DamagedDocument, EncryptedDocument
from index.loaders import formula
from index.loaders.cues import parsed_date
from index.loaders.extract import OLE
from index.loaders.markup import attribute, local, parsed, text_of
from index.loaders.raised import raised
from index.loaders.rows import barred
from index.loaders.source import Assembly, Metadata, Source, document, own_title
from index.loaders.unpack import Package
from index.model import Document

FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})  # placeholders that stand on every slide
TITLES = frozenset({"title", "ctrTitle"})
AGAIN = "Fallback"  # of mc:AlternateContent (ECMA-376 part 3): the same, for programs that know no better
PRESENTATION, CORE = "ppt/presentation.xml", "docProps/core.xml"


def load(source: Source) -> Iterator[Document]:
    """The document of a presentation. Raises DamagedDocument, EncryptedDocument, EmptyDocument or TooLarge."""
    if source.data.startswith(OLE):
        raise EncryptedDocument("The file is protected by a password, or is an old .ppt: save it as .pptx without one.")
    package = Package(source, "a PowerPoint file")
    if PRESENTATION not in package:
        raise DamagedDocument("The file is an archive, but not a PowerPoint file.")
    assembly = Assembly()
    title = None
    for number, part in enumerate(_slides(package), 1):
        found = _slide(package, part, number, assembly)
        title = title or found
    core = parsed(package.read(CORE)) if CORE in package else None
    metadata = Metadata(
        title=(own_title(text_of(core, "title")) if core is not None else None) or title or source.stem,
        author=text_of(core, "creator") if core is not None else None,
        date=parsed_date((text_of(core, "created") or "")[:10]) if core is not None else None,
        language=text_of(core, "language") if core is not None else None,
    )
    yield document(source, "slides", assembly, metadata)


def _slides(package: Package) -> Iterator[str]:
    """The parts that hold the slides, in the presentation's order (a slide's file may have any number)."""
    targets = _targets(package, PRESENTATION)
    for element in parsed(package.read(PRESENTATION)).iter():
        if local(element) == "sldId":
            relation = next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")
            part = targets.get(relation, ("", ""))[1]
            if part in package:
                yield part


def _slide(package: Package, part: str, number: int, assembly: Assembly) -> str | None:
    """Append a slide and its notes; its title."""
    shapes = list(_shapes(parsed(package.read(part))))
    title = next((" ".join(words) for kind, words in shapes if kind in TITLES and words), None)
    if title:
        assembly.mark(f"Slide {number}: {title}")
        assembly.add(title)
    elif any(words for _, words in shapes):
        assembly.add(f"Slide {number}", heading=1)
    titled = False
    for kind, words in shapes:
        if kind in TITLES and not titled:
            titled = True
            continue
        for paragraph in words:
            assembly.add(paragraph)
    for kind, target in _targets(package, part).values():
        if kind == "diagramData" and target in package:  # SmartArt keeps its words apart from the slide
            for paragraph in _paragraphs(parsed(package.read(target))):
                assembly.add(paragraph)
        if kind == "notesSlide" and target in package:
            notes = [words for kind, words in _shapes(parsed(package.read(target))) if kind == "body"]
            for paragraph in (paragraph for words in notes for paragraph in words):
                assembly.add(paragraph)
    return title


def _shapes(root: Any) -> Iterator[tuple[str, list[str]]]:
    """Each shape's kind of placeholder ("" for none) and its paragraphs; a table's row is one."""
    for element in _below(root):
        if local(element) == "tbl":
            rows = (row for row in _below(element) if local(row) == "tr")
            yield "", [words for row in rows if (words := barred(map(_cell, _cells(row))))]
        elif local(element) == "sp":
            placeholder = next((child for child in element.iter() if local(child) == "ph"), None)
            kind = (attribute(placeholder, "type") or "obj") if placeholder is not None else ""
            if kind not in FURNITURE:
                yield kind, _paragraphs(element)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if local(cell) == "tc"]


def _cell(cell: Any) -> str:
    return " ".join(_paragraphs(cell))


def _paragraphs(element: Any) -> list[str]:
    paragraphs = (one for one in _below(element) if str(one.tag).endswith("/drawingml/2006/main}p"))
    said = (" ".join(formula.in_line(_pieces(paragraph)).split()) for paragraph in paragraphs)
    return [words for words in said if words]


def _pieces(element: Any) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph, with its formulas, which are told from them; digits above the line are raised ones."""
    for child in element:
        name = local(child)
        if name == "t":
            yield raised(child.text or "") if _is_above(element) else child.text or "", False
        elif name in ("br", "oMath"):
            yield (" ", False) if name == "br" else (formula.words(child), True)
        elif name != AGAIN:
            yield from _pieces(child)


def _is_above(run: Any) -> bool:
    """Whether a run stands above the line: its baseline is moved by so many thousandths of a per cent."""
    moved = next((attribute(child, "baseline") for child in run if local(child) == "rPr"), "")
    return moved.rstrip("%").isdigit() and int(moved.rstrip("%")) > 0


def _below(element: Any) -> Iterator[Any]:
    """The element and those below it, but for what stands there once more for older programs."""
    yield element
    for child in element:
        if local(child) != AGAIN:
            yield from _below(child)


def _targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """A part's relations within the package, by id: the kind and the part. What lies outside is left alone."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package:
        return {}
    return {
        str(one.get("Id")): (
            str(one.get("Type")).rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/"),
        )
        for one in parsed(package.read(relations))
        if one.get("TargetMode") != "External"
    }
