"""Tables as they stand in a text: rows of cells parted by bars, and the names of their columns. Stdlib only.

Offsets are code points of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]

BAR = "|"
FARTHEST = 20_000  # characters above a passage within which its table's head is looked for
_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:=+]*-[\s|:=+-]*+")  # between the head and the rows, in Markdown
_BAR = re.compile(r"(?<!\\)\|")
_FIGURE = re.compile(r"\d")
_YEARS = re.compile(r"\s*(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A line, and its cells without the white space around them."""

    line: Pair
    cells: tuple[Pair, ...]


def has_rows(text: str) -> bool:
    """Whether there may be rows in it; most texts have none, and this is quick."""
    return BAR in text


def is_rule(document: str, line: Pair) -> bool:
    """Whether a line stands between a table's head and its rows."""
    return bool(_RULE.fullmatch(document, *line))


def head_of(document: str, start: int, end: int) -> str:
    """The line that names the columns of the row ``[start, end)``; "" where that is no row, or nothing names them."""
    for table in tables(document, head_above(document, start), end):
        first, last = table[0].line, table[-1].line
        if first[1] <= start and last[0] <= start < last[1] and names_of(document, table):
            return document[slice(*first)].strip(f" {BAR}")
    return ""


def head_above(document: str, start: int) -> int:
    """Where the table begins that `start` is in; `start` itself where it is in none."""
    begin = start
    for line in reversed(list(_LINE.finditer(document, max(0, start - FARTHEST), start))):
        if not _cells(document, line.span()):
            break
        begin = line.start()
    return begin


def tables(document: str, start: int, end: int) -> Iterator[list[Row]]:
    """Runs of two rows or more, blank lines between them or not."""
    run: list[Row] = []
    for line in _LINE.finditer(document, start, end):
        cells = _cells(document, line.span())
        if cells:
            run.append(Row(line.span(), cells))
        elif line.group().strip():
            if len(run) > 1:
                yield run
            run = []
    if len(run) > 1:
        yield run


def _cells(document: str, line: Pair) -> tuple[Pair, ...]:
    """A row's cells without the white space around them; none where the line is no row. Bars on both sides are a frame,
    one on the left alone stands behind an empty cell."""
    first, last = line
    words = document[first:last].strip()
    bars = [found.start() for found in _BAR.finditer(document, first, last)]
    if len(words) > 1 and words[0] == words[-1] == BAR:
        first, last, bars = bars[0] + 1, bars[-1], bars[1:-1]
    if not bars:
        return ()
    edges = [first, *(bar + 1 for bar in bars)]
    return tuple(_trimmed(document, a, b) for a, b in zip(edges, [*bars, last], strict=True))


def _trimmed(document: str, start: int, end: int) -> Pair:
    words = document[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def names_of(document: str, table: Sequence[Row]) -> list[str]:
    """The names of a table's columns, if its first row has them: where a rule is under it; or, in a row without
    figures (a year is none), where there are three columns or more, or figures in all that is under the second.
    Elsewhere the first row is like the others, as in "Chair | Ann Lee"."""
    head, *rows = [[document[a:b] for a, b in row.cells] for row in table]
    ruled = is_rule(document, table[1].line)
    figures = any(_FIGURE.search(cell) and not _YEARS.fullmatch(cell) for cell in head)
    under = all(_FIGURE.search(cell) for row in rows for cell in row[1:2])
    if not ruled and (figures or (max(map(len, (head, *rows))) < 3 and not under)):
        return []
    shifted = not ruled and all(len(row) == len(head) + 1 for row in rows)  # whose empty first name was left out
    return ["", *head] if shifted else head
