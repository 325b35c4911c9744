import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.converse import prefers, resolve, stands_alone, unheard
from qa.model import Exchange
from qa.talk import exchanges
from tests.qa.earlier import CHISHTY

WALL = "How long is the wall which last winter broke?"


@pytest.mark.parametrize(
    ("history", "question", "places"),
    [
        (["Who refereed the match?"], "How old is she?", [0]),
        (["Who refereed the match?", WALL], "How old is she?", [0, 1]),
        (["Which ward scored highest?"], "How many people live in it?", [0]),
        (["Who refereed the match?"], WALL, []),
        (CHISHTY, "How old is he?", [0]),
        ([*CHISHTY, WALL], "How old is he?", [1]),
        (CHISHTY, WALL, []),
        (CHISHTY, "Said where?", [0]),
        ([Exchange("Who refereed the match?", "Saskia Trowbridge")], "How old is she?", []),
        ([Exchange("Who refereed the match?", understood="Who refereed the match?")], "How old is she?", []),
    ],
)
def test_which_answers_are_looked_up_first(history: list[str | Exchange], question: str, places: list[int]):
    assert unheard(question, exchanges(history)) == places


@pytest.mark.parametrize(
    "question",
    [
        "What did Sadiq Khan say?",
        "How many abusive tweets are sent each day?",
        "What time is it?",
        "When was it that Gareth Tull was sentenced?",
        "What did Dean Loftus say about his hands?",
        "Which council gave the grant for the fence?",
        "Whose voice did Ruth Adeyemi say she missed?",
        "And what did Sadiq Khan say?",
    ],
)
def test_a_change_of_subject_is_left_alone(question: str):
    assert resolve(question, CHISHTY) == question


def test_without_history_nothing_is_resolved():
    assert resolve("When did he speak?", []) == "When did he speak?"
    assert resolve("why?", []) == "why?"


def test_strings_by_turns_question_and_answer_are_read_so():
    asked = ["Who founded the Bridgelight Trust?", "Michael Stanhope"]
    assert resolve("When did he retire?", asked) == "When did Michael Stanhope retire?"


def test_two_questions_are_no_question_and_its_answer():
    assert [told.answer for told in exchanges(["Who chairs the Trust?", "Explain the fire of 1923."])] == [None, None]


def test_how_a_question_was_understood_is_not_worked_out_again():
    kept = [*CHISHTY, Exchange("When did she join?", understood="When did Ruth Adeyemi join?")]
    assert resolve("Where was she born?", kept) == "Where was Ruth Adeyemi born?"


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("How many tweets are sent?", True),
        ("What did Dean Loftus say about his hands?", True),
        ("How many staff does it employ?", False),
        ("How many staff does the Bridgelight Trust say it employs?", True),
        ("What time is it?", True),
        ("How many people work in IT?", True),
        ("How old is he?", False),
        ("Why?", False),
        ("and in 2018?", False),
    ],
)
def test_what_stands_alone(question: str, alone: bool):
    assert stands_alone(question) is alone


def test_the_better_evidence_wins_and_a_tie_goes_to_the_resolved_reading():
    assert prefers("Why were the sessions dropped?", as_typed=0.5, as_resolved=0.5)
    assert not prefers("Why were the sessions dropped?", as_typed=0.8, as_resolved=0.5)
    assert prefers("When did he speak?", as_typed=0.8, as_resolved=0.5)
    assert not prefers("When did he speak?", as_typed=0.95, as_resolved=0.1)
    assert prefers("When did he speak?", as_typed=0.0, as_resolved=0.0)


WORDS = st.lists(
    st.sampled_from(
        "And what about the he it their Mak Chishty Chishty's mosque in 2018 why ? how many women there this The , of "
        "was did 's ’ ( [ \\ “ Who else happened".split()
    ),
    max_size=12,
).map(" ".join)
TEXT = st.one_of(WORDS, st.text(max_size=60))


@settings(deadline=None)
@given(TEXT, st.lists(st.one_of(TEXT, st.builds(Exchange, TEXT, st.none() | TEXT, st.none() | TEXT)), max_size=5))
def test_it_never_fails(question: str, history: list[str | Exchange]):
    assert isinstance(resolve(question, history), str)
    assert stands_alone(question) in (True, False)


@settings(deadline=None)
@given(TEXT)
def test_without_history_nothing_changes(question: str):
    assert resolve(question, []) == question
