"""A quotation's boxes on a page: where its letters stand, or none."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.boxes import Glyph, boxes_of
from index.model import Box

SIZE = (100.0, 200.0)


def row(words: str, top: float = 0, left: float = 0) -> list[Glyph]:
    """Letters one unit wide and two high, side by side."""
    return [Glyph(letter, left + at, top, left + at + 1, top + 2) for at, letter in enumerate(words)]


def found(glyphs: list[Glyph], text: str, quote: str, *inner: str) -> tuple[tuple[Box, ...], ...]:
    stretches = [(text.index(words), text.index(words) + len(words)) for words in (quote, *inner)]
    return boxes_of(glyphs, text, stretches, SIZE)


def test_a_quotation_has_a_box_and_so_has_the_answer_in_it() -> None:
    quote, answer = found(row("It has 30 cameras, it says."), "It has 30 cameras, it says.", "has 30 cameras", "30")
    assert quote == (Box(0.03, 0.0, pytest.approx(0.14), 0.01),)  # "has 30 cameras"
    assert answer == (Box(0.07, 0.0, pytest.approx(0.02), 0.01),)


def test_the_signs_of_a_quotation_are_marked_with_it() -> None:
    text = "It cost “£300”, or 17%, (net)."
    for words in ("£300", "“£300”", "17%", "17", "(net)."):
        ((box,),) = found(row(text), text, words)
        assert (round(100 * box.left), round(100 * box.width)) == (text.index(words), len(words))


def test_each_line_has_its_own_box() -> None:
    glyphs = row("One long word was hyphen-", 0) + row("ated at the end.", 3)
    (boxes,) = found(glyphs, "One long word was hyphenated at the end.", "hyphenated at")
    assert [(box.left, box.top) for box in boxes] == [(0.18, 0.0), (0.0, 0.015)]


def test_letters_that_are_far_apart_are_not_joined() -> None:
    (boxes,) = found(row("Ann") + row("Reed", left=60), "Ann Reed", "Ann Reed")
    assert [box.left for box in boxes] == [0.0, 0.6]


@pytest.mark.parametrize(
    ("drawn", "stored"),
    [
        ("The ﬁrst oﬃce", "The first office"),
        ("The first", "The ﬁrst"),
        ("cafe\u0301 noir", "café noir"),
        ("a\xadb", "ab"),
    ],
)
def test_letters_count_however_they_are_put_together(drawn: str, stored: str) -> None:
    ((box,),) = found(row(drawn), stored, stored)
    assert box.left == 0.0
    assert box.width == pytest.approx(len(drawn) / 100)


def test_what_stands_twice_is_told_apart_by_what_stands_around_it() -> None:
    text = "In May it had 30 cameras. In June it had 30 cameras. The end of it."
    glyphs = row("Head ") + row(text, 3)  # a running head that is not in the stored text
    at = text.rindex("30")
    ((box,),) = boxes_of(glyphs, text, [(at, at + 2)], SIZE)
    assert (box.left, box.top) == (at / 100, 0.015)


def test_what_cannot_be_told_apart_has_no_box() -> None:
    assert boxes_of(row("30 30 30 30"), "30 30 30", [(3, 5)], SIZE) == ((),)


def test_what_is_not_on_the_page_has_no_box() -> None:
    assert found(row("Something else."), "It has 30 cameras.", "has 30", "30") == ((), ())
    assert found([], "It has 30 cameras.", "30") == ((),)
    assert boxes_of(row("Word"), "Word", [(4, 4), (0, 0)], SIZE) == ((), ())


def test_an_answer_on_the_next_page_leaves_the_quotations_box() -> None:
    quote, answer = boxes_of(row("It begins"), "It begins", [(0, 9), (9, 9)], SIZE)
    assert (len(quote), answer) == (1, ())


def test_what_lies_beside_the_page_is_cut_off() -> None:
    ((box,),) = found(row("Half of it", left=95), "Half of it", "Half of it")
    assert box.left + box.width == 1.0
    assert found(row("Beside", left=120), "Beside", "Beside") == ((),)


@given(st.text(alphabet="ab1 -\n.é", max_size=60), st.data())
def test_a_box_spans_the_letters_of_the_quotation_and_no_others(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(any(letter.isalnum() for letter in text[start:end]))
    seen = [at for at in range(start, end) if not text[at].isspace()]
    (boxes,) = boxes_of(row(text), text, [(start, end)], (1000.0, 1000.0))
    first, last = round(1000 * boxes[0].left), round(1000 * (boxes[-1].left + boxes[-1].width))
    assert start <= first <= seen[0]
    assert seen[-1] < last <= end
