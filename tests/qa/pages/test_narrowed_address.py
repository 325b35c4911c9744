from datetime import date

import pytest

from index.model import Facets
from qa.pages.narrowed_address import LONGEST, MOST_VALUES, Choices, choices, narrowed_query
from qa.pages.results import Narrowed

DAYS = Facets((), (), (), date(2017, 3, 1), date(2020, 11, 9))


@pytest.mark.parametrize(
    "chosen",
    [
        Choices(),
        Choices(Narrowed(publishers=("The Gazette", "A & B = C"), kinds=("pdf",), year=("2018",))),
        Choices(Narrowed(authors=("Müller",), after=date(2018, 1, 1), before=date(2020, 1, 1)), "Newest first", True),
    ],
)
def test_what_was_chosen_is_what_the_address_says(chosen: Choices):
    assert choices(narrowed_query(chosen), DAYS) == chosen


def test_what_is_as_it_was_at_first_is_not_said():
    assert narrowed_query(Choices()) == {}
    assert narrowed_query(Choices(order="Oldest first")) == {"order": ["oldest"]}


@pytest.mark.parametrize(
    "query",
    [
        {"year": ["0"]},
        {"year": ["20188"]},
        {"year": ["٢٠١٨"]},
        {"after": ["yesterday"]},
        {"after": ["1999-01-01"]},
        {"before": ["9999-12-31"]},
        {"before": []},
        {"order": ["sideways"]},
        {"copies": ["shown"]},
        {"publishers": [""]},
        {"publishers": ["x" * (LONGEST + 1)]},
        {"words": ["harbour"], "document": ["d1"]},
    ],
)
def test_what_makes_no_sense_is_as_if_it_were_not_there(query: dict[str, list[str]]):
    assert choices(query, DAYS) == Choices()


def test_an_address_holds_no_more_than_fits_into_a_letter():
    many = tuple(f"Publisher {n}" for n in range(40))
    assert len(narrowed_query(Choices(Narrowed(publishers=many)))["publishers"]) == MOST_VALUES
    assert len(choices({"publishers": many}, DAYS).narrowed.publishers) == MOST_VALUES
