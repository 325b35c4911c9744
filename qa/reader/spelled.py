"""Tables, links and amounts for a reader that learnt from prose: each row with the names of its columns, a link without
where it leads, a currency's code as its sign; and where every letter stands.

A row such as ``2019 | 318 | 64`` says little by itself, less where its passage begins in the middle of a table. The
reader is given ``2019: All 318, Of which online 64.`` instead; what was put in is never quoted, since no answer may lie
in it. Knows nothing of networks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.forms import CODE_BEFORE, SIGNS
from qa.tables import head_above, is_rule, names_of, tables

Pair = tuple[int, int]

UNUSUAL = re.compile(  # a currency's code before an amount, a link of Markdown, the marks of notes
    rf"(?P<code>{CODE_BEFORE})[^\S\n]*(?=\d)"
    r"|(?<![!\]])\[(?P<shown>[^\[\]\n]+)\]\((?:[^()\s]|\([^()\s]*\))+(?:\s+\"[^\"\n]*\")?\)"
    r"|(?<=[\w.,;:!?)\"'’”])\[\^[\w-]{1,20}\]|(?<=[.,;:!?)\"'’”])(?:\[\d{1,3}\])+"
)
SEPARATORS = ("", ": ", ", ")  # before the first cell, the second, and every other one


@dataclass(frozen=True, slots=True)
class Spelled:
    """A passage as it is read: `origin` holds, for every character of `text`, its place in the passage, or -1 for what
    was put in. `cells` are where the passage's cells begin: no answer crosses them."""

    text: str
    origin: NDArray[np.int64]
    cells: tuple[int, ...]

    @classmethod
    def plainly(cls, text: str) -> Spelled:
        """As it stands."""
        return cls(text, np.arange(len(text)), ())

    def plainer(self) -> Spelled:
        """Without what the reader has seen little of: where Markdown's links lead, marks of notes; and with the sign of
        a currency in place of its code, standing where the code begins.

        Of held-out questions whose passage was so written, those with the right span over zero: of 200 about amounts 89
        as "GBP 5", 116 as "£5"; of 150 with names as links 70, without 80; of 150 with a mark behind each sentence 79,
        without 84.
        """
        parts: list[str] = []
        origins: list[NDArray[np.int64]] = []
        at = 0
        for found in UNUSUAL.finditer(self.text):
            first, last = found.span(found.lastgroup) if found.lastgroup else (found.end(), found.end())
            said = SIGNS[found["code"]] if found["code"] else self.text[first:last]
            if found["code"] and self.origin[first] < 0:
                continue  # the name of a column: a sign that was put in would be no answer's beginning
            parts += [self.text[at : found.start()], said]
            origins += [self.origin[at : found.start()], self.origin[first : first + len(said)]]
            at = found.end()
        text = "".join((*parts, self.text[at:]))
        return Spelled(text, np.concatenate((*origins, self.origin[at:])), self.cells)

    def place(self, start: int, end: int) -> Pair | None:
        """Where the characters ``[start, end)`` stand in the passage; None for what was put in."""
        if start == end or (self.origin[start:end] < 0).any():
            return None
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


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
    for table in tables(document, head_above(document, start), end):
        names = names_of(document, table)
        for row in table[bool(names) :]:
            if row.line[0] < start:
                continue
            keep(at, row.line[0])
            at = row.line[1]
            if is_rule(document, row.line):
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
