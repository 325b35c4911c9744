"""What was looked up is ordered, folded by source text, and counted."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Document, Filter, Hit, Locator, Passage
from qa.model import Found
from qa.pages.results import FACETS, ORDERS, Narrowed, Row, counted_by, in_order, one_an_origin

DAYS = st.none() | st.dates(date(2015, 1, 1), date(2020, 12, 31))
DETAILS = st.tuples(st.sampled_from("abcd"), DAYS, st.none() | st.sampled_from(["The Paper", "the paper", "Council"]))


def found(rank: int, id: str = "a", day: date | None = None, publisher: str | None = None) -> Found:
    document = Document(id, "Text.", "T", "t.txt", "0" * 64, "text", date=day, publisher=publisher)
    return Found(Hit(Passage.cut(document, 0, 5), rank, 1.0), document, Locator(None, 1, None))


def rows_of(details: list[tuple[str, date | None, str | None]]) -> list[Row]:
    return [Row(found(rank, *one)) for rank, one in enumerate(details, 1)]


@given(st.lists(DETAILS), st.sampled_from(ORDERS), st.randoms())
def test_every_order_keeps_all_rows_and_puts_those_without_a_date_last(details, order, random) -> None:
    rows = rows_of(details)
    shuffled = random.sample(rows, len(rows))
    ordered = in_order(shuffled, order)
    assert sorted(row.found.hit.rank for row in ordered) == [row.found.hit.rank for row in rows]
    days = [row.found.document.date for row in ordered]
    if order == "Best first":
        assert ordered == rows
    else:
        known = [day for day in days if day]
        assert known == sorted(known, reverse=order == "Newest first")
        assert days[: len(known)] == known
        same = itertools.pairwise(ordered)
        assert all(
            one.found.hit.rank < other.found.hit.rank
            for one, other in same
            if one.found.document.date == other.found.document.date
        )


@given(st.lists(DETAILS), st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xy")))
def test_one_row_an_origin_is_its_best_and_says_what_else_was_found(details, origins) -> None:
    all_found = [row.found for row in rows_of(details)]
    rows = one_an_origin(all_found, origins)
    of = {one.hit.rank: origins.get(one.document.id, one.document.id) for one in all_found}
    assert len(rows) == len(set(of.values()))
    assert sum(1 + row.passages for row in rows) == len(all_found)
    for row in rows:
        group = [one for one in all_found if of[one.hit.rank] == of[row.found.hit.rank]]
        assert row.found == group[0]
        assert row.copies == len({one.document.id for one in group}) - 1


@given(st.lists(DETAILS), st.sampled_from(list(FACETS)))
def test_a_count_is_that_of_the_rows_which_have_the_value(details, name) -> None:
    rows = rows_of(details)
    counts = counted_by(rows, name)
    assert all(count == sum(FACETS[name](row) == value for row in rows) for value, count in counts.items())
    assert sum(counts.values()) == sum(FACETS[name](row) is not None for row in rows)
    if name == "year":
        assert list(counts) == sorted(counts, reverse=True)
    else:
        assert list(counts.values()) == sorted(counts.values(), reverse=True)


@pytest.mark.parametrize(
    ("narrowed", "where"),
    [
        (Narrowed(), Filter()),
        (Narrowed(("P",), ("A",), ("pdf",)), Filter(frozenset("P"), frozenset("A"), frozenset({"pdf"}))),
        (Narrowed(year=("2018",)), Filter(after=date(2018, 1, 1), before=date(2018, 12, 31))),
        (
            Narrowed(year=("2018",), after=date(2018, 3, 1)),
            Filter(after=date(2018, 3, 1), before=date(2018, 12, 31)),
        ),
        (Narrowed(year=("2018",), before=date(2017, 3, 1)), Filter(after=date(2018, 1, 1), before=date(2017, 3, 1))),
        (Narrowed(after=date(2017, 3, 1)), Filter(after=date(2017, 3, 1))),
    ],
)
def test_what_is_chosen_becomes_a_filter(narrowed: Narrowed, where: Filter) -> None:
    assert narrowed.where() == where


def test_one_choice_is_taken_back_and_the_others_stay() -> None:
    assert Narrowed(("P",), year=("2018",)).but("publishers") == Narrowed(year=("2018",))
