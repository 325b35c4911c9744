"""How a table reaches the reader: row by row with its columns' names, as a spreadsheet's rows, or as it stands."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from qa.reader.made.words import Words

Place = tuple[int, int]
Places = dict[tuple[int, int], Place]  # where a cell stands, by the row's number and the column's


@dataclass(frozen=True, slots=True)
class Shown:
    """A table to write out: a title, the headers, and numbered rows of as many cells."""

    title: str
    headers: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


class _Page:
    """Text that grows, and where its cells are."""

    def __init__(self) -> None:
        self.text = ""
        self.places: Places = {}

    def put(self, *pieces: str) -> None:
        self.text += "".join(pieces)

    def cell(self, row: int, column: int, text: str) -> None:
        self.places[row, column] = (len(self.text), len(self.text) + len(text))
        self.text += text


def show(table: Shown, words: Words, rng: random.Random) -> tuple[str, Places]:
    """The table as a passage, in one of the forms, some with a title or a sentence of prose; and its cells' places."""
    page = _Page()
    if rng.random() < 0.2:
        page.put(rng.choice(words.sentences), "\n\n")
    form = rng.choices([_linear, _sheet, _raw, _pairs], [70, 20, 8, 2])[0]
    if form is not _sheet and rng.random() < 0.4:
        page.put(rng.choice(["", "## ", "# "]), table.title, "\n\n")
    form(page, table, rng)
    if rng.random() < 0.1:
        page.put("\n\n", rng.choice(words.sentences))
    return page.text, page.places


def _linear(page: _Page, table: Shown, rng: random.Random) -> None:
    """`Calderwick: Applications 19, Awards 8.` below the header line, which a passage from further down lacks."""
    between, omit, headed = rng.choice(["\n", "\n\n"]), rng.random() < 0.5, rng.random() < 0.7
    bare = len(table.headers) == 2 and rng.random() < 0.4  # two columns without a header: "Chair: Ann Lee."
    if headed and not bare:
        _header(page, table, rng, between)
    for place, (number, cells) in enumerate(table.rows):
        page.put(between if place else "")
        page.cell(number, 0, cells[0])
        lead = ": "
        for column, (name, cell) in enumerate(zip(table.headers[1:], cells[1:], strict=True), 1):
            if cell or not omit:
                page.put(lead, "" if bare else f"{name} ")
                page.cell(number, column, cell)
                lead = ", "
        page.put(".")


def _sheet(page: _Page, table: Shown, rng: random.Random) -> None:
    """`Grants · Borough: Calderwick; Applications: 19`, the sheet's name sometimes left out."""
    named = f"{table.title} · " if rng.random() < 0.75 else ""
    _paired(page, table, "; ", "\n\n", named)


def _pairs(page: _Page, table: Shown, rng: random.Random) -> None:
    _paired(page, table, rng.choice([" | ", ", "]), "\n", "")


def _paired(page: _Page, table: Shown, within: str, between: str, before: str) -> None:
    for place, (number, cells) in enumerate(table.rows):
        page.put(between if place else "", before)
        for column, (name, cell) in enumerate(zip(table.headers, cells, strict=True)):
            page.put(within if column else "", f"{name}: ")
            page.cell(number, column, cell)


def _raw(page: _Page, table: Shown, rng: random.Random) -> None:
    """The cells between bars, below the header line."""
    _header(page, table, rng, "\n")
    edged = rng.random() < 0.5
    for place, (number, cells) in enumerate(table.rows):
        page.put("\n" if place else "", "| " if edged else "")
        for column, cell in enumerate(cells):
            page.put(" | " if column else "")
            page.cell(number, column, cell)
        page.put(" |" if edged else "")


def _header(page: _Page, table: Shown, rng: random.Random, between: str) -> None:
    line = " | ".join(table.headers)
    page.put(f"| {line} |" if rng.random() < 0.5 else line, between)
