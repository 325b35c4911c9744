"""Words are compared whatever their case, white space and quotation marks, whole, and found where they stand."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.wording import allowed, folded, places

TEXTS = st.text(alphabet="ab ß\n\t'’“\".-éÉİ_")


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("The Mapping Exercise began.", "mapping exercise", ["Mapping Exercise"]),
        ("a mapping\n  exercise, a mapping exercise", "mapping exercise", ["mapping\n  exercise", "mapping exercise"]),
        ("the mosque’s board", "mosque's", ["mosque’s"]),
        ("they “never” said", 'they "never"', ["they “never”"]),
        ("STRASSE und Straße", "straße", ["STRASSE", "Straße"]),
        ("a party of art", "art", ["art"]),
        ("remapping exercises", "mapping exercise", []),
        ("mapping an exercise", "mapping exercise", []),
        ("some 1,200¹ people² in 12,000 homes", "1,200", ["1,200"]),
        ("some 1,200¹ people² in 12,000 homes", "people", ["people"]),
        ("C and C++ and #MeToo", "c++", ["C++"]),
        ("C and C++ and #MeToo", "#metoo", ["#MeToo"]),
        ("a café, a cafe", "cafe", ["cafe"]),
        ("“?!”", "?!", []),
    ],
)
def test_a_phrase_is_found_as_it_stands(text: str, phrase: str, held: list[str]) -> None:
    found = places(text, phrase)
    assert [text[start:end] for start, end in found] == held
    assert allowed(text, [phrase], []) == bool(held)
    assert allowed(text, [], [phrase]) != bool(held)


def test_every_phrase_has_to_be_there_and_none_of_the_others() -> None:
    text = "The council voted to repaint the railings."
    assert allowed(text, ["council voted", "railings"], ["harbour", "voted to paint"])
    assert not allowed(text, ["council voted", "harbour"], [])
    assert not allowed(text, ["council voted"], ["THE RAILINGS"])
    assert allowed(text, [], [])


@given(TEXTS, TEXTS)
def test_what_is_found_reads_as_the_phrase_does(text: str, phrase: str) -> None:
    found = places(text, phrase)
    assert bool(found) == allowed(text, [phrase], [])
    assert all(folded(text[start:end]) == folded(phrase) for start, end in found)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))


@given(TEXTS, st.data())
def test_any_whole_words_of_a_text_are_found_in_it(text: str, data: st.DataObject) -> None:
    words = text.split()
    if words:
        first = data.draw(st.integers(0, len(words) - 1))
        phrase = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
        if any(character.isalnum() for character in phrase):
            assert allowed(text, [phrase.upper()], []) or phrase.upper().casefold() != phrase.casefold()
            assert allowed(text, [phrase], [])


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert folded(folded(composed)) == folded(composed)
