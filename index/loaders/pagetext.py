"""The text of a PDF's page, its raised digits written as such, and a line whole that PDFium parts beside a raised or
lowered one. One character stays one: places in it are the page's.
"""

from __future__ import annotations

import ctypes
import re

import pypdfium2
from pypdfium2.raw import FPDFText_GetCharAngle, FPDFText_GetCharOrigin, FPDFText_GetUnicode

from index.loaders.raised import MINUS, raised

LIFTED = 0.2  # of a letter's height: a mark's foot stands higher above the line, an old-style figure's does not
LONGEST = 40  # characters of a mark: "1,3–5"
LEVEL = 0.01  # radians: of text that is turned, what is above the line is another side
TOUCHING = 0.35  # of a letter's height: a space between two words is narrower, one between columns is not
SPACE = 0.12  # of it: what is nearer is one word
FILLER = "\0"  # where PDFium ends a line that goes on: no character at all

_LINE_END = re.compile(r"(?<=\S)\r\n(?=[^\r\n])")
_AFTER = re.compile(r"(?<=\S)\d")
_SIGNS = frozenset("-\u2010\u2212–,")  # within a mark or a power: they stand where its digits do
_MINUS = frozenset("-\u2010\u2212–")


def text_of(textpage: pypdfium2.PdfTextPage) -> str:
    """The page's text as PDFium gives it, but for the digits that stand above the line."""
    text: str = textpage.get_text_range()
    shown = list(text)
    count = textpage.count_chars()
    for match in _AFTER.finditer(text):
        at = match.start()
        base = _base(text, shown, at)
        if at < count and base >= 0 and not text[base].isspace() and _is_above(textpage, text, base, at):
            shown[at] = raised(text[at])
            if at - base == 2 and text[at - 1] in _MINUS and _is_above(textpage, text, base, at - 1):
                shown[at - 1] = MINUS
    for match in _LINE_END.finditer(text):
        gap = _gap(textpage, text, match.start(), match.end()) if match.end() < count else None
        if gap is not None:
            shown[match.start() : match.end()] = (" " if gap > SPACE else FILLER) + FILLER
    return "".join(shown)


def _base(text: str, shown: list[str], at: int) -> int:
    """The place of the letter or sign before that a mark would stand above; -1 for none."""
    for before in range(at - 1, max(at - LONGEST, 0) - 1, -1):
        if shown[before] == text[before] and text[before] not in _SIGNS:
            return before
    return -1


def _is_above(textpage: pypdfium2.PdfTextPage, text: str, base: int, at: int) -> bool:
    """Whether the character at `at` stands above the line of the one at `base`, and no higher than that is tall."""
    foot = textpage.get_charbox(at)[1] - _baseline(textpage, base)
    if foot <= 0 or not _is_level(textpage, text, at):
        return False
    _, bottom, _, top = textpage.get_charbox(base, loose=True)
    return bool(LIFTED * (top - bottom) < foot < top - bottom)


def _gap(textpage: pypdfium2.PdfTextPage, text: str, end: int, start: int) -> float | None:
    """How far what begins at `start` stands from what ends at `end`, in its letters' height, where it goes on with the
    line; None elsewhere."""
    first = text.rfind("\n", 0, end) + 1
    left, bottom, _, top = textpage.get_charbox(start, loose=True)
    height = top - bottom
    if height <= 0 or not _is_level(textpage, text, start):
        return None
    gap = (left - textpage.get_charbox(end - 1, loose=True)[2]) / height
    same = abs(_baseline(textpage, start) - _baseline(textpage, first)) < 0.1 * height
    return gap if same and abs(gap) < TOUCHING else None


def _is_level(textpage: pypdfium2.PdfTextPage, text: str, at: int) -> bool:
    """Whether the page has this character in this place, and it is not turned."""
    found = FPDFText_GetUnicode(textpage, at) == ord(text[at])
    return bool(found and abs(FPDFText_GetCharAngle(textpage, at)) <= LEVEL)


def _baseline(textpage: pypdfium2.PdfTextPage, at: int) -> float:
    across, up = ctypes.c_double(), ctypes.c_double()
    FPDFText_GetCharOrigin(textpage, at, across, up)
    return up.value
