"""What pages repeat at their edges: running headers and footers, and page numbers. Knows lines, not documents.

A line is furniture where pages near by have the same line at the same edge, its numbers standing still or counting with
the pages. It is looked for from the edge inwards, and the first line that is none ends the search: what stands between
two lines of the text is never furniture.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

ZONE = 3  # lines at an edge: two of a running header, and a rule or a number
WINDOW = 4  # pages before and after: far enough for headers that differ on left and right pages
CHARACTERS = 150  # a longer line is a paragraph
SHORT = 4  # pages: in so short a document two that agree suffice, in others three

Edges = tuple[int, int]

_NUMBER = re.compile(r"\d+")
_BARE = re.compile(r"\W*(?:(page|p\.|seite)\s*)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von)\s*\d{1,4})?\W*", re.I)
# A heading that counts with the pages, one to a page, is still a heading.
_COUNTED = re.compile(
    r"(?:annex|appendix|box|case|chapter|day|exercise|figure|item|lesson|part|question|section|slide|step|table|unit|"
    r"week)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its numbers, and those numbers; `page` is the page's place, from 0."""

    page: int
    words: str
    shape: str
    numbers: tuple[int, ...]


def furniture(pages: Sequence[Sequence[str]], labels: Sequence[str]) -> list[Edges]:
    """For each page, how many of its first and of its last lines are furniture.

    `pages` are the lines of each page (or its paragraphs), `labels` the pages' printed labels. A page's two numbers
    together are never more than its lines.
    """
    tops = [_zone(page, lines[:ZONE]) for page, lines in enumerate(pages)]
    feet = [_zone(page, lines[::-1][:ZONE]) for page, lines in enumerate(pages)]
    first, last = _repeated(tops, labels), _repeated(feet, labels)
    return [(top, min(foot, len(lines) - top)) for top, foot, lines in zip(first, last, pages, strict=True)]


def _zone(page: int, lines: Sequence[str]) -> list[_Line]:
    found = []
    for line in lines:
        words = " ".join(line.split())
        numbers = tuple(int(number) for number in _NUMBER.findall(words))
        found.append(_Line(page, words, _NUMBER.sub("0", words).casefold(), numbers))
    return found


def _repeated(zones: Sequence[Sequence[_Line]], labels: Sequence[str]) -> list[int]:
    """For each page, how many lines of its zone, from the edge inwards, are furniture."""
    same: defaultdict[str, list[_Line]] = defaultdict(list)
    for zone in zones:
        for line in zone:
            same[line.shape].append(line)
    needed = 2 if len(zones) <= SHORT else 3
    found = []
    for zone in zones:
        depth = 0
        for line in zone:
            if not (_is_number(line, labels[line.page]) or _pages_with(line, same[line.shape]) >= needed):
                break
            depth += 1
        found.append(depth)
    return found


def _is_number(line: _Line, label: str) -> bool:
    """Whether a line is the number of its page: called one, or the same as the page's label."""
    bare = _BARE.fullmatch(line.words)
    return bare is not None and bool(bare.group(1) or bare.group(2).casefold() == label.casefold())


def _pages_with(line: _Line, same: Sequence[_Line]) -> int:
    """On how many pages near by, its own included, this line stands."""
    if len(line.words) > CHARACTERS:
        return 0
    return len({other.page for other in _near(line, same) if _agree(line, other)})


def _near(line: _Line, same: Sequence[_Line]) -> Sequence[_Line]:
    """Those of the lines, which are in their pages' order, that stand on pages near by."""
    first = bisect_left(same, line.page - WINDOW, key=_page_of)
    return same[first : bisect_right(same, line.page + WINDOW, lo=first, key=_page_of)]


def _page_of(line: _Line) -> int:
    return line.page


def _agree(line: _Line, other: _Line) -> bool:
    """Whether the numbers of two lines of one shape are the same, or count with the pages."""
    if line.numbers == other.numbers:
        return True
    apart = line.page - other.page
    counting = all(one - two in (0, apart) for one, two in zip(line.numbers, other.numbers, strict=True))
    return counting and not _COUNTED.match(line.words)
