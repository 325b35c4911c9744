"""Rows of a table as paragraphs. Of a sheet each tells its columns' names, for it is read alone; in a document the
names stand above, and cells are parted by bars. Knows no format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.loaders.source import Assembly

_YEARS = re.compile(r"(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?")
_NUMBER = re.compile(r"[\s$€£¥%(+-]*[\d.,:/\s-]*\d[\d.,:/\s%)-]*(?:[eE][+-]?\d+)?\s*[$€£¥%]?")


def add_rows(assembly: Assembly, sheet: str, rows: Iterable[Sequence[str]]) -> None:
    """Append a sheet's rows: ``Sheet · Name: Ann; Age: 3``, without the sheet where it has no name. The first row of
    names, if there is one, names the columns.

    What stands above the names (a table's title) is a paragraph of its own; empty cells and rows are left out.
    """
    names: Sequence[str] | None = None
    bare, header, begun = 0, -1, False
    prefix = f"{sheet} · " if sheet else ""
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if sheet and not begun:
            assembly.add(sheet, heading=1)
        begun = True
        if names is None and bare < 5 and is_header(cells):
            names = cells
            header = assembly.length
            continue
        bare += names is None
        assembly.add(f"{prefix}{_words(cells, names or ())}")
    if names is not None and assembly.length == header:  # names without a row
        assembly.add(f"{prefix}{_words(names, ())}")


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
