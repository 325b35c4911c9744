"""Looked-up words are marked where they stand, and the part that is shown holds them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.highlight import Highlight
from qa.pages.snippets import around, excerpt, looked_up, occurrences
from qa.query import parse

WIDTH = 60
SHORT_WORDS = st.text(alphabet="abcdé'’-.,", min_size=1, max_size=12) | st.sampled_from(["harbour", "harbours"])
TEXTS = st.lists(st.tuples(SHORT_WORDS, st.sampled_from([" ", "  ", "\n", "\n\n"])), max_size=60).map(
    lambda pairs: "".join(word + gap for word, gap in pairs).strip()
)


def words_marked(text: str, words: str) -> list[str]:
    return [text[one.start : one.end] for one in occurrences(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("The Harbours were closed.", "harbour", ["Harbours"]),
        ("Two studies, one study.", "study", ["studies", "study"]),
        ("A CAFÉ in Mill Lane", "cafe", ["CAFÉ"]),
        ("The mosque's board and the council's", "the mosque's", ["mosque"]),
        ("What was it that was said?", "what was it", ["What", "was", "it", "was"]),
        ("Harboured doubts", "bar", []),
        ("A bus and a gas", "as", []),
    ],
)
def test_words_are_found_whatever_their_ending_case_or_accents(text: str, words: str, marked: list[str]) -> None:
    assert words_marked(text, words) == marked


@given(st.text(), st.text())
def test_every_highlight_is_a_whole_word_of_the_text(text: str, words: str) -> None:
    whole = {found.span() for found in re.finditer(r"\w+", text)}
    assert {(one.start, one.end) for one in occurrences(text, words)} <= whole


@given(TEXTS, st.data())
def test_a_word_of_the_text_that_is_looked_up_is_marked_everywhere(text: str, data: st.DataObject) -> None:
    words = re.findall(r"\w+", text)
    if words:
        word = data.draw(st.sampled_from(words))
        assert words_marked(text, word).count(word) == words.count(word)


@given(st.text(), st.text(alphabet=" \n?!…'\"<>&"))
def test_without_a_word_nothing_is_marked(text: str, words: str) -> None:
    assert occurrences(text, words) == []


@pytest.mark.parametrize(
    ("typed", "everything", "phrases"),
    [
        ('"old mill"', ["old  mill", "OLD MILL"], ["old  mill", "OLD MILL"]),
        ('"old mill" yards', ["old  mill", "OLD MILL", "Yard"], ["old  mill", "OLD MILL"]),
        ("old yard", ["old", "OLD", "Yard"], []),
        ("old -mill", ["old", "OLD"], []),
        ('"the" mill', ["The", "the", "mill", "MILL"], ["The", "the"]),
    ],
)
def test_phrases_are_marked_whole_and_plain_words_each(typed: str, everything: list[str], phrases: list[str]) -> None:
    text = "The old  mill, the OLD MILL in Mall Yard"
    found, first = looked_up(text, parse(typed))
    assert [text[one.start : one.end] for one in first] == phrases
    assert sorted(text[one.start : one.end] for one in found) == sorted(everything)


def test_an_excerpt_about_a_phrase_holds_it() -> None:
    text = "harbour " * 40 + "word " * 100 + "the old mill " + "word " * 20
    found, first = looked_up(text, parse('harbour "old mill"'))
    begin, end = excerpt(text, first or found, WIDTH)
    assert "old mill" in text[begin:end]


@given(TEXTS)
def test_an_excerpt_holds_as_many_of_the_words_as_any_stretch_of_its_kind(text: str) -> None:
    found = occurrences(text, "harbour")
    begin, end = excerpt(text, found, WIDTH)
    held = sum(begin <= one.start and one.end <= end for one in found)
    reach = WIDTH - WIDTH // 5
    assert held >= max((sum(a.start <= b.start < a.start + reach for b in found) for a in found), default=0)


@given(TEXTS)
def test_an_excerpt_is_short_and_cuts_no_word(text: str) -> None:
    begin, end = excerpt(text, occurrences(text, "harbour"), WIDTH)
    assert 0 <= begin <= end <= len(text)
    assert end - begin <= WIDTH * 1.25 + 2 * 12
    assert begin == 0 or text[begin - 1].isspace()
    assert end == len(text) or text[end].isspace()


def test_the_last_word_is_shown_whole() -> None:
    text = "word " * 12 + "sentence"
    begin, end = excerpt(text, [Highlight(10, 14)], width=50)
    assert text[begin:end].endswith("word")
    begin, end = excerpt(text, [Highlight(20, 24)], width=50)
    assert text[begin:end].endswith("sentence")


def test_a_text_without_gaps_is_still_cut() -> None:
    assert excerpt("x" * 1000, [], width=100) == (0, 100)


@given(TEXTS, st.data(), st.integers(0, 40))
def test_what_stands_around_a_quotation_holds_it_and_cuts_no_word(text: str, data: st.DataObject, reach: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, stop = around(text, start, end, reach)
    assert 0 <= begin <= start <= end <= stop <= len(text)
    assert begin in (0, start) or text[begin - 1].isspace()
    assert stop in (len(text), end) or text[stop].isspace()


def test_what_stands_around_begins_and_ends_with_a_line_where_one_is_near() -> None:
    text = "The first line.\nThe second line. A quotation. The rest.\nThe last line, which is long."
    start = text.index("A quotation")
    begin, stop = around(text, start, start + 12, reach=25)
    assert text[begin:stop] == "The second line. A quotation. The rest."
