"""Tables, and amounts of money, for a reader that learnt from prose: each row with the names of its columns, each
currency's code as its sign, and where every letter stands.

A row such as ``2019 | 318 | 64`` says little by itself, less where its passage begins in the middle of a table. The
reader is given ``2019: All 318, Of which online 64.`` instead; what was put in is never quoted, since no answer may lie
in it. Knows nothing of networks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.forms import CODE, SIGNS
from qa.tables import head_above, is_rule, names_of, tables

Pair = tuple[int, int]

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

    def with_signs(self) -> Spelled:
        """With the sign of a currency in place of its code before an amount. The sign stands where the code begins.

        The reader has seen few codes: of 200 held-out questions with an amount for an answer 89 had the right one over
        zero where it stood as "GBP 5", 116 as "£5" (EUR 93 and 115, USD 101 and 114); of 150 without an answer 5 and 6.
        """
        parts: list[str] = []
        origins: list[NDArray[np.int64]] = []
        at = 0
        for code in CODE.finditer(self.text):
            if self.origin[code.start()] < 0:
                continue  # the name of a column: a sign that was put in would be no answer's beginning
            parts += [self.text[at : code.start()], SIGNS[code[1]]]
            origins.append(self.origin[at : code.start() + 1])
            at = code.end()
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
