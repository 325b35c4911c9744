"""PDF files, page by page, with the pages' printed labels (pypdfium2)."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from index.errors import DamagedDocument, EmptyDocument, EncryptedDocument
from index.furniture import furniture
from index.loaders.cues import parsed_date
from index.loaders.hyphen import joined, vocabulary
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document

_PDFIUM = threading.Lock()  # the library is not safe to call from two threads
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_LIST = re.compile(r"(?:[•‣◦▪–*-]|\(?\w{1,3}[.)])\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, its bottom above the page's foot, and its letters' height, in points."""

    words: str
    bottom: float
    height: float


def load(source: Source) -> Iterator[Document]:
    """The document of a PDF. Raises DamagedDocument, EncryptedDocument, or EmptyDocument for a scan without text."""
    with _PDFIUM:
        pages, fields = _read(source.data)
    assembly = Assembly()
    known = vocabulary(line.words for _, lines in pages for line in lines)
    edges = furniture([[line.words for line in lines] for _, lines in pages], [label for label, _ in pages])
    for (label, lines), (top, foot) in zip(pages, edges, strict=True):
        assembly.page(label)
        last = len(lines) - foot
        for paragraph in (*_apart(lines[:top]), *rejoined(lines[top:last], known), *_apart(lines[last:])):
            assembly.add(paragraph)
    if not assembly.text:
        raise EmptyDocument(
            f"scanned: {len(pages)} of {len(pages)} pages have no text. Text recognition is needed first."
        )
    created = _DATE.match(fields.get("CreationDate", ""))
    metadata = Metadata(
        title=fields.get("Title") or None,
        author=fields.get("Author") or None,
        date=parsed_date("-".join(created.groups())) if created else None,
    )
    yield document(source, "pdf", assembly, metadata)


def _read(data: bytes) -> tuple[list[tuple[str, list[Line]]], dict[str, str]]:
    """The pages' labels and lines, and the file's own fields."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise EncryptedDocument("The file is protected by a password: save a copy without one.") from error
        raise DamagedDocument(f"The file is not a PDF that can be read: {error}.") from error
    pages: list[tuple[str, list[Line]]] = []
    try:
        for number in range(len(pdf)):
            page = pdf[number]
            textpage = page.get_textpage()
            pages.append((pdf.get_page_label(number) or str(number + 1), _lines(textpage)))
            textpage.close()
            page.close()
        return pages, pdf.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise DamagedDocument(f"Page {len(pages) + 1} of the file is damaged: {error}.") from error
    finally:
        pdf.close()


def _lines(textpage: pypdfium2.PdfTextPage) -> list[Line]:
    """The lines of a page in reading order; where each stands is read off its first letter."""
    lines, count = [], textpage.count_chars()
    for match in re.finditer(r"[^\r\n]+", textpage.get_text_range()):
        words = " ".join(match.group().split())
        if words:
            first = match.start() + len(match.group()) - len(match.group().lstrip())
            _, bottom, _, top = textpage.get_charbox(min(first, count - 1), loose=True)
            lines.append(Line(words, bottom, top - bottom))
    return lines


def _apart(lines: Sequence[Line]) -> list[str]:
    """Running headers and footers: no line of them belongs to a paragraph."""
    return [line.words for line in lines]


def rejoined(lines: Sequence[Line], known: Collection[str] = ()) -> list[str]:
    """A page's lines put together to paragraphs; a word divided at a line's end is made whole.

    A line begins a paragraph where it stands further below the one before than lines mostly do, where its letters have
    another size, where it is an item of a list, or where the line before was short. `known` are words of the document.
    """
    gaps = [gap for one, two in pairwise(lines) if (gap := one.bottom - two.bottom) > 0]
    usual = median(gaps) if gaps else 0.0
    full = max((len(line.words) for line in lines), default=0)
    paragraphs: list[str] = []
    before: Line | None = None
    for line in lines:
        if before is not None and _continues(before, line, usual, full):
            paragraphs[-1] = joined(paragraphs[-1], line.words, known)
        else:
            paragraphs.append(line.words)
        before = line
    return paragraphs


def _continues(before: Line, line: Line, usual: float, full: int) -> bool:
    gap = before.bottom - line.bottom
    if not 0 < gap <= 1.25 * usual or abs(before.height - line.height) > 0.1 * line.height or _LIST.match(line.words):
        return False
    ended = before.words.endswith((".", "!", "?", ":", "”", '"'))
    return len(before.words) >= (0.8 if ended else 0.5) * full
