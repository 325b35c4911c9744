"""What a loader is given, and how it assembles a document's text. Knows no format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from index.boilerplate import boilerplate
from index.errors import EmptyDocument
from index.limits import STANDARD, Limits
from index.loaders.cues import Cues, cues
from index.model import Document, Mark, document_id
from index.text import normalise

GAP = "\n\n"
NOTHING = Cues(None, None, None, None, None, "")
_NO_TITLE = re.compile(  # what programs write where nobody gave a title
    r"^(?:microsoft \w+ - |untitled|(?:document|slide|presentation) ?\d*$|title$|word[ -]document$)|"
    r"^(?:powerpoint[ -](?:presentation|präsentation)|présentation powerpoint)$|\.(?:docx?|indd|pptx?|xlsx?|pdf)$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]*[g-zG-Z][^\W\d_]*")  # a name of digits and hexadecimal letters says nothing


@dataclass(slots=True)
class Budget:
    """How many bytes may yet be unpacked. A file has one, for all archives in it, however deep."""

    left: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes and names. `key` is what ids are made from, `relative` the path that is shown.

    `depth` counts the archives that it lies in, and `budget` what may yet be unpacked of them all.
    """

    data: bytes
    key: str
    relative: str
    sha256: str
    max_bytes: int
    limits: Limits = STANDARD
    depth: int = 0
    budget: Budget = field(default_factory=lambda: Budget(STANDARD.unpacked(STANDARD.bytes)))

    @property
    def stem(self) -> str:
        """The file's name without its suffix, as a title of last resort: in one line, whatever the name holds."""
        return " ".join(normalise(PurePath(self.relative).stem).split())


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file's own fields say of the document; empty fields are filled from cues in the text."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: date | None = None
    language: str | None = None


@dataclass(slots=True)
class Assembly:
    """A text put together block by block; pages and headings are marked where they begin. Blocks are normalised."""

    blocks: list[str] = field(default_factory=list)
    pages: list[Mark] = field(default_factory=list)
    headings: list[Mark] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        """The blocks, an empty line between them."""
        return GAP.join(self.blocks)

    def add(self, block: str, heading: int = 0) -> None:
        """Append a paragraph, or a heading of level 1 and more."""
        words = normalise(block).strip()
        if not words:
            return
        start = self._start()
        if heading:
            self.headings.append(Mark(start, " ".join(words.split()), heading))
        self.blocks.append(words)
        self.length = start + len(words)

    def mark(self, label: str, level: int = 1) -> None:
        """What follows stands under a heading that is not in the text: a slide's number, a sheet's name."""
        self.headings.append(Mark(self._start(), " ".join(normalise(label).split()), level))

    def page(self, label: str) -> None:
        """The next block begins a page; a page without a block shares its start with the one after it."""
        self.pages.append(Mark(self._start(), label))

    def _start(self) -> int:
        return self.length + len(GAP) if self.blocks else 0


def document(
    source: Source, kind: str, assembly: Assembly, metadata: Metadata = Metadata(), *, cued: bool = True
) -> Document:
    """The document of a whole file. Raises EmptyDocument when there is no text.

    Not `cued` where lines like "Date: ..." are the content, and say nothing of the document: a table, a mail.
    """
    text = assembly.text
    if not text:
        raise EmptyDocument("There is no text in the file.")
    left_out = boilerplate(text, assembly.pages, assembly.headings)
    found = cues(text, left_out) if cued else NOTHING
    title, title_from = _title(source, assembly, metadata, found)
    author, publisher = _tidy(metadata.author), _tidy(metadata.publisher)
    own = {"author": author, "publisher": publisher, "date": metadata.date, "language": metadata.language}
    told = {"title": title_from}
    told |= {field: "text" for field in ("author", "publisher", "date") if getattr(found, field)}
    told |= {field: "file" for field, value in own.items() if value}
    return Document(
        id=document_id(source.key),
        text=text,
        title=title,
        path=source.relative,
        sha256=source.sha256,
        kind=kind,
        author=author or found.author,
        publisher=publisher or found.publisher,
        date=metadata.date or found.date,
        language=metadata.language,
        pages=tuple(assembly.pages),
        headings=tuple(assembly.headings),
        boilerplate=left_out,
        provenance=tuple(sorted(told.items())),
    )


def _tidy(field: str | None) -> str:
    """A file's own field as one line: producers leave line ends, control characters and nothing but white space."""
    return " ".join(normalise(field or "").split())


def own_title(field: str | None) -> str | None:
    """The title that a file's field gives; None where a program wrote it, since nobody gave one."""
    title = _tidy(field)
    return title if title and not _NO_TITLE.search(title) else None


def _title(source: Source, assembly: Assembly, metadata: Metadata, found: Cues) -> tuple[str, str]:
    """The title, and where it was found (see `Document.provenance`)."""
    top = min((mark.level for mark in assembly.headings), default=0)
    heading = next((mark.label for mark in assembly.headings if mark.level == top), None)
    if title := own_title(metadata.title):
        return title, "file"
    said = found.title or heading or found.first_line or ("" if _WORD.search(source.stem) else found.first_words)
    return (said, "text") if said else (source.stem, "name")


def too_deep(depth: int) -> str:
    """The sentence for what lies deeper than `depth` archives."""
    return f"It lies deeper than {depth} archives within one another (QUOTH_MAX_ARCHIVE_DEPTH)."
