"""What stands in the columns of made tables: numbers, sums, dates, names. A maker draws cells that belong together."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from qa.reader.made.words import Words

Maker = Callable[[random.Random], str]
Cells = Callable[[Sequence[str], Words, random.Random], Maker]  # from units, words and luck
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DATES = "{d} {m}|{d} {m} {y}|{m} {d}, {y}|{w} {d} {m}|{y}-{n:02}-{d:02}|{w}|{m} {y}".split("|")
_HOURS = "{h:02}:{m:02}|{h}.{m:02}|{t}.{m:02} pm|{t}:{m:02} am|{t} am|{h:02}:{m:02}–18:30|9 am to {t} pm".split("|")


def person(words: Words, rng: random.Random) -> str:
    """A person's name; half are one person's first name and another's last, known to no one."""
    first, last = rng.choice(words.people), rng.choice(words.people)
    return f"{first.split()[0]} {last.split()[-1]}" if rng.random() < 0.5 else first


def number(rng: random.Random) -> Maker:
    """Whole numbers of one size."""
    most, comma = rng.choice([12, 40, 100, 400, 1000, 6000, 90_000, 2_000_000]), rng.random() < 0.8
    return lambda r: f"{r.randint(most // 12, most):,}" if comma else str(r.randint(most // 12, most))


def money(_: Sequence[str], __: Words, rng: random.Random) -> Maker:
    """Sums in one currency and of one size, whole, in pence or in millions."""
    sign, most = rng.choice("£££$€"), rng.choice([9, 60, 400, 3000, 40_000, 900_000])
    if rng.random() < 0.12:
        unit = "m" if most < 60 else " m" if most <= 400 else " million"
        return lambda r: f"{sign}{r.randint(11, 99) / 10}{unit}"
    if rng.random() < 0.4 and most < 4000:
        return lambda r: f"{sign}{r.randint(most // 10, most):,}.{r.choice((0, 5, 25, 50, 75, 99)):02}"
    return lambda r: f"{sign}{r.randint(most // 10, most):,}"


def percent(_: Sequence[str], __: Words, rng: random.Random) -> Maker:
    """Percentages, whole or with one place."""
    sign, places = rng.choice(["%", "%", "%", " %", " per cent"]), rng.choice([0, 0, 1])
    return lambda r: f"{r.uniform(1, 99):.{places}f}{sign}"


def day(_: Sequence[str], __: Words, rng: random.Random) -> Maker:
    """Dates, weekdays or months, all written alike."""
    form, year = rng.choice(_DATES), rng.randint(1990, 2026)

    def make(r: random.Random) -> str:
        month = r.randrange(12)
        return form.format(d=r.randint(1, 28), m=MONTHS[month], n=month + 1, y=year + r.randint(0, 1), w=r.choice(DAYS))

    return make


def time(_: Sequence[str], __: Words, rng: random.Random) -> Maker:
    """Times of day or opening hours."""
    form = rng.choice(_HOURS)
    return lambda r: form.format(h=r.randint(7, 21), t=r.randint(1, 11), m=r.choice([0, 0, 15, 30, 30, 45]))


def measure(units: Sequence[str], _: Words, rng: random.Random) -> Maker:
    """Measures in one of the units."""
    unit, places, most = rng.choice(units), rng.choice([0, 0, 1]), rng.choice([9, 40, 300, 2000])
    return lambda r: f"{r.uniform(1, most):.{places}f} {unit}"


def thing(_: Sequence[str], words: Words, rng: random.Random) -> Maker:
    """Things or names, some cells with two of them."""
    source, capital = rng.choice([words.things, words.things, words.names]), rng.random() < 0.4

    def make(r: random.Random) -> str:
        text = r.choice(source) if r.random() < 0.8 else f"{r.choice(words.things)}, {r.choice(words.things)}"
        return text[0].upper() + text[1:] if capital else text

    return make


def year(_: Sequence[str], __: Words, rng: random.Random) -> Maker:
    """Years from one age on."""
    first = rng.choice([1700, 1850, 1950, 1990, 2010])
    return lambda r: str(r.randint(first, first + 60 if first < 1980 else 2026))


def of(draw: Callable[[Words, random.Random], str]) -> Cells:
    """Cells that are drawn one by one, whatever the column."""
    return lambda _, words, __: lambda r: draw(words, r)
