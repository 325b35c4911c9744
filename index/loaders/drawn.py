"""A page of a PDF as a picture, and where on it a quotation stands (pypdfium2). Runs in the loading process alone."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDF_PageToDevice, FPDFText_GetUnicode

from index.boxes import Glyph, boxes_of
from index.errors import DamagedDocument, TooLarge
from index.limits import MB
from index.loaders.pdf import POINTS, opened
from index.model import Box, PagePicture
from index.wire import Drawing

DPI = 150  # dots an inch: small print is sharp on a screen of twice the usual density
SIDES = (2200, 1500, 1000)  # pixels of the longer side, at most; the next where the picture is too large a file
LARGEST = 4 * MB  # bytes of a picture: a page of print has 0.2 MB, of photographs more
MOST_GLYPHS = 100_000  # of a page that are looked at: a dense page of print has 10,000
UNITS = 20  # a point's parts that boxes are measured in: PDFium gives whole numbers of them


def drawn(asked: Drawing, max_bytes: int) -> PagePicture:
    """The page, drawn. Raises DamagedDocument when the file is not what was read any more, and other LoadErrors."""
    pdf = opened(_data(asked, max_bytes))
    try:
        if not 1 <= asked.page <= len(pdf):
            raise DamagedDocument("The file has no such page.")
        page = pdf[asked.page - 1]
        png, width, height = _picture(page)
        return PagePicture(png, width, height, _boxes(page, asked))
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


def _boxes(page: pypdfium2.PdfPage, asked: Drawing) -> tuple[tuple[Box, ...], ...]:
    if not asked.stretches:
        return ()
    width, height = (max(1, round(UNITS * side)) for side in page.get_size())
    return boxes_of(list(_glyphs(page, width, height)), asked.text, asked.stretches, (width, height))


def _glyphs(page: pypdfium2.PdfPage, width: int, height: int) -> Iterator[Glyph]:
    """What the page draws, in the order in which the loader read it, as it lies on the turned and cut page."""
    textpage = page.get_textpage()
    for number in range(min(textpage.count_chars(), MOST_GLYPHS)):
        left, bottom, right, top = textpage.get_charbox(number, loose=True)
        corners = [_on_picture(page, x, y, width, height) for x, y in ((left, bottom), (right, top))]
        (one, two), (three, four) = corners
        text = chr(code) if 0 < (code := FPDFText_GetUnicode(textpage, number)) < 0x110000 else ""
        yield Glyph(text, min(one, three), min(two, four), max(one, three), max(two, four))
    textpage.close()


def _on_picture(page: pypdfium2.PdfPage, x: float, y: float, width: int, height: int) -> tuple[int, int]:
    """A point of the page's own, bottom-up coordinates on a picture of that size."""
    across, down = ctypes.c_int(), ctypes.c_int()
    FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value
