"""Where a text quotes: stretches in quotation marks and block quotations, as spans. Pure; knows no library.

Marks may be straight or curly, double or single, nested, opened anew at each paragraph of a long quotation, or left
open. An apostrophe is told from a single mark by what stands on its two sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text import Pair, paragraphs

LONGEST = 5_000  # characters in which a mark is closed: a longer way to the next is no quotation, and costs its square
_OPENING, _CLOSING, _STRAIGHT = "“„«", "”»", '"'
_DOUBLE = _OPENING + _CLOSING + _STRAIGHT
_MARK = re.compile(f"[{_DOUBLE}'‘]")
_BEFORE_OPENING = "([{—–-/“‘„«\"'>*_"
_ELISION = re.compile(r"(?:\d0s|(?:tis|twas|twere|em|cause|til|bout|n|round)\b)", re.IGNORECASE)
_QUOTED_LINES = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_INDENTED = re.compile(r"(?<=:\n\n)(?:(?:[ ]{2,}|\t)\S[^\n]*(?:\n|\Z))+")
_SOURCE_LINE = re.compile(r"\n[\s>]*(?:—|–|--)\s*[^\n]+\s*\Z")


@dataclass(frozen=True, slots=True)
class Quotation:
    """``[start, end)`` with its marks, and `parts`, the quoted words alone, one a paragraph.

    `depth` counts the quotations that it lies in; `block` says that it is set apart instead of marked.
    """

    start: int
    end: int
    parts: tuple[Pair, ...]
    depth: int = 0
    block: bool = False

    def holds(self, other: Quotation) -> bool:
        """Whether `other` lies within this one, and is not this one."""
        return self is not other and self.start <= other.start and other.end <= self.end


@dataclass(slots=True)
class _Open:
    """A mark that was opened at `start`, and the parts of what it began in earlier paragraphs."""

    mark: str
    start: int
    begin: int
    parts: list[Pair]


def quotations(text: str) -> list[Quotation]:
    """The quotations in marks, in the order of their starts; those nested in others follow them."""
    found: list[Quotation] = []
    left: _Open | None = None
    for start, end in paragraphs(text):
        if left and text[start] not in _OPENING + _STRAIGHT:
            found.append(_closed(left, left.begin))
            left = None
        left = _paragraph(text, start, end, left, found)
    if left:
        found.append(_closed(left, left.begin))
    worded = [one for one in found if any(c.isalnum() for a, b in one.parts for c in text[a:b])]
    return sorted(worded, key=lambda one: (one.start, -one.end))


def block_quotations(text: str, blocks: Sequence[Pair] = ()) -> list[Quotation]:
    """Quotations that are set apart: Markdown's lines with ``>``, indented lines after a colon, and `blocks`, those
    that the file itself calls so. A last line that begins with a dash names the source, and is no part of it."""
    spans = [match.span() for pattern in (_QUOTED_LINES, _INDENTED) for match in pattern.finditer(text)]
    found = []
    for start, end in sorted({*spans, *blocks}):
        words = _SOURCE_LINE.sub("", text[start:end].rstrip())
        parts = tuple(_lines(text, start, start + len(words)))
        if parts:
            found.append(Quotation(parts[0][0], parts[-1][1], parts, block=True))
    return found


def _lines(text: str, start: int, end: int) -> Iterator[Pair]:
    for line in re.finditer(r"^[ \t>]*([^\n]*\w[^\n]*)$", text[start:end], re.MULTILINE):
        yield start + line.start(1), start + line.end(1)


def _closed(opened: _Open, end: int, depth: int = 0) -> Quotation:
    """The quotation that began at `opened`; `end` is that of its closing mark, or of its last words."""
    return Quotation(opened.start, max(end, opened.parts[-1][1]), tuple(opened.parts), depth)


def _paragraph(text: str, start: int, end: int, left: _Open | None, found: list[Quotation]) -> _Open | None:
    """Find those of one paragraph; `left` is open from the one before. What is open at its end, if anything."""
    stack: list[_Open] = []
    at = start
    if left:
        stack.append(_Open(left.mark, left.start, start + 1, left.parts))
        at = start + 1
    for mark in _MARK.finditer(text, at, end):
        at = mark.start()
        if mark.group() in _DOUBLE:
            _double(text, start, end, at, stack, found)
        elif stop := _single_end(text, start, end, at):
            depth = len(stack) + sum(one.start < at < one.end for one in found[-3:])
            found.append(Quotation(at, stop + 1, ((at + 1, stop),), depth))
    if not stack or stack[0].mark == "«":  # a lone one is an arrow on a web page
        return None
    outer = stack[0]
    outer.parts.append((outer.begin, end))
    outer.begin = end
    return outer


def _double(text: str, start: int, end: int, at: int, stack: list[_Open], found: list[Quotation]) -> None:
    """Open or close at the double mark at `at`."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    char = text[at]
    opens = not after.isspace() and (before.isspace() or before in _BEFORE_OPENING)
    alone = before.isspace() and after.isspace()  # “vulnerable “ Muslims
    curly = (
        bool(stack) and stack[-1].mark not in _STRAIGHT and text.find("”", at + 1, min(end, at + LONGEST)) >= 0
    )  # its own mark is to come
    straight = char in _STRAIGHT and not curly and not (opens and before.isspace())
    closes = char in _CLOSING or bool(stack and (alone or straight))
    if closes and stack:
        opened = stack.pop()
        opened.parts.append((opened.begin, at))
        found.append(_closed(opened, at + 1, len(stack)))
    elif not closes and (opens or char in _OPENING):
        stack.append(_Open(char, at, at + 1, []))


def _single_end(text: str, start: int, end: int, at: int) -> int | None:
    """Where the single mark at `at` is closed; None where it is an apostrophe, or opens nothing."""
    end = min(end, at + LONGEST)
    before = text[at - 1] if at > start else " "
    after = text[at + 1 : at + 2]
    if before.isalnum() or not (after.isalnum() or after in _DOUBLE + "[…") or _ELISION.match(text, at + 1):
        return None
    following = re.compile(rf"(?<=[\s(\[“\"]){text[at]}(?=\w)").search(text, at + 1, end)
    last = following.start() if following else end
    ends = [m.start() for m in re.finditer(r"(?<=\S)['’](?!\w)", text[at + 1 : last])]
    ends = [at + 1 + one for one in ends]
    if text[at] == "‘":  # a curly mark is closed by its like, where there is one
        ends = [one for one in ends if text[one] == "’"] or ends
    clear = [one for one in ends if not (text[one - 1] in "sS" and re.match(r"['’]\s+[a-z]", text[one : one + 8]))]
    return next(iter(clear or ends), None)
