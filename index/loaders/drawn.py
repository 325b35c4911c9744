"""A page of a PDF as a picture, and where on it a quotation stands (pypdfium2). Runs in the loading process alone."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDF_PageToDevice, FPDFText_GetUnicode

from index.boxes import Glyph, boxes_of
from index.errors import DamagedDocument, TooLarge
from index.limits import MB
from index.loaders.formfields import Filled, Rectangle, filled
from index.loaders.pdf import POINTS, Line, in_order, lines_of, opened, with_forms
from index.model import Box, PagePicture
from index.wire import Drawing

DPI = 150  # dots an inch: small print is sharp on a screen of twice the usual density
SIDES = (2200, 1500, 1000)  # pixels of the longer side, at most; the next where the picture is too large a file
LARGEST = 4 * MB  # bytes of a picture: a page of print has 0.2 MB, of photographs more
MOST_GLYPHS = 100_000  # of a page that are looked at: a dense page of print has 10,000
UNITS = 20  # a point's parts that boxes are measured in: PDFium gives whole numbers of them

Edges = tuple[int, int, int, int]  # left, top, right, bottom, on a picture


def drawn(asked: Drawing, max_bytes: int) -> PagePicture:
    """The page, drawn. Raises DamagedDocument when the file is not what was read any more, and other LoadErrors."""
    pdf = opened(_data(asked, max_bytes))
    try:
        if not 1 <= asked.page <= len(pdf):
            raise DamagedDocument("The file has no such page.")
        with_forms(pdf)
        page = pdf[asked.page - 1]
        png, width, height = _picture(page)
        return PagePicture(png, width, height, _boxes(pdf, page, asked))
    except pypdfium2.PdfiumError as error:
        raise DamagedDocument(f"The page is damaged: {str(error).rstrip('.')}.") from error
    finally:
        pdf.close()


def _data(asked: Drawing, max_bytes: int) -> bytes:
    path = Path(asked.path)
    try:
        if path.stat().st_size > max_bytes:
            raise TooLarge(f"The file has more than {max_bytes // MB} MB (QUOTH_MAX_FILE_MB).")
        data = path.read_bytes()
    except OSError as error:
        raise DamagedDocument("The file cannot be opened any more.") from error
    if hashlib.sha256(data).hexdigest() != asked.sha256:
        raise DamagedDocument("The file has changed since it was read.")
    return data


def _picture(page: pypdfium2.PdfPage) -> tuple[bytes, int, int]:
    """A PNG file, and its size in pixels. A page says itself how large it is, so its picture's size is bounded."""
    longest = max(*page.get_size(), 1.0)
    for side in SIDES:
        bitmap = page.render(scale=min(DPI / POINTS, side / longest), rev_byteorder=True)
        size, made = (bitmap.width, bitmap.height), BytesIO()
        bitmap.to_pil().save(made, "PNG")
        bitmap.close()
        if made.tell() <= LARGEST:
            break
    return made.getvalue(), *size


def _boxes(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, asked: Drawing) -> tuple[tuple[Box, ...], ...]:
    if not asked.stretches:
        return ()
    width, height = (max(1, round(UNITS * side)) for side in page.get_size())
    textpage = page.get_textpage()
    glyphs = list(_glyphs(page, textpage, width, height))
    lines = lines_of(textpage) if pdf.formenv else []
    textpage.close()
    if fields := filled(pdf, asked.page - 1):
        place = partial(_within, page, width=width, height=height)
        glyphs = list(_with_fields(glyphs, in_order(lines, fields), place))
    return boxes_of(glyphs, asked.text, asked.stretches, (width, height))


def _glyphs(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, width: int, height: int) -> Iterator[Glyph]:
    """What the page draws, in the order in which the loader read it, as it lies on the turned and cut page."""
    for number in range(min(textpage.count_chars(), MOST_GLYPHS)):
        text = chr(code) if 0 < (code := FPDFText_GetUnicode(textpage, number)) < 0x110000 else ""
        yield Glyph(text, *_within(page, textpage.get_charbox(number, loose=True), width, height))


def _with_fields(
    glyphs: Sequence[Glyph], order: Iterable[Line | Filled], place: Callable[[Rectangle], Edges]
) -> Iterator[Glyph]:
    """The glyphs of the lines, and what is filled in in a form where the loader put it: one glyph for all of a field,
    since it may be drawn by the viewer alone."""
    at = 0
    for one in order:
        if isinstance(one, Filled):
            yield Glyph(one.words, *place(one.place))
        else:
            yield from glyphs[at : one.end]
            at = one.end
    yield from glyphs[at:]


def _within(page: pypdfium2.PdfPage, place: Rectangle, width: int, height: int) -> Edges:
    """A rectangle of the page's own, bottom-up coordinates on a picture of that size."""
    left, bottom, right, top = place
    (one, two), (three, four) = (_on_picture(page, x, y, width, height) for x, y in ((left, bottom), (right, top)))
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _on_picture(page: pypdfium2.PdfPage, x: float, y: float, width: int, height: int) -> tuple[int, int]:
    """A point of the page's own, bottom-up coordinates on a picture of that size."""
    across, down = ctypes.c_int(), ctypes.c_int()
    FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value
