"""Rows of a table as paragraphs. Of a sheet each tells its columns' names, for it is read alone; in a document the
names stand above, and cells are parted by bars. Knows no format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.loaders.source import Assembly

MOST_ABOVE = 5  # rows above the names of the columns: a title, who made it and when
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?")
_NUMBER = re.compile(r"[\s$€£¥%(+-]*[\d.,:/\s-]*\d[\d.,:/\s%)-]*(?:[eE][+-]?\d+)?\s*[$€£¥%]?")


def add_rows(assembly: Assembly, sheet: str, rows: Iterable[Sequence[str]]) -> None:
    """Append a sheet's rows: ``Sheet · Name: Ann; Age: 3``, without the sheet where it has no name. The first row of
    names, if there is one, names the columns; another one below an empty row begins another table.

    What stands above the names (a table's title) is a paragraph of its own; empty cells and rows are left out.
    """
    prefix = f"{sheet} · " if sheet else ""
    columns, begun = _Columns(), False
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            columns.gap = True
            continue
        if sheet and not begun:
            assembly.add(sheet, heading=1)
        begun = True
        if not columns.take(cells):
            assembly.add(f"{prefix}{_words(cells, columns.names or ())}")
    if columns.unused:
        assembly.add(f"{prefix}{_words(columns.unused, ())}")


@dataclass(slots=True)
class _Columns:
    """What is known of a sheet's columns, row by row."""

    names: Sequence[str] | None = None
    unused: Sequence[str] = ()  # names without a row yet
    figures: set[int] = field(default_factory=set)  # columns that had numbers below these names
    gap: bool = False  # an empty row was the last
    bare: int = 0  # rows above the first names

    def take(self, cells: Sequence[str]) -> bool:
        """Whether a row names the columns from here on. After an empty row, names of another table do: words where
        there were numbers. (Without these, a row of words below a gap may as well go on with the table.)"""
        other = self.gap and any(cells[at] for at in self.figures if at < len(cells))
        first = self.names is None and self.bare < MOST_ABOVE
        self.gap = False
        if (first or other) and is_header(cells):
            self.names = self.unused = cells
            self.figures = set()
            return True
        self.bare += self.names is None
        self.unused = ()
        self.figures |= {at for at, cell in enumerate(cells) if _NUMBER.fullmatch(cell)}
        return False


def barred(cells: Iterable[str]) -> str:
    """A row of a table in a document: ``Leeds | 5 | | 7``. An empty cell keeps its place, so that it can be told which
    columns the others are of, unless none follows; "" for a row without a word."""
    row = ""
    for number, cell in enumerate(cells):
        if number:
            row += " |"
        if cell:
            row += f" {cell}" if row else cell
    return row.rstrip(" |").lstrip()


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row looks like the names of columns: two or more, all different, short, and no numbers but two or more
    years beside a word."""
    filled = [cell for cell in cells if cell]
    years = [cell for cell in filled if _YEARS.fullmatch(cell)]
    numbers = [cell for cell in filled if _NUMBER.fullmatch(cell)]
    return (
        len(filled) >= 2
        and len(set(filled)) == len(filled)
        and all(len(cell) <= 60 for cell in filled)
        and (not numbers or (len(years) >= 2 and numbers == years and len(years) < len(filled)))
    )


def _words(cells: Sequence[str], names: Sequence[str]) -> str:
    named = ((names[number] if number < len(names) else "", cell) for number, cell in enumerate(cells))
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)
