from __future__ import annotations

import pytest

from index.model import Document, Hit, Passage, Span
from qa.compose import Candidate
from qa.confidence import Features
from qa.model import Evidence
from qa.own_words import asked_of, own_words_first, same_person
from qa.speakers import speaker_at

TEXT = "Ann Archer runs a shop. The shop sells bread. “Bread is dear,” said Ann Archer. “So it is,” Bob Baker said."
DOCUMENT = Document("d", TEXT, "Title", "a.txt", "0" * 64, "text")
HIT = Hit(Passage.cut(DOCUMENT, 0, len(TEXT)), 1, 1.0)
FEATURES = Features(*[0] * 7)


def candidate(words: str, confidence: float) -> Candidate:
    start = TEXT.index(words)
    answer = Span("d", start, start + len(words))
    return Candidate(words, (Evidence(answer, HIT.passage.span, 1.0, HIT),), FEATURES, confidence)


def ordered(question: str, *given: tuple[str, float]) -> list[str]:
    candidates = [candidate(*one) for one in given]
    found = own_words_first(question, candidates, 0.2, lambda span: speaker_at(TEXT, span.start, span.end))
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What did Ann Archer say about bread?", "Ann Archer"),
        ("What does Ms Archer think of it?", "Archer"),
        ("According to the Revd Ann Archer, what is dear?", "Ann Archer"),
        ("What are the views of Ann Archer?", "Ann Archer"),
        ("In Ann Archer's own words, what is dear?", "Ann Archer"),
        ("Who said that bread is dear?", None),
        ("When did the shop open?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, who: str | None) -> None:
    assert asked_of(question) == who


def test_her_own_words_come_before_what_is_about_as_sure() -> None:
    given = ("The shop sells bread", 0.5), ("Bread is dear", 0.45), ("So it is", 0.44)
    assert ordered("What did Ann Archer say about bread?", *given)[0] == "Bread is dear"
    assert ordered("What did Bob Baker say about bread?", *given)[0] == "So it is"
    assert ordered("What is sold?", *given)[0] == "The shop sells bread"


@pytest.mark.parametrize(("first", "second"), [(0.5, 0.3), (0.22, 0.19)])
def test_what_is_much_surer_and_what_is_too_unsure_keep_their_places(first: float, second: float) -> None:
    found = ordered("What did Ann Archer say?", ("The shop", first), ("Bread is dear", second))
    assert found == ["The shop", "Bread is dear"]


def test_names_are_compared_as_far_as_both_go() -> None:
    assert same_person("Archer", "Ann Archer")
    assert same_person("Ann Archer", "Ann Archer")
    assert not same_person("Bob Archer", "Ann Archer")
