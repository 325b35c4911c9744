"""What somebody said about something: own quotations are evidence, and what others say is none."""

from __future__ import annotations

import pytest

from index.model import Document, Hit, Passage, Span
from qa.compose import Candidate
from qa.confidence import Features
from qa.model import Evidence
from qa.said_about import of_the_person, own_evidence, wanted
from qa.speakers import said_around, speaker_at

TEXT = (
    "Ann Archer runs a shop. “Bread is dear this year. Flour costs more,” said Ann Archer. "
    "“Bread is cheap,” Bob Baker said. The shop sells bread."
)
DOCUMENT = Document("d", TEXT, "Title", "a.txt", "0" * 64, "text")
HIT = Hit(Passage.cut(DOCUMENT, 0, len(TEXT)), 1, 1.0)


def quoted(question: str, hit: Hit = HIT) -> list[str]:
    asked = wanted(question)
    assert asked is not None
    found = own_evidence(asked, [hit], lambda span: said_around(TEXT, span.start, span.end))
    return [one.answer.of(TEXT) for one in found]


@pytest.mark.parametrize(
    ("question", "who", "topic"),
    [
        ("What did Ann Archer say about bread?", "Ann Archer", {"bread"}),
        ("What did Ms Archer think of the price of bread?", "Archer", {"price", "bread"}),
        ("What are Ann Archer's views on the baker?", "Ann Archer", {"baker"}),
        ("What did Ann Archer tell the local paper about bread?", "Ann Archer", {"bread"}),
    ],
)
def test_whose_words_about_what(question: str, who: str, topic: set[str]) -> None:
    asked = wanted(question)
    assert asked is not None
    assert (asked.who, asked.topic) == (who, topic)


@pytest.mark.parametrize(
    "question",
    [
        "Who said that bread is dear?",
        "What does Ann Archer sell?",
        "What did Ann Archer say is dear?",
        "What did Ann Archer say should make up half of a loaf?",
        "What did Ann Archer say must be done about bread?",
    ],
)
def test_other_questions_are_left_to_the_reader(question: str) -> None:
    assert wanted(question) is None


def test_the_sentences_about_it_are_evidence_without_their_marks() -> None:
    assert quoted("What did Ann Archer say about bread?") == ["Bread is dear this year"]
    assert quoted("What did Ann Archer say about flour?") == ["Flour costs more"]
    assert quoted("What did Bob Baker say about bread?") == ["Bread is cheap"]


def test_where_only_the_whole_is_about_it_the_whole_is_evidence() -> None:
    found = quoted("What did Ann Archer say about bread, flour, costs and dear things?")
    assert found == ["Bread is dear this year. Flour costs more"]


def test_what_nobody_said_is_no_evidence() -> None:
    assert quoted("What did Ann Archer say about fish?") == []
    assert quoted("What did Carl Cooper say about bread?") == []


def test_a_passage_that_cuts_a_quotation_gives_what_it_has() -> None:
    end = TEXT.index(" Flour")
    cut = Hit(Passage.cut(DOCUMENT, 0, end), 1, 1.0)
    assert quoted("What did Ann Archer say about bread?", cut) == ["Bread is dear this year"]
    assert quoted("What did Ann Archer say about flour?", cut) == []


def candidate(words: str) -> Candidate:
    start = TEXT.index(words)
    evidence = Evidence(Span("d", start, start + len(words)), HIT.passage.span, 1.0, HIT)
    return Candidate(words, (evidence,), Features(*[0] * 7), 0.5)


@pytest.mark.parametrize(
    ("who", "kept"),
    [
        ("Ann Archer", ["Bread is dear this year", "The shop sells bread"]),
        ("Bob Baker", ["Bread is cheap", "The shop sells bread"]),
        ("Carl Cooper", []),
        ("Dora Dyer", ["The shop sells bread"]),
    ],
)
def test_what_others_said_is_no_answer(who: str, kept: list[str]) -> None:
    asked = wanted(f"What did {who} say about bread?")
    assert asked is not None
    given = [candidate("Bread is dear this year"), candidate("Bread is cheap"), candidate("The shop sells bread")]
    found = of_the_person(
        asked, given, lambda span: speaker_at(TEXT, span.start, span.end), lambda _: "Dora Dyer\nA diary"
    )
    assert [one.text for one in found] == kept
