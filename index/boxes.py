"""Where on a page a quotation stands: its letters are looked for among the page's own. Pure; knows no file's format.

The stored text of a page and what its file draws differ in white space, in hyphens at the ends of lines and in how a
letter is put together ("ﬁ", an accent of its own), so only letters and digits are compared, taken apart. What is not
found, or may stand in several places, has no boxes: none is ever guessed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.model import Box

Stretch = tuple[int, int]

AROUND = (0, 40, 160)  # letters about a quotation that are compared too, where its own stand in several places
_SIGNS_BEFORE, _SIGNS_AFTER = re.compile(r"[\W_]+"), re.compile(r"[\W_]+\Z")
APART = 1.5  # heights: letters of one line that are further apart, as in two cells of a table, get boxes of their own


@dataclass(frozen=True, slots=True)
class Glyph:
    """What a page draws in one place: its text, and its rectangle, from the page's upper left corner in any unit."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def boxes_of(
    glyphs: Sequence[Glyph], text: str, stretches: Sequence[Stretch], size: tuple[float, float]
) -> tuple[tuple[Box, ...], ...]:
    """For each of the stretches ``[start, end)`` of a page's stored text, the boxes of its lines on the page.

    The stretches belong together (a quotation and the answer in it): they are found all at once, or none is. `size` is
    the page's width and height, in the glyphs' unit.
    """
    drawn, where = _letters(glyph.text for glyph in glyphs)
    stored, offsets = _letters(text)
    asked = [_among(offsets, start, end) for start, end in stretches]
    whole = [(first, last) for first, last in asked if first < last]
    if not whole:
        return tuple(() for _ in stretches)
    start, end = min(first for first, _ in whole), max(last for _, last in whole)
    found = _place(drawn, stored, start, end)
    if found is None:
        return tuple(() for _ in stretches)
    moved = [(first + found - start, last + found - start) for first, last in asked]
    return tuple(
        tuple(_lines(_between(glyphs, where, letters, text[slice(*stretch)]), size)) if letters[0] < letters[1] else ()
        for letters, stretch in zip(moved, stretches, strict=True)
    )


def _letters(parts: Iterable[str]) -> tuple[str, list[int]]:
    """The letters and digits of the parts, each taken apart, and for each the number of the part it is from."""
    found: list[str] = []
    numbers: list[int] = []
    for number, part in enumerate(parts):
        plain = part if part.isascii() else unicodedata.normalize("NFKD", part)
        for letter in plain:
            if letter.isalnum():
                found.append(letter)
                numbers.append(number)
    return "".join(found), numbers


def _among(offsets: Sequence[int], start: int, end: int) -> Stretch:
    """The letters, from and to, that stand within ``[start, end)`` of the text."""
    return bisect_left(offsets, start), bisect_left(offsets, end)


def _place(drawn: str, stored: str, start: int, end: int) -> int | None:
    """Where ``stored[start:end]`` begins in `drawn`; None where that cannot be told."""
    if drawn == stored:
        return start
    for reach in AROUND:
        first = max(0, start - reach)
        words = stored[first : end + reach]
        at = drawn.find(words)
        if at < 0:
            return None
        if drawn.find(words, at + 1) < 0:
            return at + start - first
    return None


def _between(glyphs: Sequence[Glyph], where: Sequence[int], letters: Stretch, words: str) -> Sequence[Glyph]:
    """The glyphs of these letters, and of the signs between, before and after them that `words` has: £300, 17%."""
    first, last = where[letters[0]], where[letters[1] - 1] + 1
    before, after = _SIGNS_BEFORE.match(words), _SIGNS_AFTER.search(words)
    for sign in reversed(before.group() if before else ""):
        first -= 1 if first and glyphs[first - 1].text == sign else 0
    for sign in after.group() if after else "":
        last += 1 if last < len(glyphs) and glyphs[last].text == sign else 0
    return glyphs[first:last]


def _lines(glyphs: Iterable[Glyph], size: tuple[float, float]) -> Iterator[Box]:
    """The glyphs' rectangles, those of one line joined, as fractions of the page; what lies beside it is left out."""
    line: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace() or glyph.right <= glyph.left or glyph.bottom <= glyph.top:
            continue
        if line is not None and not _beside(line, glyph):
            yield from _box(line, size)
            line = None
        line = glyph if line is None else _joined(line, glyph)
    if line is not None:
        yield from _box(line, size)


def _beside(line: Glyph, glyph: Glyph) -> bool:
    """Whether the glyph goes on with the line."""
    height = min(line.bottom - line.top, glyph.bottom - glyph.top)
    shared = min(line.bottom, glyph.bottom) - max(line.top, glyph.top)
    gap = max(line.left, glyph.left) - min(line.right, glyph.right)
    return shared > 0.5 * height and gap < APART * max(line.bottom - line.top, glyph.bottom - glyph.top)


def _joined(one: Glyph, two: Glyph) -> Glyph:
    return Glyph(
        one.text,
        min(one.left, two.left),
        min(one.top, two.top),
        max(one.right, two.right),
        max(one.bottom, two.bottom),
    )


def _box(line: Glyph, size: tuple[float, float]) -> Iterator[Box]:
    width, height = size
    left, right = max(line.left / width, 0.0), min(line.right / width, 1.0)
    top, bottom = max(line.top / height, 0.0), min(line.bottom / height, 1.0)
    if left < right and top < bottom:
        yield Box(left, top, right - left, bottom - top)
