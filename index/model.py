"""The values that every stage passes on: frozen, slotted, checked when made. Stdlib only.

Offsets are code points of a document's stored text. A quotation is always ``text[start:end]``.
"""

from __future__ import annotations

import datetime
import hashlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The stretch ``[start, end)`` of one document's stored text, in code points.

    Raises ValueError unless ``0 <= start <= end``.
    """

    document: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words of this span; `text` is the document's whole stored text.

        Raises ValueError when the text is shorter than the span.
        """
        if self.end > len(text):
            raise ValueError(f"span ends at {self.end}, the text at {len(text)}")
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.document == other.document and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that begins at `start` of the text: a page (its printed label) or a heading (its words and level)."""

    start: int
    label: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The stretch ``[start, end)`` of a text that is not the document's own words, and why, in a word or two.

    It is kept in the stored text, and left out of passages. Raises ValueError unless ``0 <= start < end``.
    """

    start: int
    end: int
    reason: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a stretch of a text: [{self.start}, {self.end})")


@dataclass(frozen=True, slots=True)
class Locator:
    """How a person finds a span in the original; parts that the format does not have are None. Counted from 1.

    `page` is as printed. `sheet` is its number in the file, where that is another: what a viewer calls it.
    """

    page: str | None
    paragraph: int | None
    heading: str | None
    sheet: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; all four are fractions of the page's width or height, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it looks: a PNG file of `width` x `height` pixels, and for each stretch that was asked for, in its
    order, where it stands, line by line. None stand where its letters could not be told on the page for certain."""

    png: bytes
    width: int
    height: int
    boxes: tuple[tuple[Box, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One source as stored: normalised text, and what is known about it.

    `id` is stable for the place the document came from (see `document_id`); `sha256` is of the original bytes; `path`
    is as given, relative to the folder added; `pages` and `headings` are in order of their starts. `date` is the
    document's own date (never the file's), `kind` its format in a word ("text", "pdf", ...). `boilerplate` is in order
    and apart: what of the text is in no passage. `provenance` says of each field that is known where it was found, as
    pairs (field, "file", "text" or "name"): the file's own fields, its text, or its name.
    """

    id: str
    text: str
    title: str
    path: str
    sha256: str
    kind: str
    external_id: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: datetime.date | None = None
    language: str | None = None
    pages: tuple[Mark, ...] = ()
    headings: tuple[Mark, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands over a document's passages: its publisher, author and title, and its headings in their order."""

    title: str
    author: str | None = None
    publisher: str | None = None
    headings: tuple[Mark, ...] = ()

    def over(self, start: int) -> tuple[str, ...]:
        """What stands over the passage that begins at `start`, the nearest heading last; each thing once."""
        heading = mark_at(self.headings, start)
        said = (self.publisher, self.author, self.title, heading.label if heading else None)
        return tuple(dict.fromkeys(words for words in said if words))


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is embedded and retrieved. `text` is always the span's slice; `id` has 63 bits."""

    id: int
    span: Span
    text: str

    @classmethod
    def cut(cls, document: Document, start: int, end: int) -> Passage:
        """The passage ``[start, end)`` of `document`, with its deterministic id."""
        span = Span(document.id, start, end)
        return cls(passage_id(span, span.of(document.text)), span, document.text[start:end])


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search may return; empty fields allow everything. Dates are inclusive.

    The first five are of documents. A passage's text holds each of `phrases` and none of `without`, as `wording`
    compares them: an index may let more pass than that, but must let pass all that do.
    """

    publishers: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    after: datetime.date | None = None
    before: datetime.date | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        documents = self.publishers or self.authors or self.kinds or self.after or self.before
        return bool(documents or self.phrases or self.without)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval returned. `score` is the fused one, in [0, 1]; `dense` is the cosine and `lexical` the
    BM25 score, None where that arm did not return the passage."""

    passage: Passage
    rank: int
    score: float
    dense: float | None = None
    lexical: float | None = None


@dataclass(frozen=True, slots=True)
class Searched:
    """The search receipt: what stood behind an answer or a refusal."""

    documents: int
    passages: int
    unreadable: int
    as_of: str
    library: str


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """One line of the library's list. `status` is "ready" or "failed"; `reason` says why it could not be read.

    `origin` is the same for documents that share one source text; None where nothing could be read. `by_hand` names
    the fields that were set by hand, in place of what the file says.
    """

    id: str
    path: str
    title: str
    status: str
    reason: str | None = None
    kind: str | None = None
    external_id: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: datetime.date | None = None
    sha256: str | None = None
    characters: int = 0
    passages: int = 0
    origin: str | None = None
    language: str | None = None
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of long work: `done` of `total` units of `stage` ("reading", "embedding", ...), now at `name`."""

    stage: str
    done: int
    total: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that documents can be filtered by, and how many ready documents have it."""

    value: str
    documents: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What a search can be filtered by, most frequent first, and the range of the documents' dates."""

    publishers: tuple[Facet, ...]
    authors: tuple[Facet, ...]
    kinds: tuple[Facet, ...]
    earliest: datetime.date | None
    latest: datetime.date | None


@dataclass(frozen=True, slots=True)
class Report:
    """What adding, syncing or removing did: documents by what became of them, and the failures with their reasons."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[DocumentStatus, ...] = field(default=())


Progress = Callable[[Step], None]


def document_id(source: str, part: str | None = None) -> str:
    """The id of the document that comes from `source` (an absolute path or an upload's name), and `part` of it."""
    key = source if part is None else f"{source}\0{part}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def passage_id(span: Span, text: str) -> int:
    """A positive 63-bit id from the document's identity, the offsets and the words: the same input, the same id."""
    key = f"{span.document}\0{span.start}\0{span.end}\0{text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(key).digest()[:8], "big") >> 1


def mark_at(marks: Sequence[Mark], offset: int) -> Mark | None:
    """The last mark that begins at or before `offset`."""
    number = number_at(marks, offset)
    return marks[number - 1] if number else None


def number_at(marks: Sequence[Mark], offset: int) -> int:
    """The number, counted from 1, of the last mark that begins at or before `offset`; 0 where there is none."""
    return bisect_right(marks, offset, key=lambda mark: mark.start)
