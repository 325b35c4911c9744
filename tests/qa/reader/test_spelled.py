"""Rows of tables, as the reader is given them, and where their letters stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.spelled import Spelled, spelled_out

MARKDOWN = """The series:

| Year to March | All | Online |
| --- | ---: | ---: |
| 2019 | 318 | 64 |
| 2020 | 402 | 109 |

Solved means charged."""


def read(document: str, start: int = 0) -> str:
    return spelled_out(document, start, len(document)).text


def rows(*lines: str) -> list[str]:
    return read("\n\n".join(lines)).split("\n\n")


def test_each_row_is_read_with_the_names_of_its_columns():
    assert "\n2019: All 318, Online 64.\n2020: All 402, Online 109.\n" in read(MARKDOWN)


def test_what_stands_around_a_table_stays_as_it_is_and_its_rule_is_left_out():
    text = read(MARKDOWN)
    assert text.startswith("The series:\n\n| Year to March | All | Online |\n")
    assert text.endswith("\n\nSolved means charged.")
    assert "---" not in text


def test_a_passage_that_begins_within_a_table_has_the_names_from_above():
    assert read(MARKDOWN, MARKDOWN.index("| 2020")) == "2020: All 402, Online 109.\n\nSolved means charged."


def test_every_character_knows_its_place_or_was_put_in():
    start = MARKDOWN.index("| 2020")
    spelled = spelled_out(MARKDOWN, start, len(MARKDOWN))
    at = spelled.text.index("402")
    first, last = spelled.place(at, at + 3) or (0, 0)
    assert MARKDOWN[start:][first:last] == "402"
    assert spelled.place(spelled.text.index("All"), spelled.text.index("All") + 3) is None


def test_cells_begin_where_no_answer_may_cross():
    spelled = spelled_out(MARKDOWN, 0, len(MARKDOWN))
    assert [MARKDOWN[cell:].split()[0] for cell in spelled.cells] == ["2019", "318", "64", "2020", "402", "109"]


@pytest.mark.parametrize(
    ("table", "first"),
    [
        (["Group | Here | Away", "A | Ure | Doyle"], "A: Here Ure, Away Doyle."),
        (["Borough | Awards", "Eastholm | 7", "Thornmere | 6"], "Eastholm: Awards 7."),
        (["Aim | 2019 | 2020/21", "Staff | 4 | 5"], "Staff: 2019 4, 2020/21 5."),
        (["July | Corrected", "Eastholm | 189 | 174", "All | 402 | 387"], "Eastholm: July 189, Corrected 174."),
        (["Group | Here | Away", "A | | Doyle"], "A: Away Doyle."),
        (["| Here | Away", "A | Ure | Doyle"], "A: Here Ure, Away Doyle."),
        (["Group | Here | Away", "A | Ure"], "A: Here Ure."),
    ],
)
def test_the_first_row_names_the_columns(table: list[str], first: str):
    assert rows(*table)[1] == first


@pytest.mark.parametrize(
    ("table", "first"),
    [
        (["Chair | Ann Lee", "Secretary | Bob Ray"], "Chair: Ann Lee."),
        (["2016 | 233 | 21", "2017 | 246 | 29"], "2016: 233, 21."),
    ],
)
def test_a_first_row_that_is_like_the_others_names_nothing(table: list[str], first: str):
    assert rows(*table)[0] == first


@pytest.mark.parametrize("line", ["BBC News | Home", "a ||| b \\| c", "|", "||", "| |"])
def test_a_single_line_with_bars_is_no_table(line: str):
    assert read(f"Before.\n\n{line}\n\nAfter.") == f"Before.\n\n{line}\n\nAfter."


@given(st.text(alphabet="ab1 |-\n\\", max_size=80), st.integers(0, 80))
def test_what_is_read_is_the_document_s_own_letters_wherever_they_have_a_place(document: str, start: int):
    start = min(start, len(document))
    spelled = spelled_out(document, start, len(document))
    assert len(spelled.origin) == len(spelled.text)
    places = [(letter, place) for letter, place in zip(spelled.text, spelled.origin, strict=True) if place >= 0]
    assert all(document[start + place] == letter for letter, place in places)
    assert [place for _, place in places] == sorted({place for _, place in places})
    kept = {place for _, place in places}
    assert all(document[start + at] in "|- \n:" for at in range(len(document) - start) if at not in kept)


def test_an_amount_is_read_with_its_currencys_sign_which_stands_where_the_code_does():
    text = "The doors cost GBP 18,400, the film EUR\u00a05m; USD itself is no amount."
    signed = Spelled.plainly(text).plainer()
    assert signed.text == "The doors cost £18,400, the film €5m; USD itself is no amount."
    start, end = signed.place(signed.text.index("£"), signed.text.index("£18,400") + 7) or (0, 0)
    assert text[start:end] == "GBP 18,400"


def test_a_code_that_names_a_column_stays_since_no_answer_begins_with_it():
    spelled = spelled_out("Item | Paid to | GBP\nDoors | Hall and Sons | 18,400", 0, 52)
    assert spelled.plainer().text.endswith("Doors: Paid to Hall and Sons, GBP 18,400.")


@pytest.mark.parametrize(
    ("text", "plainer"),
    [
        ('[Helen Strand](https://example.org/a_(b) "Her page") came.', "Helen Strand came."),
        ("She came.[12][13] He left.[^one]", "She came. He left."),
        ("It cost 5,000 EUR 2019 already.", "It cost 5,000 EUR 2019 already."),
        ("![The plan](plan.png) and [12] and argv[1]", "![The plan](plan.png) and [12] and argv[1]"),
    ],
)
def test_links_are_read_without_where_they_lead_notes_without_their_marks_and_nothing_else_is_changed(
    text: str, plainer: str
):
    assert Spelled.plainly(text).plainer().text == plainer


@given(st.text(alphabet="GBPEURSD 15\n|,.[]()^!", max_size=60))
def test_every_letter_but_a_sign_is_the_documents_own(document: str):
    signed = Spelled.plainly(document).plainer()
    assert len(signed.origin) == len(signed.text)
    for letter, place in zip(signed.text, signed.origin, strict=True):
        assert letter == document[place] or (letter in "£€$" and document[place : place + 3] in ("GBP", "EUR", "USD"))
