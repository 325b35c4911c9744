"""What somebody who looks something up has typed, taken apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import QuestionError
from qa.query import Query, checked_query, parse

MARKS = '"“”„'
PLAIN = st.text(alphabet="abé3'’-.,?! \n").map(lambda text: " ".join(text.split()))
PHRASES = (
    st.text(alphabet="abé3 '-", min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(re.compile("[^\\W_]").search)
)
SIGNS = st.text(alphabet="ab \n-\"“”„'’().x5")


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("mapping exercise", Query("mapping exercise", "mapping exercise")),
        ('"mapping exercise"', Query("mapping exercise", "", ("mapping exercise",))),
        ("“mapping exercise”", Query("mapping exercise", "", ("mapping exercise",))),
        ("„mapping exercise“", Query("mapping exercise", "", ("mapping exercise",))),
        ('the "old mill" in "Mill Lane"', Query("the old mill in Mill Lane", "the in", ("old mill", "Mill Lane"))),
        ('"the  old\nmill" "the old mill"', Query("the old mill the old mill", "", ("the old mill",))),
        ("harbour -railings", Query("harbour", "harbour", (), ("railings",))),
        ("harbour -railings, -green.", Query("harbour", "harbour", (), ("railings", "green"))),
        ('harbour -"green railings"', Query("harbour", "harbour", (), ("green railings",))),
        ("harbour -“green railings”", Query("harbour", "harbour", (), ("green railings",))),
        ("-draft", Query("", "", (), ("draft",))),
        ("-C++ code", Query("code", "code", (), ("C++",))),
        ("a re-mapping of well-being", Query("a re-mapping of well-being", "a re-mapping of well-being")),
        ("mills - and lanes -- all", Query("mills - and lanes -- all", "mills - and lanes -- all")),
        ('a 5" pipe, a 6" hose', Query('a 5" pipe, a 6" hose', 'a 5" pipe, a 6" hose')),
        ('an "open quotation', Query('an "open quotation', 'an "open quotation')),
        ('"one" and "two', Query('one and "two', 'and "two', ("one",))),
        ('"" "?!" x', Query('"" "?!" x', '"" "?!" x')),
        ("the mosque's board", Query("the mosque's board", "the mosque's board")),
        ("title:mill^3 OR (lane~)", Query("title:mill^3 OR (lane~)", "title:mill^3 OR (lane~)")),
    ],
)
def test_a_query_is_taken_apart(typed: str, query: Query) -> None:
    assert parse(typed) == query


@given(SIGNS)
@example('-""-"-""')
def test_whatever_is_typed_is_a_query_in_order(typed: str) -> None:
    query = parse(typed)
    for sought in (*query.phrases, *query.without):
        assert any(character.isalnum() for character in sought)
        assert sought == " ".join(sought.split())
        assert not set(sought) & set(MARKS)
    for each in (query.phrases, query.without):
        assert len(set(each)) == len(each)
    for phrase in query.phrases:
        assert phrase in query.words


@given(SIGNS)
def test_no_letter_or_digit_is_lost(typed: str) -> None:
    query = parse(typed)

    def letters(*texts: str) -> set[str]:
        return {character for text in texts for character in text if character.isalnum()}

    assert letters(query.words, *query.without) == letters(typed)
    assert letters(query.plain, *query.phrases, *query.without) == letters(typed)


@given(PLAIN.filter(lambda text: not re.search(r"(?<!\S)-\w", text)))
def test_without_signs_nothing_is_changed(typed: str) -> None:
    assert parse(typed) == Query(typed, typed)


@given(st.lists(st.tuples(st.sampled_from(["", "-"]), st.sampled_from(['""', "“”", "„“", '“"']), PHRASES)))
def test_phrases_come_out_as_they_were_put_in(parts: list[tuple[str, str, str]]) -> None:
    query = parse(" ".join(f"{minus}{marks[0]}{phrase}{marks[1]}" for minus, marks, phrase in parts))
    assert query.plain == ""
    assert list(query.phrases) == list(dict.fromkeys(phrase for minus, _, phrase in parts if not minus))
    assert list(query.without) == list(dict.fromkeys(phrase for minus, _, phrase in parts if minus))


@pytest.mark.parametrize("typed", ["-draft", '-"press release" -draft', "-draft ?!"])
def test_what_only_leaves_out_says_so(typed: str) -> None:
    with pytest.raises(QuestionError, match="Say also what to look for"):
        checked_query(typed, limit=1000)


def test_a_query_is_checked_as_a_question_is() -> None:
    assert checked_query(' "old  mill" ', limit=1000) == Query("old mill", "", ("old mill",))
    with pytest.raises(QuestionError, match="no word"):
        checked_query("?!", limit=1000)
