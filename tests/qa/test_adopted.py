"""Which names of an answer are spoken of from then on."""

from __future__ import annotations

import pytest

from qa.adopted import adopted_from, comes_first
from qa.converse import resolve
from qa.kinds import Kind
from qa.model import Exchange
from qa.talk import Mention


@pytest.mark.parametrize(
    ("question", "answer", "adopted"),
    [
        ("Who refereed the match?", "Saskia Trowbridge", Mention("Saskia Trowbridge", Kind.PERSON)),
        ("Who deepened the channel?", "Merrick Dredging Ltd", Mention("Merrick Dredging Ltd", Kind.GROUP)),
        ("Who bought the old courthouse?", "the university", Mention("the university", Kind.GROUP)),
        ("Which doctor was that?", "Petronel Auer", Mention("Petronel Auer", Kind.PERSON)),
        ("Which ship brought her?", "Lady Ostrey", Mention("Lady Ostrey", Kind.THING)),
        ("Which charity runs it?", "the Bridgelight Trust", Mention("Bridgelight Trust", Kind.GROUP)),
    ],
)
def test_an_answer_that_is_a_name(question: str, answer: str, adopted: Mention):
    assert adopted_from(answer, question, []) == [adopted]


def test_nothing_is_adopted_from_a_sentence_or_where_no_name_was_asked_for():
    assert adopted_from("Mak Chishty asked the mosques to do more than they had", "Who spoke there?", []) == []
    assert adopted_from("Luton", "Where did he grow up?", []) == []


def test_a_person_who_was_asked_about_stays_the_one_unless_somebody_came_after_him():
    pellow = Mention("Martin Pellow", Kind.PERSON)
    assert adopted_from("Ada Vane", "Who is Martin Pellow's mother?", [pellow]) == []
    assert adopted_from("Helen Strand", "Who succeeded Martin Pellow?", [pellow]) == [
        Mention("Helen Strand", Kind.PERSON)
    ]


def test_a_body_that_paid_is_they_and_what_it_paid_for_is_it():
    paid = [Exchange("Who paid for the Loud Few study?", "Hollis Foundation")]
    assert resolve("How many posts did it read?", paid) == "How many posts did the Loud Few study read?"
    assert resolve("What do they do?", paid) == "What do Hollis Foundation do?"
    assert not comes_first(Mention("Hollis Foundation", Kind.GROUP), paid[0].question)
