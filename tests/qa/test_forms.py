from __future__ import annotations

import pytest

from qa.forms import form_asked


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
