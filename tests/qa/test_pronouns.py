"""Whom and what pronouns mean."""

from __future__ import annotations

import pytest

from qa.converse import resolve
from qa.model import Exchange
from tests.qa.earlier import CHISHTY, FOUNDED, HURT

ORRICK = ["How much did Dannel Orrick take from the Tramwaymen's Fund?"]


@pytest.mark.parametrize(
    ("history", "question", "resolved"),
    [
        (CHISHTY, "And what did he say about women?", "And what did Mak Chishty say about women?"),
        (CHISHTY, "What was his rank?", "What was Mak Chishty's rank?"),
        (["Who led the inquiry?"], "And how much did that cost?", "And how much did the inquiry cost?"),
        (["Who led the finance committee?"], "Did that committee meet?", "Did the finance committee meet?"),
        (
            ["How many people does the Maid of Orsley carry?"],
            "When was she built?",
            "When was the Maid of Orsley built?",
        ),
        (CHISHTY, "Whom did he bring up in his speech?", "Whom did Mak Chishty bring up in his speech?"),
        (HURT, "How old is he?", "How old is Yusuf Darwish?"),
        (FOUNDED, "When did he retire?", "When did Michael Stanhope retire?"),
        (FOUNDED, "How many staff does it employ?", "How many staff does the Bridgelight Trust employ?"),
        (
            ["Who paid for the Pause course?"],
            "Who translated it into Welsh?",
            "Who translated the Pause course into Welsh?",
        ),
        (
            ["How much of a grant did the trustees of the mosque ask for?"],
            "What did the council give them?",
            "What did the council give the trustees?",
        ),
        (["Who is Toufik Kacimi?", *CHISHTY], "When was he born?", "When was Mak Chishty born?"),
        (["at which think tank did mak chishty speak"], "when was he born", "when was mak chishty born"),
        (
            ["Who paid for the Loud Few study?"],
            "How many posts did it read?",
            "How many posts did the Loud Few study read?",
        ),
        (
            [
                "Who paid for the Loud Few study?",
                Exchange("Who is opening a surgery in the old library?", "Mr Lindqvist"),
            ],
            "What was he asked to hang on it?",
            "What was Mr Lindqvist asked to hang on the old library?",
        ),
        (
            ["How many accounts wrote 41 per cent of the hostile posts?"],
            "What is their median age?",
            "What is the median age of the accounts which wrote 41 per cent of the hostile posts?",
        ),
        (
            ["How many people were referred to the mentoring programme?"],
            "How many of them finished?",
            "How many of the people who were referred to the mentoring programme finished?",
        ),
        (
            ["How much are the Bridgelight Trust's mentors paid?"],
            "Who supervises them?",
            "Who supervises the Bridgelight Trust's mentors?",
        ),
    ],
)
def test_a_pronoun_takes_the_likeliest_name(history: list[str | Exchange], question: str, resolved: str):
    assert resolve(question, history) == resolved


@pytest.mark.parametrize(
    ("history", "question", "resolved"),
    [
        (["Who refereed the match?"], "How old is she?", "How old is the person who refereed the match?"),
        (["Who was hurt in the fire?"], "How old is he?", "How old is the person who was hurt in the fire?"),
        (
            ["Who is the director of the Bridgelight Trust?"],
            "When did she join?",
            "When did the director of the Bridgelight Trust join?",
        ),
        ([*CHISHTY, "Who founded Reform?"], "How old is he?", "How old is the person who founded Reform?"),
        (["Who is Mak Chishty?"], "How old is he?", "How old is Mak Chishty?"),
    ],
)
def test_who_was_asked_for_is_meant_while_the_answer_is_not_known(
    history: list[str | Exchange], question: str, resolved: str
):
    assert resolve(question, history) == resolved


@pytest.mark.parametrize(
    ("history", "question", "resolved"),
    [
        (ORRICK, "What did Judge Castellane give him?", "What did Judge Castellane give Dannel Orrick?"),
        (ORRICK, "What did Judge Castellane say about his wig?", "What did Judge Castellane say about his wig?"),
        (ORRICK, "What had Judge Castellane brought with him?", "What had Judge Castellane brought with him?"),
    ],
)
def test_the_object_of_a_clause_is_not_its_subject(history: list[str], question: str, resolved: str):
    assert resolve(question, history) == resolved


def test_a_title_tells_whom_a_pronoun_cannot_mean():
    asked = ["Why did Ms Rusk leave the council?", "What did Mr Ottley ask?"]
    assert resolve("When did she retire?", asked) == "When did Ms Rusk retire?"
    assert resolve("When did he retire?", asked) == "When did Mr Ottley retire?"


def test_what_the_last_question_is_about_comes_before_what_was_named_earlier():
    asked = ["How often does the Quarrow Bay Festival meet?", "How often is the siren tested?"]
    assert resolve("How much was it?", asked) == "How much was the siren?"
    kept = ["Which county had the highest rate of persistent absence in 2024?"]
    assert resolve("How high was it?", kept) == "How high was the highest rate of persistent absence?"


def test_those_who_are_counted_are_meant_within_their_question():
    question = "How many districts lost their newspaper between 2019 and 2023?"
    assert resolve(question, ["How many posts did Ostrey Council advertise?"]) == question
