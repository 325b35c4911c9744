"""What a question speaks of without a name."""

from __future__ import annotations

import pytest

from qa.phrases import described, last_phrase


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("Did the album win any awards?", "the album"),
        ("Which county had the highest rate of persistent absence in 2024?", "the highest rate of persistent absence"),
        ("Why had the hoist rope of Number 2 crane parted?", "the hoist rope of Number 2 crane"),
        ("Where is Luton?", None),
    ],
)
def test_the_last_phrase(question: str, phrase: str | None):
    assert last_phrase(question) == phrase


def test_whom_a_question_asks_for():
    assert described("Who refereed the match?") == "the person who refereed the match"
    assert described("Who was governor of Brenmoor Prison?") == "the governor of Brenmoor Prison"
    assert described("Where was he?") is None
