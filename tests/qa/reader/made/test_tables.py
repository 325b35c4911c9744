import random

import pytest

from qa.reader.data import Example
from qa.reader.made.forms import Shown, show
from qa.reader.made.tables import made_tables
from qa.reader.made.words import Words, words_of

LETTERS = "bcdfghklmnprstvwz"


def asked(question: str, answer: str) -> Example:
    context = f"It is told that {answer} was there long before the others came to the valley."
    start = context.index(answer)
    return Example(question, context, start, start + len(answer), "given")


def given() -> list[Example]:
    """Two dozen answers of every sort that tables are filled with."""
    stems = [f"{a}{vowel}{a}en" for a in LETTERS for vowel in "ao"]
    return [
        example
        for stem in stems
        for example in (
            asked("Who came first?", f"Anna {stem.title()}"),
            asked("Where was it?", f"{stem.title()}ford"),
            asked("What was it called?", f"Order of {stem.title()}"),
            asked("What did they bring?", f"the {stem}s"),
        )
    ]


WORDS = Words(["Ann Lee"], ["Oxford"], ["Order"], ["soap"], ["The valley was settled long before the others came."])
TABLE = Shown("Grants", ["Borough", "Applications", "Amount"], [(0, ["Dale", "19", "£62,400"]), (1, ["Fell", "7", ""])])


def shown(start: str) -> tuple[str, dict[tuple[int, int], tuple[int, int]]]:
    """The table in the first form drawn that has `start` in it."""
    return next(
        (text, places) for text, places in (show(TABLE, WORDS, random.Random(n)) for n in range(500)) if start in text
    )


def test_words_are_sorted_by_what_was_asked_and_lose_their_article():
    words = words_of(
        [asked("Who came?", "Ann Lee"), asked("Where was it?", "Oxford"), asked("What is it?", "the soap")]
    )
    assert (words.people, words.places, words.things) == (["Ann Lee"], ["Oxford"], ["soap"])


def test_opinions_lend_no_words():
    opinion = Example("What is it?", "I like the soap a lot.", 7, 15, "shifts_amazon")
    assert words_of([opinion]) == Words([], [], [], [], [])


@pytest.mark.parametrize(
    "row",
    [
        "Dale: Applications 19, Amount £62,400.",
        "Grants · Borough: Dale; Applications: 19; Amount: £62,400",
        "Dale | 19 | £62,400",
        "Fell: Applications 7.",
    ],
)
def test_every_form_names_the_columns_its_own_way_and_knows_where_its_cells_are(row: str):
    text, places = shown(row)
    assert [text[slice(*places[0, column])] for column in range(3)] == ["Dale", "19", "£62,400"]
    assert text[slice(*places[1, 1])] == "7"


def test_an_answer_is_a_whole_cell_of_a_passage_that_is_not_too_long():
    made = made_tables(given(), 400, 5)
    for example in (e for e in made if e.start is not None and e.end is not None):
        answer = example.context[example.start : example.end]
        assert answer
        assert answer == answer.strip()
        assert example.context[example.end : example.end + 1] in {"", ".", ",", ";", ":", " ", "\n"}
        assert example.start == 0 or example.context[example.start - 1] in " \n"
    assert max(len(example.context) for example in made) < 700


def test_about_three_in_ten_have_no_answer():
    made = made_tables(given(), 600, 5)
    assert 0.22 < sum(example.start is None for example in made) / len(made) < 0.38


def test_what_is_asked_for_a_year_is_found_in_that_year_s_row():
    found = 0
    for example in made_tables(given(), 1500, 7):
        year = example.question.rstrip("?").split()[-1]
        rows = [line for line in example.context.split("\n") if year.isdigit() and line.startswith(f"{year}: ")]
        if example.start is not None and rows:
            found += 1
            assert example.context[example.start : example.end] in rows[0]
    assert found > 30


def test_the_same_seed_makes_the_same_tables_and_none_when_none_are_asked_for():
    assert made_tables(given(), 30, 3) == made_tables(given(), 30, 3)
    assert made_tables(given(), 30, 3) != made_tables(given(), 30, 4)
    assert made_tables([], 0, 3) == []


def test_too_few_words_are_said_at_once():
    with pytest.raises(ValueError, match="fewer than 20"):
        made_tables(given()[:40], 5, 1)
