"""Where a follow-up is likeliest answered."""

from __future__ import annotations

import pytest

from index.model import Document, Hit, Passage, Span
from qa.compose import Candidate
from qa.confidence import Features
from qa.continued import MORE, ODDS_THERE, added, documents_in, documents_of, on_topic, surer_there, widened
from qa.model import Evidence, Exchange

TEXT = "We have 17 staff."


def hit(document: str, rank: int = 1, text: str = TEXT) -> Hit:
    whole = Document(document, text, "Title", f"{document}.txt", "0" * 64, "text")
    return Hit(Passage.cut(whole, 0, len(text)), rank, 1.0)


def candidate(document: str, confidence: float) -> Candidate:
    found = hit(document)
    evidence = Evidence(Span(document, 8, 10), found.passage.span, 1.0, found)
    return Candidate("17", (evidence,), Features(*[0] * 7), confidence)


def test_the_documents_are_those_cited_last_and_not_long_ago() -> None:
    one, two = Exchange("a", documents=("1",)), Exchange("b", documents=("2", "3"))
    assert documents_of([one, two]) == {"2", "3"}
    assert documents_of([two, one, Exchange("c")]) == {"1"}
    assert documents_of([one, Exchange("b"), Exchange("c")]) == frozenset()
    assert documents_of([]) == frozenset()


def test_a_few_more_of_the_documents_passages_are_read() -> None:
    hits = [hit(name, rank) for rank, name in enumerate("abcabcabcaaaaa", start=1)]
    assert [one.rank for one in widened(hits, 3, {"a"})] == [1, 2, 3, 4, 7, 10, 11][: 3 + MORE]
    assert widened(hits, 3, ()) == hits[:3]
    assert documents_in(hits[:2]) == {"a", "b"}


def test_the_words_that_were_left_out() -> None:
    assert added("How many staff does the Bridgelight Trust employ?", "How many staff does it employ?") == (
        "the Bridgelight Trust"
    )


def test_a_passage_is_on_the_topic_by_its_words_its_title_or_its_document() -> None:
    hits = [hit("a"), hit("b"), hit("c", text="The Bridgelight Trust has 17 staff."), hit("d")]
    over = {hits[1].passage.span: ["About the Bridgelight Trust"]}
    found = on_topic(hits, "the Bridgelight Trust", over, {"d"})
    assert documents_in(found) == {"b", "c", "d"}


def test_an_answer_in_the_documents_is_surer_and_may_come_first() -> None:
    elsewhere, there = candidate("a", 0.5), candidate("b", 0.4)
    assert [c.confidence for c in surer_there([elsewhere, there], ())] == [0.5, 0.4]
    first, second = surer_there([elsewhere, there], {"b"})
    assert (first.confidence, second) == (pytest.approx(ODDS_THERE * 0.4 / (ODDS_THERE * 0.4 + 0.6)), elsewhere)
