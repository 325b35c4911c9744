"""Fragments made whole from the question before."""

from __future__ import annotations

import pytest

from qa.converse import resolve
from qa.model import Exchange
from tests.qa.earlier import CHISHTY, FOUNDED

CRIMES = ["How many hate crimes were recorded in Wenshire in 2019?"]


@pytest.mark.parametrize(
    ("history", "question", "resolved"),
    [
        (CHISHTY, "why?", "Why did Mak Chishty speak?"),
        (CHISHTY, "What about Toufik Kacimi?", "At which think tank did Toufik Kacimi speak?"),
        (["What did Mak Chishty say about extremism?"], "what about women?", "What did Mak Chishty say about women?"),
        (CRIMES, "and in 2018?", "How many hate crimes were recorded in Wenshire in 2018?"),
        (CRIMES, "And 2020?", "How many hate crimes were recorded in Wenshire in 2020?"),
        (
            CRIMES,
            "And in the year to March 2018?",
            "How many hate crimes were recorded in Wenshire in the year to March 2018?",
        ),
        (CRIMES, "what about Eastholm?", "How many hate crimes were recorded in Eastholm in 2019?"),
        (CRIMES, "in Thornmere?", "How many hate crimes were recorded in Thornmere in 2019?"),
        ([*CRIMES, "and in 2018?"], "And in Eastholm?", "How many hate crimes were recorded in Eastholm in 2018?"),
        (CRIMES, "What about the year after?", "How many hate crimes were recorded in Wenshire in 2020?"),
        (CRIMES, "And in the previous year?", "How many hate crimes were recorded in Wenshire in 2018?"),
        (["What was the income in 1999-00?"], "And the year after?", "What was the income in 2000-01?"),
        (CRIMES, "And for how long are files kept in 2019-20?", "And for how long are files kept in 2019-20?"),
        (CRIMES, "Why?", "Why were hate crimes recorded in Wenshire in 2019?"),
        (FOUNDED, "When?", "When was it that Michael Stanhope founded the Bridgelight Trust?"),
        (
            [Exchange("Who ruled that the wall may stay?", "Ingrid Solheim")],
            "Why?",
            "Why was it that Ingrid Solheim ruled that the wall may stay?",
        ),
        (
            [Exchange("Who was sentenced for the arson in Sennet Street?", "Gareth Tull")],
            "For how long?",
            "For how long was Gareth Tull sentenced for the arson in Sennet Street?",
        ),
        (["How much did the two steel doors cost?"], "And the cameras?", "How much did the cameras cost?"),
        (["Which ward scored highest on the map?"], "And lowest?", "Which ward scored lowest on the map?"),
        (
            ["What was the Women's Forum's total income in 2021?"],
            "And its spending?",
            "What was the Women's Forum's spending in 2021?",
        ),
        (["Where was Mak Chishty born?"], "And his wife?", "Where was Mak Chishty's wife born?"),
        (["When did the Bridgelight Trust open?"], "And its office?", "When did the Bridgelight Trust's office open?"),
        (
            ["How many staff does the Bridgelight Trust employ?"],
            "And its income?",
            "What is the Bridgelight Trust's income?",
        ),
        (["how many beans were in the bowl for phones"], "and in all?", "how many beans were in the bowl in all?"),
        (
            [*FOUNDED, "How many staff does it employ?"],
            "And how many volunteers?",
            "How many volunteers does the Bridgelight Trust employ?",
        ),
    ],
)
def test_an_ellipsis_is_completed_from_the_question_before(history: list[str | Exchange], question: str, resolved: str):
    assert resolve(question, history) == resolved


PASSENGERS = ["How many passengers did the Skarra ferry have in 2010/11?"]
FEE = ["How much is a lay assessor paid for half a day?"]
TEACHERS = ["How many posts were vacant in Ostrey on 1 October 2021?"]
BONUS = ["What bonus did Marit Halloran get for 2017?"]


@pytest.mark.parametrize(
    ("history", "question", "resolved"),
    [
        (PASSENGERS, "the year after?", "How many passengers did the Skarra ferry have in 2011/12?"),
        (FEE, "Same for a full one?", "How much is a lay assessor paid for a full one?"),
        (FEE, "a quarter too please", "How much is a lay assessor paid for a quarter?"),
        (FEE, "any reason given?", "Why is a lay assessor paid for half a day?"),
        (TEACHERS, "in the whole country?", "How many posts were vacant in the whole country on 1 October 2021?"),
        (BONUS, "And the finance director?", "What bonus did the finance director get for 2017?"),
        (BONUS, "And her predecessor?", "Who was Marit Halloran's predecessor?"),
        (BONUS, "And the total cost?", "the total cost (bonus Marit Halloran get for 2017)?"),
        (BONUS, "And the house, what's it worth?", "what's the house worth?"),
        (
            ["Whose tender for it was accepted?"],
            "At what price?",
            "At what price was tender for it accepted?",
        ),
        (["When did Oda Lunn rent the shed?"], "Who from?", "From whom did Oda Lunn rent the shed?"),
        (
            [Exchange("Who is Ms Rusk's successor?", "Alaric Boone")],
            "Since when?",
            "Since when is Alaric Boone Ms Rusk's successor?",
        ),
        (
            [Exchange("Which court had the longest wait in 2018?", "Brenmoor")],
            "Reason?",
            "Why was it that Brenmoor had the longest wait in 2018?",
        ),
    ],
)
def test_a_fragment_without_and(history: list[str | Exchange], question: str, resolved: str):
    assert resolve(question, history) == resolved
