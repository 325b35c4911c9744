"""Questions that name nothing."""

from __future__ import annotations

import pytest

from qa.converse import resolve
from qa.model import Exchange

GAOL = ["How long was Marit Gandel sent to prison for (in months)?"]
BESIDE = "(Marit Gandel sent to prison for in months)?"


@pytest.mark.parametrize("question", ["which judge", "Who identified the body?", "Anyone dissent?", "Biggest fine?"])
def test_what_names_nothing_is_asked_beside_the_question_before(question: str):
    assert resolve(question, GAOL) == f"{question.rstrip('?')} {BESIDE}"


def test_the_next_question_is_about_the_same():
    assert resolve("by whom?", [*GAOL, "which judge"]) == "By whom was Marit Gandel sent to prison for (in months)?"
    assert resolve("Anyone dissent?", [*GAOL, "which judge"]) == f"Anyone dissent {BESIDE}"
    asked = [*GAOL, Exchange("Who represented the Crown?", "Yara Holm")]
    assert resolve("any reason given?", asked) == "Why was it that Yara Holm represented the Crown?"


def test_a_fragment_takes_up_a_question_that_was_put_beside_another():
    asked = [*GAOL, "What did the appeal cost?"]
    assert resolve("and a new trial?", asked) == (
        "What did a new trial cost (the appeal cost, Marit Gandel sent to prison for in months)?"
    )


@pytest.mark.parametrize(
    "question",
    [
        "What is gabbro?",
        "What is the melting point of iron?",
        "Who shot Lukas Marr?",
        "How high are fines for abusive texts?",
    ],
)
def test_what_says_itself_what_it_is_about_is_left_alone(question: str):
    assert resolve(question, GAOL) == question
