"""PowerPoint's files before 2007 (.ppt): slides in order, by way of the directory of [MS-PPT] 2.1.2 (olefile)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from index.errors import DamagedDocument, EncryptedDocument, LoadError
from index.loaders import slides
from index.loaders.compound import opened, properties, stream
from index.loaders.source import Assembly, Source, document, own_title
from index.model import Document

# Types of records ([MS-PPT] 2.13.24)
DOCUMENT, SLIDE, LIST, PERSIST = 0x03E8, 0x03EE, 0x0FF0, 0x03F3
HEADER, CHARS, BYTES, USER_EDIT, DIRECTORY = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FF5, 0x1772
TITLES = frozenset({0, 6})  # kinds of text: a title, a title in the middle
ENCRYPTED = 0xF3D1C4DF
DEEP = 40  # records within records; real ones are nested 10 deep
EDITS = 10_000  # savings that a file may remember


@dataclass(slots=True)
class Slide:
    """A slide's title, and its other paragraphs in order."""

    title: str = ""
    words: list[str] = field(default_factory=list)


def load(source: Source) -> Iterator[Document | LoadError]:
    """The document of a .ppt file. Raises DamagedDocument, EncryptedDocument or EmptyDocument."""
    if source.data.startswith(b"PK"):
        yield from slides.load(source)
        return
    with opened(source, "a PowerPoint file") as ole:
        data, user = stream(ole, "PowerPoint Document"), stream(ole, "Current User")
        metadata = properties(ole)
        try:
            found = list(_slides(data, user))
        except (struct.error, KeyError) as error:
            raise DamagedDocument("The PowerPoint file is broken: its slides cannot be found in it.") from error
    assembly = Assembly()
    for number, slide in enumerate(found, 1):
        if slide.title:
            assembly.mark(f"Slide {number}: {slide.title}")
            assembly.add(slide.title)
        elif slide.words:
            assembly.add(f"Slide {number}", heading=1)
        for words in slide.words:
            assembly.add(words)
    first = next((slide.title for slide in found if slide.title), None)
    yield document(
        source, "slides", assembly, replace(metadata, title=own_title(metadata.title) or first or source.stem)
    )


def _slides(data: bytes, user: bytes) -> Iterator[Slide]:
    """The slides in order: what the outline holds of each, and then the text in its own boxes."""
    if struct.unpack_from("<I", user, 12)[0] == ENCRYPTED:
        raise EncryptedDocument("The file is protected by a password: save a copy without one.")
    places, document_id = _directory(data, struct.unpack_from("<I", user, 16)[0])
    _, _, start, end = _record(data, places[document_id])
    for instance, kind, begin, stop in _records(data, start, end):
        if kind != LIST or instance != 0:  # other lists are of masters and notes
            continue
        slide, place, title = None, 0, False
        for _, inner, at, last in _records(data, begin, stop):
            if inner == PERSIST:
                if slide is not None:
                    yield _with_boxes(slide, data, place)
                slide, title = Slide(), False
                place = places.get(struct.unpack_from("<I", data, at)[0], -1)
            elif inner == HEADER:
                title = struct.unpack_from("<I", data, at)[0] in TITLES
            elif slide is not None and (words := _words(inner, data[at:last])):
                _put(slide, words, title)
        if slide is not None:
            yield _with_boxes(slide, data, place)


def _with_boxes(slide: Slide, data: bytes, place: int) -> Slide:
    if place >= 0:
        _, kind, start, end = _record(data, place)
        if kind == SLIDE:
            _boxes(slide, data, start, end, 0)
    return slide


def _boxes(slide: Slide, data: bytes, start: int, end: int, depth: int) -> None:
    title = False
    for _, kind, at, last in _records(data, start, end):
        if kind == HEADER:
            title = struct.unpack_from("<I", data, at)[0] in TITLES
        elif words := _words(kind, data[at:last]):
            _put(slide, words, title)
        elif data[at - 8] & 0xF == 0xF and depth < DEEP:  # it holds other records
            _boxes(slide, data, at, last, depth + 1)


def _put(slide: Slide, words: str, title: bool) -> None:
    if title and not slide.title:
        slide.title = " ".join(words.split())
    else:
        slide.words += [line.replace("\v", " ") for line in words.split("\r") if line.strip() not in ("", "*")]


def _words(kind: int, data: bytes) -> str:
    """The text of a record of text; "" for any other."""
    if kind == CHARS:
        return data.decode("utf-16-le", "replace")
    return data.decode("latin-1") if kind == BYTES else ""


def _directory(data: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Where each part lies in the stream, by its number, and the document's number: what was saved last holds."""
    places: dict[int, int] = {}
    document_id = -1
    for _ in range(EDITS):
        _, kind, at, _ = _record(data, edit)
        if kind != USER_EDIT:
            raise KeyError("no edit")
        before, directory, number = struct.unpack_from("<III", data, at + 8)
        document_id = number if document_id < 0 else document_id
        _, kind, at, end = _record(data, directory)
        while kind == DIRECTORY and at + 4 <= end:
            head = struct.unpack_from("<I", data, at)[0]
            first, count = head & 0xFFFFF, head >> 20
            for step, place in enumerate(struct.unpack_from(f"<{count}I", data, at + 4)):
                places.setdefault(first + step, place)
            at += 4 + 4 * count
        if not before or before >= edit:
            break
        edit = before
    return places, document_id


def _record(data: bytes, at: int) -> tuple[int, int, int, int]:
    """A record's instance and type, and where its content begins and ends."""
    head, kind, size = struct.unpack_from("<HHI", data, at)
    return head >> 4, kind, at + 8, min(at + 8 + size, len(data))


def _records(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    while start + 8 <= end:
        record = _record(data, start)
        yield record
        start = record[3]
