"""Phrases that point back."""

from __future__ import annotations

import pytest

from qa.converse import resolve
from qa.model import Exchange
from tests.qa.earlier import FOUNDED, HURT


@pytest.mark.parametrize(
    ("history", "question", "resolved"),
    [
        (HURT, "What happened to the caretaker?", "What happened to the caretaker Yusuf Darwish?"),
        (
            HURT,
            "How much of a grant did the trustees of the mosque ask for?",
            "How much of a grant did the trustees of the mosque in Sennet Street ask for?",
        ),
        (FOUNDED, "What does the charity do?", "What does the Bridgelight Trust do?"),
        (
            ["Who led the inspection of Wenshire Police?"],
            "How much did the inspection cost?",
            "How much did the inspection of Wenshire Police cost?",
        ),
        (
            ["Who is in charge of the Community Contact Desk?"],
            "How many people work there?",
            "How many people work at the Community Contact Desk?",
        ),
        (FOUNDED, "What else happened?", "What else happened to Michael Stanhope?"),
    ],
)
def test_a_definite_phrase_is_described_as_before(history: list[str | Exchange], question: str, resolved: str):
    assert resolve(question, history) == resolved


@pytest.mark.parametrize(
    "question",
    [
        "Who concludes that language tests motivate people?",
        "How many hours of free teaching has every adult with a permit of two years or more had?",
    ],
)
def test_what_points_at_nothing_is_left_alone(question: str):
    assert resolve(question, FOUNDED) == question


def test_what_is_said_again_in_full_is_left_alone():
    asked = ["What has the detached youth work trial cost?", "Who edits the Hemming Lamp?"]
    question = "How many workers began in the detached youth work trial in spring?"
    assert resolve(question, asked) == question
