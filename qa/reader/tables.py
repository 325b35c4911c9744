"""Tables for a reader that learnt from prose: each row with the names of its columns, and where every letter stands.

A row such as ``2019 | 318 | 64`` says little by itself, less where its passage begins in the middle of a table. The
reader is given ``2019: All 318, Of which online 64.`` instead; what was put in is never quoted, since no answer may lie
in it. Knows nothing of networks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pair = tuple[int, int]

BAR = "|"
SEPARATORS = ("", ": ", ", ")  # before the first cell, the second, and every other one
FARTHEST = 20_000  # characters above a passage within which its table's head is looked for
_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:=+]*-[\s|:=+-]*+")  # between the head and the rows, in Markdown
_BAR = re.compile(r"(?<!\\)\|")
_FIGURE = re.compile(r"\d")
_YEARS = re.compile(r"\s*(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?\s*")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A passage as it is read: `origin` holds, for every character of `text`, its place in the passage, or -1 for what
    was put in. `cells` are where the passage's cells begin: no answer crosses them."""

    text: str
    origin: NDArray[np.int64]
    cells: tuple[int, ...]

    def place(self, start: int, end: int) -> Pair | None:
        """Where the characters ``[start, end)`` stand in the passage; None for what was put in."""
        if start == end or (self.origin[start:end] < 0).any():
            return None
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of cells, in offsets of the document; `names` are its columns', as far as they are known."""

    line: Pair
    cells: tuple[Pair, ...]


def has_rows(passage: str) -> bool:
    """Whether there is anything to spell out."""
    return BAR in passage


def spelled_out(document: str, start: int, end: int) -> Spelled:
    """The passage ``[start, end)`` of a document, with its tables' rows spelled out."""
    parts: list[str] = []
    origins: list[NDArray[np.int64]] = []
    begun: list[int] = []

    def keep(first: int, last: int) -> None:
        parts.append(document[first:last])
        origins.append(np.arange(first - start, last - start))

    def put_in(words: str) -> None:
        parts.append(words)
        origins.append(np.full(len(words), -1, np.int64))

    at = start
    for table in _tables(document, _head_above(document, start), end):
        names = _names(document, table)
        for row in table[bool(names) :]:
            if row.line[0] < start:
                continue
            keep(at, row.line[0])
            at = row.line[1]
            if _RULE.fullmatch(document, *row.line):
                continue
            filled = [(number, cell) for number, cell in enumerate(row.cells) if cell[0] < cell[1]]
            for said, (number, cell) in enumerate(filled):
                name = names[number] if 0 < number < len(names) else ""
                put_in(SEPARATORS[min(said, 2)] + (f"{name} " if name else ""))
                keep(*cell)
                begun.append(cell[0] - start)
            put_in(".")
    keep(at, end)
    return Spelled("".join(parts), np.concatenate(origins), tuple(begun))


def _head_above(document: str, start: int) -> int:
    """Where the table begins that `start` is in; `start` itself where it is in none."""
    begin = start
    for line in reversed(list(_LINE.finditer(document, max(0, start - FARTHEST), start))):
        if not _cells(document, line.span()):
            break
        begin = line.start()
    return begin


def _tables(document: str, start: int, end: int) -> Iterator[list[_Row]]:
    """Runs of two rows or more, blank lines between them or not."""
    run: list[_Row] = []
    for line in _LINE.finditer(document, start, end):
        cells = _cells(document, line.span())
        if cells:
            run.append(_Row(line.span(), cells))
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


def _names(document: str, table: Sequence[_Row]) -> list[str]:
    """The names of a table's columns, if its first row has them: where a rule is under it; or, in a row without
    figures (a year is none), where there are three columns or more, or figures in all that is under the second.
    Elsewhere the first row is like the others, as in "Chair | Ann Lee"."""
    head, *rows = [[document[a:b] for a, b in row.cells] for row in table]
    ruled = bool(_RULE.fullmatch(document, *table[1].line))
    figures = any(_FIGURE.search(cell) and not _YEARS.fullmatch(cell) for cell in head)
    under = all(_FIGURE.search(cell) for row in rows for cell in row[1:2])
    if not ruled and (figures or (max(map(len, (head, *rows))) < 3 and not under)):
        return []
    shifted = not ruled and all(len(row) == len(head) + 1 for row in rows)  # whose empty first name was left out
    return ["", *head] if shifted else head
