"""PDF files, page by page, with the pages' printed labels (pypdfium2)."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from index.errors import DamagedDocument, EmptyDocument, EncryptedDocument, LoadError
from index.furniture import furniture
from index.loaders import ocr
from index.loaders.cues import parsed_date
from index.loaders.formfields import Filled, filled
from index.loaders.hyphen import joined, vocabulary
from index.loaders.pagetext import FILLER, text_of
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document
from index.text import normalise

APART = 2.5  # letters' heights: lines further apart are no paragraph's, though all of a page are
DPI, POINTS = 300, 72  # dots an inch that recognition works best with; a PDF's own units
MOST_PIXELS = 10_000  # of a side of a page drawn for recognition: a page says itself how large it is
LONGEST_LABEL = 40  # characters: "Appendix B-12", and not a paragraph
STAMP = 3  # lines that are printed on a scanned page: its number in a bundle, "Confidential"
PAGES_NAMED = 10  # scanned pages that the list of documents names

_PDFIUM = threading.Lock()  # the library is not safe to call from two threads
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_LIST = re.compile(r"(?:[•‣◦▪–*-]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4}|[IVX]{1,4})[.)])\s")  # "won." is a word


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, its bottom above the page's foot, and its letters' height, in points; or what is
    `filled` in in a form's field, and the field's height. `end` is the place behind its last character on the page."""

    words: str
    bottom: float
    height: float
    filled: bool = False
    end: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page's printed label and its lines; a `scanned` one has none but a stamp's, and the text recognised in it, if
    any. A `damaged` one is not read."""

    label: str
    lines: list[Line]
    scanned: bool = False
    recognised: str = ""
    damaged: bool = False

    @property
    def unread(self) -> bool:
        """Whether it is scanned, and nothing is recognised in it."""
        return self.scanned and not self.recognised.strip()


def load(source: Source) -> Iterator[Document | LoadError]:
    """The document of a PDF, and an error value for scanned pages without text and for damaged ones, where others have
    some.

    Raises DamagedDocument, EncryptedDocument, or EmptyDocument for a scan without any text.
    """
    with _PDFIUM:
        pages, fields = _read(source.data)
    assembly = Assembly()
    known = vocabulary(line.words for page in pages for line in page.lines)
    for page, (top, foot) in zip(pages, _edges(pages), strict=True):
        assembly.page(page.label)
        lines, last = page.lines, len(page.lines) - foot
        read = [*_apart(lines[:top]), *rejoined(lines[top:last], known), *_apart(lines[last:])]
        for paragraph in (*read, *page.recognised.split("\n\n")):
            assembly.add(paragraph)
    if not assembly.text or all(page.unread and not any(line.filled for line in page.lines) for page in pages):
        raise EmptyDocument(
            f"The PDF is scanned: {len(pages)} of {len(pages)} pages have no text."
            f" Text recognition is needed first: {ocr.INSTALL}, and add the file again."
        )
    created = _DATE.match(fields.get("CreationDate", ""))
    metadata = Metadata(
        title=fields.get("Title") or None,
        author=fields.get("Author") or None,
        date=parsed_date("-".join(created.groups())) if created else None,
    )
    yield document(source, "pdf", assembly, metadata)
    yield from _unread(pages)


def _unread(pages: Sequence[Page]) -> Iterator[LoadError]:
    """An error value for the pages of each kind that were not read."""
    if scanned := [page.label for page in pages if page.unread]:
        yield EmptyDocument(
            f"The PDF is partly scanned: {len(scanned)} of {len(pages)} pages have no text (page {_named(scanned)}); "
            "the others are read."
        )
    if damaged := [page.label for page in pages if page.damaged]:
        yield DamagedDocument(
            f"The PDF is partly damaged: {len(damaged)} of {len(pages)} pages cannot be read (page {_named(damaged)}); "
            "the others are read."
        )


def _named(labels: Sequence[str]) -> str:
    return ", ".join(labels[:PAGES_NAMED]) + (", …" if len(labels) > PAGES_NAMED else "")


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The file, to be closed. Raises DamagedDocument, EncryptedDocument, EmptyDocument."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if _NO_PAGES.search(data) and b"/Encrypt" not in data:  # of these PDFium gives the reason of an earlier file
            raise EmptyDocument("The PDF has no pages.") from error
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise EncryptedDocument("The file is protected by a password: save a copy without one.") from error
        raise DamagedDocument(f"The file is not a PDF that can be read: {str(error).rstrip('.')}.") from error


def _read(data: bytes) -> tuple[list[Page], dict[str, str]]:
    """The pages, and the file's own fields."""
    pdf = opened(data)
    try:
        with_forms(pdf)
        pages = [_page(pdf, number) for number in range(len(pdf))]
        if pages and all(page.damaged for page in pages):
            raise DamagedDocument(f"The file is damaged: none of its {len(pages)} pages can be read.")
        return _with_scans(pdf, pages), pdf.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise DamagedDocument(f"The file is damaged: {str(error).rstrip('.')}.") from error
    finally:
        pdf.close()


def with_forms(pdf: pypdfium2.PdfDocument) -> None:
    """Have the fields of a form shown, and told by `filled`; before a page is opened."""
    try:
        pdf.init_forms()
    except pypdfium2.PdfiumError:  # a broken form's fields cannot be asked for; the pages can be read all the same
        return


def _page(pdf: pypdfium2.PdfDocument, number: int) -> Page:
    label = _label(pdf, number)
    try:
        page = pdf[number]
        textpage = page.get_textpage()
        lines = lines_of(textpage)
        scanned = len(lines) <= STAMP and _is_scan(page)
        textpage.close()
        page.close()
        return Page(label, [_line(one) for one in in_order(lines, filled(pdf, number))], scanned)
    except pypdfium2.PdfiumError:  # the others may be whole
        return Page(label, [], damaged=True)


def _with_scans(pdf: pypdfium2.PdfDocument, pages: Sequence[Page]) -> list[Page]:
    """The pages, those known as scans that are pictures and have nothing but a stamp that others have too, with what is
    recognised in them."""
    found = []
    for number, (page, (top, foot)) in enumerate(zip(pages, _edges(pages), strict=True)):
        scanned = page.scanned and top + foot >= sum(not line.filled for line in page.lines)
        recognised = _recognised(pdf[number]) if scanned and ocr.available() else ""
        found.append(replace(page, scanned=scanned, recognised=recognised))
    return found


def _edges(pages: Sequence[Page]) -> list[tuple[int, int]]:
    return furniture([[line.words for line in page.lines] for page in pages], [page.label for page in pages])


def _label(pdf: pypdfium2.PdfDocument, number: int) -> str:
    """A page as it is called in print, in one short line; its number in the file where that says nothing."""
    return " ".join(normalise(pdf.get_page_label(number)).split())[:LONGEST_LABEL].strip() or str(number + 1)


def _is_scan(page: pypdfium2.PdfPage) -> bool:
    """Whether pictures cover half of the page or more; an empty page, or one with a small logo, is no scan."""
    covered = 0.0
    for picture in page.get_objects(filter=(FPDF_PAGEOBJ_IMAGE,)):
        left, bottom, right, top = picture.get_bounds()
        covered += max(right - left, 0) * max(top - bottom, 0)
    return bool(covered >= 0.5 * page.get_width() * page.get_height())


def _recognised(page: pypdfium2.PdfPage) -> str:
    bitmap = page.render(scale=min(DPI, MOST_PIXELS / max(page.get_size()) * POINTS) / POINTS, grayscale=True)
    picture = ocr.greymap(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    bitmap.close()
    return ocr.recognised(picture)


def lines_of(textpage: pypdfium2.PdfTextPage) -> list[Line]:
    """The lines of a page in reading order; where each stands is read off its first letter."""
    lines, count = [], textpage.count_chars()
    for match in re.finditer(r"[^\r\n]+", text_of(textpage)):
        words = " ".join(match.group().replace(FILLER, "").split())
        if words:
            first = match.start() + len(match.group()) - len(match.group().lstrip())
            _, bottom, _, top = textpage.get_charbox(min(first, count - 1), loose=True)
            lines.append(Line(words, bottom, top - bottom, end=match.end()))
    return lines


def in_order(lines: Sequence[Line], fields: Sequence[Filled]) -> list[Line | Filled]:
    """The lines, and what is filled in in a form below the line beside it, or else the last one above."""
    found: list[Line | Filled] = list(lines)
    for field in fields:
        above = [at for at, line in enumerate(found, 1) if line.bottom + 0.5 * line.height >= field.bottom]
        found.insert(above[-1] if above else 0, field)
    return found


def _line(one: Line | Filled) -> Line:
    return one if isinstance(one, Line) else Line(one.words, one.bottom, one.height, filled=True)


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
    if before.filled or line.filled or not 0 < gap <= min(1.25 * usual, APART * line.height):
        return False
    if abs(before.height - line.height) > 0.1 * line.height or _LIST.match(line.words):
        return False
    ended = before.words.endswith((".", "!", "?", ":", "”", '"'))
    return len(before.words) >= (0.8 if ended else 0.5) * full
