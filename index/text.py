"""Sentences and paragraphs as spans of a text, and the normalisation that a text gets once, on loading. Stdlib only.

Offsets are code points of the text that is passed in.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

Pair = tuple[int, int]

NARROWEST, WIDEST = 40, 120  # characters of a line in a text that is hard-wrapped
HEADING = 0.6  # of the room: a line so much shorter, with no small letter after it, was ended on purpose
_PARAGRAPH_ENDS = ".!?:;”\"'’)|"
_UNFINISHED = re.compile(
    r"(?:,|\b(?:an?|the|of|to|in|on|at|by|for|from|with|and|or|but|nor|if|as|than|that|which|who|whose|when|where|before|"
    r"after|until|into|between|among|under|over|about|is|was|are|were|be|been|has|had|have|will|would|may|must|not|its|"
    r"their|his|her|our|your|my))$"
)
_ITEM = re.compile(  # of a list, or a numbered paragraph; "3.1 of the Act" is none; or a row of a table
    r"\s*(?:\||(?:[-*•·–—]|\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|\d{1,3}(?:\.\d{1,3})+\.?)\s+[\"'“‘(*_]*[A-Z])"
)

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # a power, or a footnote's mark

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(  # marks within words too, where a line may be broken (a soft hyphen), or must not be
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u2060\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_TRAILING = re.compile(r"(?<![^\S\n])[^\S\n]+$", re.MULTILINE)  # looks back, or a long run costs its square
_BLANK = re.compile(r"\n{4,}")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_STOP = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?:\[\d{1,3}\])*|[。！？]+[」』）]*)")
_NUMBERED = re.compile(  # abbreviations where a number follows; else "the answer was no." is a sentence
    r"(?:^|[\s(\[“\"‘'])(?:nos?|figs|vols|paras?|arts?|secs?|chs?|regs?|app|sched|ref|tel|ext|cl|ca)\.$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"‘'])(?:mr|mrs|ms|dr|prof|sr|jr|st|rev|hon|gen|col|lt|sgt|capt|maj|insp|supt|gov|sen|rep|pres|cllr|"
    r"messrs|mt|rs|vol|pp?|fig|cf|vs|etc|et\sal|e\.g|i\.e|a\.m|p\.m|approx|dept|est|inc|ltd|co|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"[a-z](?:\.[a-z])*)\.$",
    re.IGNORECASE,
)


def normalise(text: str) -> str:
    """The text as it is stored: line ends, control characters and composed letters in order; never a word changed."""
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", _LINE_END.sub("\n", text)))
    text = unicodedata.normalize("NFC", text)
    return _BLANK.sub("\n\n\n", _TRAILING.sub("", text)).strip("\n")


def paragraphs(text: str) -> list[Pair]:
    """The paragraphs, without the white space around them.

    Blank lines separate paragraphs. Where a block between them has several lines, they are paragraphs of their own
    unless the block looks hard-wrapped: all its lines but the last of similar width, none of them ending as a paragraph
    would; it is cut after headings and before the items of a list. In other blocks, such as a heading with wrapped
    lines right under it, a line goes on in the next where it was broken for want of room.
    """
    found: list[Pair] = []
    for start, end in _blocks(text):
        lines = [(start + m.start(), start + m.end()) for m in _LINE.finditer(text[start:end])]
        found.extend(_parted(text, lines) if _wrapped(text, lines) else _joined(text, lines))
    return [_trimmed(text, start, end) for start, end in found]


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Pair]:
    """The sentences between `start` and `end`, without the white space around them; none crosses a paragraph's end."""
    last = len(text) if end is None else end
    found: list[Pair] = []
    for first, stop in paragraphs(text[start:last]):
        found.extend(_sentences(text, start + first, start + stop))
    return found


def paragraph_number(paragraphs: Sequence[Pair], offset: int) -> int:
    """Which paragraph, counted from 1, `offset` is in, or the one before it when it is between two."""
    return max(1, bisect_right(paragraphs, offset, key=lambda pair: pair[0]))


def _blocks(text: str) -> Iterator[Pair]:
    start = 0
    for gap in _GAP.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _wrapped(text: str, lines: Sequence[Pair]) -> bool:
    if len(lines) < 2:
        return True
    widths = [end - start for start, end in lines[:-1]]
    longest = max(widths)
    if not NARROWEST <= longest <= WIDEST or lines[-1][1] - lines[-1][0] > longest + 10:
        return False
    full = sum(width >= 0.7 * longest for width in widths) / len(widths)
    broken = sum(text[end - 1] not in _PARAGRAPH_ENDS for _, end in lines[:-1]) / len(widths)
    return full >= 0.8 and broken >= 0.5


def _joined(text: str, lines: Sequence[Pair]) -> Iterator[Pair]:
    """The lines of a block that is not hard-wrapped as a whole, each with those that go on with it; if in any place one
    does so beyond doubt: with a small letter, or after a comma or a word that ends no line on purpose."""
    room = max(end - start for start, end in lines)
    if not NARROWEST <= room <= WIDEST:
        return iter(lines)
    breaks = list(pairwise(lines))
    goes_on = [
        _no_room(text, one, following, room)
        and not _ITEM.match(text, *following)
        and (text[one[1] - 1] not in _PARAGRAPH_ENDS or _small(text, following))
        for one, following in breaks
    ]
    beyond_doubt = any(
        same and (_small(text, following) or _UNFINISHED.search(text[slice(*one)]))
        for same, (one, following) in zip(goes_on, breaks, strict=True)
    )
    return _runs(lines, goes_on) if beyond_doubt else iter(lines)


def _parted(text: str, lines: Sequence[Pair]) -> Iterator[Pair]:
    """A hard-wrapped block, cut after headings and before the items of a list."""
    room = max(end - start for start, end in lines)
    goes_on = [
        text[one[1] - 1] not in _PARAGRAPH_ENDS and _no_room(text, one, following, room)
        if _ITEM.match(text, *following)
        else one[1] - one[0] > HEADING * room or _small(text, following)
        for one, following in pairwise(lines)
    ]
    return _runs(lines, goes_on)


def _runs(lines: Sequence[Pair], goes_on: Sequence[bool]) -> Iterator[Pair]:
    """From the first to the last of the lines that go on with one another."""
    first = lines[0][0]
    for ((_, end), (start, _)), same in zip(pairwise(lines), goes_on, strict=True):
        if not same:
            yield first, end
            first = start
    yield first, lines[-1][1]


def _no_room(text: str, line: Pair, following: Pair, room: int) -> bool:
    """Whether the next line's first word had no room on this one."""
    return line[1] - line[0] + 1 + len(text[following[0] : following[1]].split(maxsplit=1)[0]) > room


def _small(text: str, line: Pair) -> bool:
    """Whether a line begins with a small letter."""
    return text[slice(*line)].lstrip()[0].islower()


def _sentences(text: str, start: int, end: int) -> Iterator[Pair]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if _ends(text, begin, stop, end):
            yield _trimmed(text, begin, stop.end())
            begin = stop.end()
    if text[begin:end].strip():
        yield _trimmed(text, begin, end)


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a stop ends its sentence: not within a word, after an abbreviation, or before a small letter."""
    if stop.group()[0] in "。！？":
        return True
    if not text[stop.end() : stop.end() + 1].isspace():
        return False
    following = text[stop.end() : min(end, stop.end() + 40)].lstrip()
    if following[:1].islower():
        return False
    before = text[max(begin, stop.start() - 12) : stop.start() + 1]
    if stop.group() != ".":
        return True
    return not (_ABBREVIATION.search(before) or (following[:1].isdigit() and _NUMBERED.search(before)))


def _trimmed(text: str, start: int, end: int) -> Pair:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
