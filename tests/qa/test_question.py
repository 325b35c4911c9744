"""Which questions can be asked, and what is said of the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from qa.question import checked_question


@given(st.text(alphabet="ab é?\t\n ").filter(lambda text: any(c.isalpha() for c in text)))
def test_a_question_keeps_its_words_and_loses_needless_white_space(typed: str) -> None:
    asked = checked_question(typed, limit=1000)
    assert asked.split() == typed.split()
    assert asked == " ".join(asked.split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "is empty"), (" \n\t", "is empty"), ("?!… —", "no word"), ("why " * 5, "19 characters; at most 10")],
)
def test_a_question_that_cannot_be_asked_says_why(typed: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        checked_question(typed, limit=10)


def test_the_limit_itself_can_be_asked() -> None:
    assert checked_question("x" * 10, limit=10) == "x" * 10


def test_bytes_that_are_not_text_are_refused() -> None:
    with pytest.raises(QuestionError, match="not text"):
        checked_question("who \udcff?", limit=1000)
