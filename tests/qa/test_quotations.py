"""Where a text quotes, and where it only has apostrophes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quotations import block_quotations, quotations


def quoted(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in one.parts] for one in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “we met” and left.", ["we met"]),
        ('"We met," he said. "We left."', ["We met,", "We left."]),
        ("She said ‘we met’ and it's the officers' car.", ["we met"]),
        ("She said 'it's ours' to them.", ["it's ours"]),
        ("The officers’ car and Chishty’s men, rock ’n’ roll in the ’90s.", []),
        ("‘The officers’ view,’ he said.", ["The officers’ view,"]),
        ("‘A note that 'would come' soon.’", ["A note that 'would come' soon.", "would come"]),
        ("A ‘call to action’, he said.", ["call to action"]),
        ("attracted “vulnerable “ Muslims", ["vulnerable "]),
        ('It is 5\'10" tall and 12" wide.', []),
        ("(“in brackets”) and —“after a dash”", ["in brackets", "after a dash"]),
        ('He wrote “<a href="x">this</a>” to us.', ['<a href="x">this</a>']),
        ("Older posts « The blog", []),
        ("An empty “” or “…” is none.", []),
    ],
)
def test_quotations_in_one_paragraph(text: str, expected: list[str]) -> None:
    assert quoted(text) == [[words] for words in expected]


def test_a_nested_quotation_follows_the_one_that_it_is_in() -> None:
    text = "He said: “When they say, ‘we do not believe you’, they mean it.”"
    outer, inner = quotations(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert outer.holds(inner)
    assert [text[a:b] for a, b in inner.parts] == ["we do not believe you"]


def test_a_long_quotation_opens_anew_at_each_paragraph() -> None:
    assert quoted("He said: “One.\n\n“Two.\n\n“Three.”\n\nThen he left.") == [["One.", "Two.", "Three."]]
    assert quoted('She said: "One.\n\n"Two."') == [["One.", "Two."]]


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    assert quoted("He added: “Why not?\n\nShe went on: “Because.”") == [["Why not?"], ["Because."]]


def test_lines_set_apart_are_quotations_without_the_line_of_their_source() -> None:
    text = "As it says:\n\n> We met in\n> the hall.\n>\n> — The Minutes\n\nAnd so on:\n\n    Indented words.\n\nEnd."
    blocks = [[text[a:b] for a, b in one.parts] for one in block_quotations(text)]
    assert blocks == [["We met in", "the hall."], ["Indented words."]]


@given(st.text(alphabet="ab s.,\n\"'“”‘’>—", max_size=80))
def test_every_part_lies_in_its_quotation(text: str) -> None:
    for one in (*quotations(text), *block_quotations(text)):
        assert 0 <= one.start <= one.end <= len(text)
        for start, end in one.parts:
            assert one.start <= start <= end <= one.end
