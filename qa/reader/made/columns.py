"""Columns of made tables: what heads one, what stands in it, and the wordings that ask for it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.reader.made import wordings
from qa.reader.made.cells import Cells, Maker, day, measure, money, number, of, percent, person, thing, time, year
from qa.reader.made.words import Words

_COUNTS = (
    "How many {name} were there {at}?|How many {name} {at}?|What was the number of {name} {at}?|{name} {at}|"
    "How many {name} were recorded {at}?|How many {name} did {key} have?|What number of {name} is given {at}?|"
    "How many {name} came from {key}?|What is the number of {name} {at}?|number of {name} {at}"
)
_COUNT_ROWS = (
    "{which} had {v} {name}?|In which {kind} were there {v} {name}?|{which} recorded {v} {name}?|{which} counted {v}?"
)
_QUALIFIED = "New Online Rejected Local Female Active Paid Lost Open Late Urgent Returned Sold Indoor Rural".split()
_PART = (
    "How many {noun} were {part} {at}?|How many {part} {noun} were there {at}?|How many of the {noun} {at} were {part}?"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column to be: its header, the wordings that ask for its cells and for the rows of its cells, its cells."""

    header: str
    asks: Sequence[str]
    rows: Sequence[str]
    make: Maker


def columns(kinds: str, count: int, noun: str, words: Words, rng: random.Random) -> list[Column]:
    """Columns of the given kinds, one letter each (see `_KINDS`), no two under one header; `noun` is what is counted.

    Where a date stands beside a time, or two sums of money side by side, only wordings that say which are kept.
    """
    found: dict[str, tuple[str, Column]] = {}
    counted = False
    while len(found) < count:
        kind = rng.choice(kinds)
        if kind not in "cmpur" and kind in "".join(letter for letter, _ in found.values()):
            kind = "c"
        if kind == "c":
            column = _counted(counted_noun(rng) if counted else noun, not counted, rng)
            counted = True
        else:
            column = _worded(kind, words, rng)
        found.setdefault(column.header, (kind, column))
    return [_told_apart(kind, column, [k for k, _ in found.values()]) for kind, column in found.values()]


def _told_apart(kind: str, column: Column, kinds: Sequence[str]) -> Column:
    clear = column.asks
    if kind == "h" and "d" in kinds:
        clear = [ask for ask in column.asks if "time" in ask or "hours" in ask]
    elif kinds.count(kind) > 1:
        clear = [ask for ask in column.asks if column.header.lower() in ask.lower()]
    return replace(column, asks=clear or column.asks)


def one_kind(words: Words, rng: random.Random, kinds: str = "ccmmp") -> Maker:
    """What makes cells of one kind of figure, for tables whose columns are years or places."""
    kind = rng.choice(kinds)
    return number(rng) if kind == "c" else _maker(kind, [], words, rng)


def counted_noun(rng: random.Random) -> str:
    """What a table counts: "applications", "parking spaces"."""
    return rng.choice(wordings.COUNTED.split()).replace("_", " ")


def _counted(noun: str, own: bool, rng: random.Random) -> Column:
    """A column of counts of something, or of some of them; one of the table's `own` noun may be headed "All"."""
    drawn = rng.random()
    if drawn < 0.25:
        part = rng.choice(_QUALIFIED)
        return Column(
            part,
            _filled(_PART, noun=noun, part=part.lower()),
            _filled(_COUNT_ROWS, name=f"{part.lower()} {noun}"),
            number(rng),
        )
    name, header = noun, noun.capitalize()
    if own and drawn < 0.6:
        header = rng.choice(["All", "Total", "Number", f"Number of {noun}", f"Total {noun}", f"No. of {noun}", "Count"])
    return Column(header, _filled(_COUNTS, name=name), _filled(_COUNT_ROWS, name=name), number(rng))


def _worded(kind: str, words: Words, rng: random.Random) -> Column:
    text, _ = _KINDS[kind]
    entry = " ".join(rng.choice(text.strip().split("\n\n")).split())
    headers, asks, rows, *units = ([part.strip() for part in field.split("|")] for field in entry.split(" / "))
    header = rng.choice(headers)
    name = header if header.isupper() else header[0].lower() + header[1:]
    maker = _maker(kind, units[0] if units else [], words, rng)
    if kind == "m" and rng.random() < 0.15:
        header, maker = f"{header} (£)", number(rng)
    return Column(header, _filled("|".join(asks), name=name), _filled("|".join(rows), name=name), maker)


def _filled(alternatives: str, **known: str) -> list[str]:
    """The wordings with what is known of the column put in; what belongs to a row stays open."""
    for field, value in known.items():
        alternatives = alternatives.replace("{" + field + "}", value)
    return alternatives.split("|")


def _maker(kind: str, units: Sequence[str], words: Words, rng: random.Random) -> Maker:
    return _KINDS[kind][1](units, words, rng)


_KINDS: dict[str, tuple[str, Cells]] = {
    "r": (wordings.HOLDERS, of(person)),
    "w": (wordings.PEOPLE, of(person)),
    "l": (wordings.PLACES, of(lambda words, r: r.choice(words.places))),
    "t": (wordings.THINGS, thing),
    "d": (wordings.DAYS, day),
    "y": (wordings.YEARS, year),
    "h": (wordings.TIMES, time),
    "u": (wordings.MEASURES, measure),
    "p": (wordings.PERCENT, percent),
    "m": (wordings.MONEY, money),
}
