"""Which passages are still read, with the shipped calibration's own formula."""

from __future__ import annotations

import pytest

from index.model import Document, Hit, Passage, Span
from qa.confidence import NAMES, Calibration
from qa.model import Evidence
from qa.worth import Worth

QUESTION = "How many cameras were installed?"
COEFFICIENTS = dict.fromkeys(NAMES, 0.0) | {"margin": 0.5, "lead": 0.3, "retrieved": 8.0}
CALIBRATION = Calibration("fake", -8.5, COEFFICIENTS, 0.2, 0.0, 0.25, 1.0, "test")


def hit(text: str, score: float, document: str = "a") -> Hit:
    whole = Document(document, text, "Title", f"{document}.txt", "0" * 64, "text")
    return Hit(Passage.cut(whole, 0, len(text)), 1, score, 0.5)


def read(words: str, margin: float, found: Hit) -> Evidence:
    start = found.passage.text.index(words)
    span = found.passage.span
    return Evidence(Span(span.document, start, start + len(words)), span, margin, found)


FIRST = hit("Some 30 cameras were installed.", 1.0)


@pytest.fixture
def worth() -> Worth:
    return Worth(QUESTION, {}, CALIBRATION)


def test_a_passage_far_behind_a_sure_answer_is_left_unread(worth: Worth):
    assert worth([read("30", 9.0, FIRST)], [hit("The weather was mild.", 0.4, "b")]) == []


def test_a_passage_that_might_hold_a_surer_answer_is_read(worth: Worth):
    near = hit("They installed more of them in May.", 0.98, "b")
    assert worth([read("30", 9.0, FIRST)], [near]) == [near]


def test_a_passage_that_might_hold_another_answer_to_be_shown_is_read(worth: Worth):
    behind = hit("They installed more of them in May.", 0.75, "b")
    assert worth([read("30", 12.0, FIRST)], [behind]) == [behind]


def test_a_passage_with_the_same_words_is_read_wherever_it_ranks(worth: Worth):
    same, other = hit("The 30 were paid for by the state.", 0.4, "b"), hit("The 300 were not.", 0.4, "c")
    assert worth([read("30", 9.0, FIRST)], [same, other]) == [same]


def test_all_are_read_while_no_answer_is_sure(worth: Worth):
    far = hit("The weather was mild.", 0.4, "b")
    assert worth([read("30", -4.0, FIRST)], [far]) == [far]
    assert worth([], [far]) == [far]
