"""Rows of a table as paragraphs. Of a sheet each tells its columns' names, for it is read alone; in a document the
names stand above, and cells are parted by bars. Knows no format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice

from index.loaders.source import Assembly

MOST_ABOVE = 5  # rows above the names of the columns: a title, who made it and when
LONGEST_NAME = 60  # characters of a column's name, and of a fact's
MOST_PAIRS = 100  # rows of a list of facts: it is looked through before its first row is taken for names
MIXED = 0.2  # of its values that are figures, and that are words: a column has few of the other kind
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[A-Z]\w*(?: [A-Z]\w*)+")  # Ann Lee, Harbour Trust
_NUMBER = re.compile(r"[\s$€£¥%(+-]*[\d.,:/\s-]*\d[\d.,:/\s%)-]*(?:[eE][+-]?\d+)?\s*[$€£¥%]?")


def add_rows(assembly: Assembly, sheet: str, rows: Iterable[Sequence[str]]) -> None:
    """Append a sheet's rows: ``Sheet · Name: Ann; Age: 3``, without the sheet where it has no name. The first row of
    names, if there is one, names the columns; another one below an empty row begins another table. A list of facts
    (see `are_pairs`) has no names.

    What stands above the names (a table's title) is a paragraph of its own; empty cells and rows are left out.
    """
    prefix = f"{sheet} · " if sheet else ""
    columns, begun = _Columns(), False
    tidied = ([" ".join(cell.split()) for cell in row] for row in rows)
    for some, block in groupby(tidied, any):
        if not some:
            columns.gap = True
            continue
        if sheet and not begun:
            assembly.add(sheet, heading=1)
        begun = True
        above = list(islice(block, MOST_PAIRS + 1))
        columns.pairs = len(above) <= MOST_PAIRS and are_pairs(above)
        for cells in chain(above, block):
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
    pairs: bool = False  # whether the rows from the last empty one to the next are a list of facts

    def take(self, cells: Sequence[str]) -> bool:
        """Whether a row names the columns from here on. After an empty row, names of another table do: words where
        there were numbers. (Without these, a row of words below a gap may as well go on with the table.)"""
        other = self.gap and any(cells[at] for at in self.figures if at < len(cells))
        first = self.names is None and self.bare < MOST_ABOVE
        self.gap = False
        if (first or other) and is_header(cells):
            if not self.pairs:
                self.names = self.unused = cells
                self.figures = set()
                return True
            self.names = None
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
        and all(len(cell) <= LONGEST_NAME for cell in filled)
        and (not numbers or (len(years) >= 2 and numbers == years and len(years) < len(filled)))
    )


def are_pairs(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are a list of facts: ``Founded | 2011``, ``Chair | Ann Lee``. No row of it names the columns, though
    one may look as if it did.

    It has two columns; what is in the first is short, none of it a number, and all different; the second is of mixed
    kinds, but for the row that looks like names.
    """
    places = [tuple(at for at, cell in enumerate(row) if cell) for row in rows]
    several = {filled for filled in places if len(filled) > 1}
    if len(several) != 1 or len(pair := several.pop()) != 2:
        return False
    facts = [(row[pair[0]], row[pair[1]]) for row, filled in zip(rows, places, strict=True) if filled == pair]
    labels = {label for label, _ in facts if len(label) <= LONGEST_NAME and not _NUMBER.fullmatch(label)}
    head = next((at for at, fact in enumerate(facts) if is_header(fact)), None)
    if head is None or len(labels) < len(facts):
        return False
    return _mixed(facts[head][1], [value for at, (_, value) in enumerate(facts) if at != head])


def _mixed(head: str, values: Sequence[str]) -> bool:
    """Whether values are figures as well as words, of which some stand above figures: at a table's foot is its source.

    Words that are the same, as "none" in a column of figures, count once; a single one counts where it and the `head`
    are names of several words each.
    """
    figures = [at for at, value in enumerate(values) if _NUMBER.fullmatch(value)]
    words = [at for at, value in enumerate(values) if not _DIGIT.search(value)]
    if len(values) < 3 or not figures or not words or words[0] > figures[-1]:
        return False
    different = {values[at] for at in words}
    named = _NAME.fullmatch(head) and any(map(_NAME.fullmatch, different))
    return min(len(figures), len(different)) >= MIXED * len(values) and (len(different) > 1 or bool(named))


def _words(cells: Sequence[str], names: Sequence[str]) -> str:
    named = ((names[number] if number < len(names) else "", cell) for number, cell in enumerate(cells))
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)
