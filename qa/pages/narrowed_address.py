"""What a search is narrowed to, as the parameters of Look up's address, and back.

Pure. Nothing in an address is trusted: what makes no sense is as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from index.model import Facets
from qa.pages.results import FACETS, ORDERS, Narrowed, Order

MOST_VALUES, LONGEST = 12, 200  # of a kind, and characters of one: an address has to fit into a letter
PARAMETERS = (*FACETS, "after", "before", "order", "copies")
_ORDERS: Mapping[str, Order] = {order.split()[0].lower(): order for order in ORDERS}
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class Choices:
    """All that is chosen above what was found."""

    narrowed: Narrowed = field(default_factory=Narrowed)
    order: Order = ORDERS[0]
    copies_hidden: bool = False


def narrowed_query(chosen: Choices) -> dict[str, list[str]]:
    """The part of an address that says so; what is as it is at first is left out."""
    narrowed = chosen.narrowed
    query = {name: list(getattr(narrowed, name)) for name in FACETS}
    query |= {name: [day.isoformat()] for name in ("after", "before") if (day := getattr(narrowed, name))}
    query["order"] = [name for name, order in _ORDERS.items() if order == chosen.order != ORDERS[0]]
    query["copies"] = ["hidden"] * chosen.copies_hidden
    return {name: values[:MOST_VALUES] for name, values in query.items() if values}


def choices(query: Mapping[str, Sequence[str]], days: Facets) -> Choices:
    """What an address says, as far as it can be chosen: `days` says between which dates the documents lie."""
    values = {name: tuple(v for v in query.get(name, ())[:MOST_VALUES] if 0 < len(v) <= LONGEST) for name in FACETS}
    values["year"] = tuple(filter(_YEAR.fullmatch, values["year"]))[:1]
    after, before = (_day(query.get(name, ()), days) for name in ("after", "before"))
    order = next((_ORDERS[name] for name in query.get("order", ()) if name in _ORDERS), ORDERS[0])
    return Choices(Narrowed(**values, after=after, before=before), order, "hidden" in query.get("copies", ()))


def _day(said: Sequence[str], days: Facets) -> date | None:
    with suppress(ValueError, IndexError):
        day = date.fromisoformat(said[0])
        if days.earliest and days.latest and days.earliest <= day <= days.latest:
            return day
    return None
