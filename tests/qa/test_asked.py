"""What a question asks, and what it takes for granted."""

from __future__ import annotations

import pytest

from qa.asked import asked_anew, asks, told


@pytest.mark.parametrize(
    ("question", "granted"),
    [
        ("When is the captain leaving?", "the captain leaving"),
        ("How much fuel can a vessel take on?", "fuel a vessel take on"),
        ("By how many votes did Linus Obray lose?", "votes Linus Obray lose"),
        ("Who dissented in the appeal?", "dissented in the appeal"),
        ("How many applications came in?", "applications came in"),
        ("Did the jury ask for anything?", "the jury ask for anything"),
        ("penalty for the fire", "penalty for the fire"),
    ],
)
def test_what_it_takes_for_granted(question: str, granted: str):
    assert told(question) == granted


def test_whether_it_has_a_verb():
    assert asks("what can the user do")
    assert asks("who dissented")
    assert asks("which judge ruled")
    assert not asks("which judge")


def test_another_question_word():
    assert asked_anew("why", "When was the door burnt", None) == "Why was the door burnt"
