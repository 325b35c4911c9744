from __future__ import annotations

import pytest

from qa.forms import form_asked, is_no_count


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("What is the email address of the Community Contact Desk?", "desk@calder.example", "4417"),
        ("e-mail address of the desk", "desk [at] calder.example", "the town hall"),
        ("What's the library's web address?", "www.calder.example/books", "Calder Library"),
        ("What is Yusuf's telephone number for dog bins?", "01632 960 114", "Tuesday"),
        ("Which phone number do members ring?", "ext. 4417", "the duty officer"),
        ("What was the postcode of the old mill?", "CW4 7AB", "Mill Lane"),
    ],
)
def test_what_has_a_form_of_its_own_is_answered_by_nothing_else(question: str, answer: str, other: str) -> None:
    form = form_asked(question)
    assert form
    assert (bool(form.search(answer)), bool(form.search(other))) == (True, False)


@pytest.mark.parametrize(
    "question",
    [
        "Who changed the phone number?",
        "What happens to the moor's short telephone numbers?",
        "What was the dispute about the URL?",
        "How many of the postcodes are in the north?",
        "What is going alongside an email address?",
        "Which website showed the video?",
    ],
)
def test_an_answer_may_look_like_anything_where_something_else_is_asked_for(question: str) -> None:
    assert form_asked(question) is None


@pytest.mark.parametrize(
    ("question", "text", "words", "no_count"),
    [
        ("How many hate crimes were there in 2019?", "the figures for the year to 31 March.", "31", True),
        ("And how much was it in the year to March?", "the year to 31 March 2018", "31 March 2018", True),
        ("How many staff does it employ?", "Write, or ring 01632 960 114.", "01632 960 114", True),
        ("How many came in May?", "In May 5 came.", "5", False),
        ("How many came in May?", "On 5 May 31 came.", "31", False),
        ("How many were read?", "It read 1 400 000 of them.", "1 400 000", False),
        ("How much time is there to reply?", "Replies are due by 31 March.", "31 March", False),
        ("When was it?", "the year to 31 March", "31 March", False),
        ("Who knows how many there were on 31 March?", "Ring 01632 960 114.", "01632 960 114", False),
    ],
)
def test_a_date_s_day_or_a_telephone_number_counts_nothing(
    question: str, text: str, words: str, no_count: bool
) -> None:
    start = text.rindex(words)
    assert is_no_count(question, text, start, start + len(words)) is no_count
