"""What was looked up, as rows: in order, one a source text, and counted by what they can be narrowed by. Pure."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.model import Filter
from qa.model import Found

Order = Literal["Best first", "Newest first", "Oldest first"]
ORDERS: tuple[Order, ...] = ("Best first", "Newest first", "Oldest first")


@dataclass(frozen=True, slots=True)
class Row:
    """A passage that was found; and, where rows stand for a source text each, what else of it was found: how many
    further `passages`, and in how many other documents, its `copies`."""

    found: Found
    passages: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed to; empty fields allow everything. `year` is one, as a text."""

    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    after: datetime.date | None = None
    before: datetime.date | None = None

    def where(self) -> Filter:
        """The filter that says so."""
        after, before = self.after, self.before
        for year in map(int, self.year):
            first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
            after, before = max(after or first, first), min(before or last, last)
        return Filter(frozenset(self.publishers), frozenset(self.authors), frozenset(self.kinds), after, before)

    def but(self, name: str) -> Narrowed:
        """The same, with nothing chosen of `name`."""
        kept = {field: () if field == name else getattr(self, field) for field in FACETS}
        return Narrowed(**kept, after=self.after, before=self.before)


FACETS: Mapping[str, Callable[[Row], str | None]] = {  # field of Narrowed -> a row's value of it
    "publishers": lambda row: row.found.document.publisher,
    "authors": lambda row: row.found.document.author,
    "kinds": lambda row: row.found.document.kind,
    "year": lambda row: str(row.found.document.date.year) if row.found.document.date else None,
}


def in_order(rows: Iterable[Row], order: Order) -> list[Row]:
    """The rows, the best first, or by date with the better of one day first; those without a date are last."""
    best = sorted(rows, key=lambda row: row.found.hit.rank)
    if order == "Best first":
        return best
    dated = [(row.found.document.date, row) for row in best]
    known = [(day, row) for day, row in dated if day]
    known.sort(key=lambda pair: pair[0].toordinal() * (-1 if order == "Newest first" else 1))
    return [row for _, row in known] + [row for day, row in dated if not day]


def one_an_origin(found: Sequence[Found], origins: Mapping[str, str]) -> list[Row]:
    """The best passage of each source text, by the documents' `origins`; one without is its own."""
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(origins.get(one.document.id, one.document.id), []).append(one)
    return [
        Row(group[0], len(group) - 1, len({one.document.id for one in group} - {group[0].document.id}))
        for group in groups.values()
    ]


def counted_by(rows: Iterable[Row], name: str) -> dict[str, int]:
    """How many rows have each value of `name`, most first, years latest first; rows without one are not counted."""
    counts = Counter(value for row in rows if (value := FACETS[name](row)))
    if name == "year":
        return dict(sorted(counts.items(), reverse=True))
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0])))
