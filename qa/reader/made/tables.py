"""Made tables with questions: what the reader learns to read rows and columns from.

Training passages are prose; a table reaches the reader row by row, each figure beside its column's name. The tables are
drawn by lot from the words of the given examples (words.py), so that nothing but their form is made up. Knows
nothing of networks or files.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.reader.data import Example
from qa.reader.made.columns import Column, columns, counted_noun, one_kind
from qa.reader.made.forms import Shown, show
from qa.reader.made.keys import IN_TOTAL, TOTAL, Keys, draw_keys
from qa.reader.made.wordings import BLANKS, MEASURED
from qa.reader.made.words import Words, words_of

UNANSWERABLE = 0.3  # share of the examples
LEAST_WORDS = 20  # of every sort; no column has more rows than half of that
LONGEST = 600  # characters of a passage
ROWS, COLUMNS = (3, 8), (1, 4)  # fewest and most; the first column comes on top
ABOUT_ROWS = 0.27  # share of the questions that ask which row has a value


@dataclass(frozen=True, slots=True)
class Draft:
    """A table before it is written out. `cells[row][column]`, the first column (the keys) left out."""

    title: str
    keys: Keys
    columns: Sequence[Column]
    cells: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the cell that answers it: `column` -1 is the row's first cell; it hangs on column `about`."""

    question: str
    row: int
    column: int
    about: int


def made_tables(examples: Sequence[Example], count: int, seed: int) -> list[Example]:
    """`count` questions, each beside a table of its own filled with words of the given examples.

    Raises ValueError when the examples hold too few names, places, things or sentences to fill a table with.
    """
    if not count:
        return []
    rng, words = random.Random(seed), words_of(examples)
    if words.fewest() < LEAST_WORDS:
        raise ValueError(f"fewer than {LEAST_WORDS} names, places, things or sentences to make tables of")
    made: list[Example] = []
    while len(made) < count:
        draft = _draft(words, rng)
        asked = _ask(draft, rng)
        if asked:
            made.append(_example(draft, asked, words, rng))
    return made


def _draft(words: Words, rng: random.Random) -> Draft:
    if rng.random() < 0.15:
        return _series(words, rng)
    noun = counted_noun(rng)
    keys = draw_keys(rng.randint(*ROWS), words, rng)
    drawn = columns(keys.kinds, rng.randint(*COLUMNS), noun, words, rng)
    cells = [[column.make(rng) for column in drawn] for _ in keys.cells]
    if len(drawn) > 1 and rng.random() < 0.1:
        cells[rng.randrange(len(cells))][rng.randrange(len(drawn))] = rng.choice(BLANKS)
    title = rng.choice(
        [f"{noun.capitalize()} by {keys.kind}", f"{noun.capitalize()} per {keys.kind}", noun.capitalize()]
    )
    return Draft(title, keys, drawn, cells)


def _series(words: Words, rng: random.Random) -> Draft:
    """A table of measures whose columns are years or months: "Total income | 2019 | 2020"."""
    time = draw_keys(rng.randint(2, 4), words, rng)
    while time.names:
        time = draw_keys(rng.randint(2, 4), words, rng)
    names = rng.sample(MEASURED.split("|"), rng.randint(*ROWS))
    asks = [
        "What was the {k} {t}?",
        "What was {k} {t}?",
        "{k} {t}",
        "How high was the {k} {t}?",
        "How much was {k} {t}?",
    ]
    keys = Keys(rng.choice(["Measure", "Item", "Indicator", "Line"]), "line", "What", names, [""], ["{k}"], "", True)
    drawn = [
        Column(cell, [a.replace("{t}", rng.choice(time.at).replace("{k}", cell)) for a in asks], [], lambda _: "")
        for cell in time.cells
    ]
    makers = [one_kind(words, rng) for _ in names]
    return Draft(f"Figures by {time.kind}", keys, drawn, [[make(rng) for _ in drawn] for make in makers])


def _ask(draft: Draft, rng: random.Random) -> Asked | None:
    """A question about a cell, or about the row of a value that stands once in its column; None where none fits."""
    row, about = rng.randrange(len(draft.cells)), rng.randrange(len(draft.columns))
    column, keys, value = draft.columns[about], draft.keys, draft.cells[row][about]
    if value in BLANKS:
        return None
    once = [cells[about] for cells in draft.cells].count(value) == 1
    if once and column.rows and keys.cells[row] != TOTAL and rng.random() < ABOUT_ROWS:
        question = rng.choice(column.rows).replace("{v}", value).replace("{which}", keys.which)
        return Asked(question.replace("{kind}", keys.kind), row, -1, about)
    total = keys.cells[row] == TOTAL
    asks = [ask for ask in column.asks if "{key}" not in ask or (keys.names and not total)]
    if not asks:
        return None
    question = rng.choice(asks).replace("{at}", rng.choice(IN_TOTAL if total else keys.at))
    question = question.replace("{key}", rng.choice(keys.names or [""])).replace("{k}", keys.worded(row, rng))
    return Asked(question[0].upper() + question[1:] if question[-1] == "?" else question, row, about, about)


def _example(draft: Draft, asked: Asked, words: Words, rng: random.Random) -> Example:
    if rng.random() < UNANSWERABLE:
        context, _ = _written(_spoilt(draft, asked, words, rng), words, rng)
        return Example(asked.question, context, None, None, "table")
    context, places = _written(draft, words, rng, asked.row)
    start, end = places[asked.row, asked.column]
    return Example(asked.question, context, start, end, "table")


def _spoilt(draft: Draft, asked: Asked, words: Words, rng: random.Random) -> Draft:
    """The table without what the question asks for: its row, its column, its cell; or another table altogether."""
    way = rng.random()
    if way < 0.07:
        return _draft(words, rng)
    if way < 0.35 and len(draft.columns) > 1 and asked.column >= 0:
        kept = [n for n in range(len(draft.columns)) if n != asked.about]
        cells = [[row[n] for n in kept] for row in draft.cells]
        return replace(draft, columns=[draft.columns[n] for n in kept], cells=cells)
    if way < 0.45 and len(draft.columns) > 1:
        cells = [list(row) for row in draft.cells]
        cells[asked.row][asked.about] = rng.choice(BLANKS)
        return replace(draft, cells=cells)
    others = [n for n in range(len(draft.cells)) if n != asked.row]
    keys = replace(draft.keys, cells=[draft.keys.cells[n] for n in others])
    return replace(draft, keys=keys, cells=[draft.cells[n] for n in others])


def _written(
    draft: Draft, words: Words, rng: random.Random, kept: int = 0
) -> tuple[str, dict[tuple[int, int], tuple[int, int]]]:
    """The passage and where its cells are, by row and column (-1: the first); rows far from `kept` go when too long."""
    shown = Shown(draft.title, [draft.keys.header, *(c.header for c in draft.columns)], [])
    rows = [(n, [key, *cells]) for n, (key, cells) in enumerate(zip(draft.keys.cells, draft.cells, strict=True))]
    state = rng.getstate()
    while True:
        rng.setstate(state)
        text, places = show(replace(shown, rows=rows), words, rng)
        if len(text) <= LONGEST or len(rows) <= 2:
            return text, {(row, column - 1): place for (row, column), place in places.items()}
        rows = rows[:-1] if rows[-1][0] != kept else rows[1:]
