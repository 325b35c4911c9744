from __future__ import annotations

import pytest

from qa.check.figures import figures
from qa.check.footmarks import unmarked
from qa.check.words import words_of


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("1,200³ people", "1,200† people"),
        ("people¹² said.³", "people†† said.†"),
        ("³ See page 4.", "† See page 4."),
        ("in 2018⁴, 7.2%⁵", "in 2018†, 7.2%†"),
        ("some 110⁶ of them", "some 110† of them"),
        ("10⁶ and 10⁻⁶ bytes", "10⁶ and 10⁻⁶ bytes"),
        ("4 m², 3 km², x³", "4 m², 3 km², x³"),
    ],
)
def test_a_raised_digit_behind_a_figure_or_a_word_is_a_footnote_s_mark(text: str, without: str) -> None:
    assert unmarked(text) == without


def test_who_quotes_leaves_the_marks_out() -> None:
    source = words_of("It reached 1,200³ people⁴ in 4 m² of room.")
    assert source.find(words_of("1,200 people in 4 m2 of room")) == 2
    assert source.find(words_of("1,2003 people")) is None


def test_a_power_is_another_number_than_its_digits() -> None:
    assert words_of("some 10⁶ bytes").find(words_of("some 106 bytes")) is None
    assert words_of("some 10⁶ bytes").find(words_of("some 10 bytes")) is None
    assert words_of("some 10⁶ bytes").find(words_of("10⁶ bytes")) == 1


def test_a_figure_ends_before_its_mark() -> None:
    found = figures("To 1,200³ people in 2018⁴, or 7.2%⁵ of them.")
    plain = figures("To 1,200 people in 2018, or 7.2% of them.")
    assert [(one.kind, one.value) for one in found] == [(one.kind, one.value) for one in plain]
    assert figures("some 10⁶ bytes") == []
