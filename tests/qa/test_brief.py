"""Putting a briefing in order; and that whoever changes it never overwrites what somebody else wrote."""

from __future__ import annotations

import pytest

from index.errors import ChangedMeanwhile, QuotationError
from index.model import Document, Locator, Searched, Span
from qa.brief import (
    CONTEXT,
    find,
    moved,
    new_briefing,
    pin_of,
    section_moved,
    section_titled,
    titled,
    with_item,
    with_note,
    with_section,
    without,
    without_section,
)
from qa.model import Briefing, Citation, Note, Pin

TEXT = "Saltmere\n\n" + "The tide came in. " * 30 + "The harbour wall is 412 metres long. " + "The tide went out. " * 30
QUOTE = "The harbour wall is 412 metres long."
WALL = Document("d1", TEXT, "Saltmere", "wall.txt", "0" * 64, "text")
SEARCHED = Searched(1, 1, 0, "2026-01-01T00:00:00+00:00", "/library")


def citation(text: str = TEXT) -> Citation:
    start = text.index(QUOTE)
    span = Span("d1", start, start + len(QUOTE))
    return Citation(1, WALL, Locator(None, 2, None), QUOTE, span, Span("d1", start + 20, start + 23))


def notes(*texts: str) -> Briefing:
    briefing = new_briefing("Harbour")
    for text in texts:
        briefing = with_item(briefing, Note(text, text))
    return briefing


def order(briefing: Briefing) -> list[list[str]]:
    return [[item.id for item in section.items] for section in briefing.sections]


def test_a_pin_keeps_what_stands_around_it_and_no_whole_text():
    pin = pin_of(WALL, citation(), "How long is the wall?", SEARCHED)
    assert TEXT.index(pin.before + QUOTE + pin.after) > 0
    assert (len(pin.before), len(pin.after)) == (CONTEXT, CONTEXT)
    assert pin.citation.document.text == ""
    assert pin.citation.document.sha256 == WALL.sha256


def test_what_the_document_no_longer_says_cannot_be_pinned():
    changed = Document("d1", TEXT.replace("412", "413"), "Saltmere", "wall.txt", "1" * 64, "text")
    with pytest.raises(QuotationError):
        pin_of(changed, citation(), "How long is the wall?", SEARCHED)


def test_items_go_behind_the_one_named_or_to_the_end():
    briefing = with_item(notes("a", "b"), Note("c", "c"), after="a")
    assert order(briefing) == [["a", "c", "b"]]
    assert order(with_item(with_section(briefing, "Next"), Note("d", "d"))) == [["a", "c", "b"], ["d"]]


def test_an_item_is_put_in_once():
    note = Note("n1", "Words.")
    once = with_item(new_briefing("Harbour"), note)
    assert with_item(once, note) == once


def test_a_briefing_without_sections_gets_one_for_its_first_item():
    assert order(with_item(Briefing("b", "Empty", ()), Note("a", "a"))) == [["a"]]


def test_items_move_within_a_section_and_over_its_edge():
    briefing = with_item(with_section(notes("a", "b"), "Next"), Note("c", "c"))
    assert order(moved(briefing, "a", 1)) == [["b", "a"], ["c"]]
    assert order(moved(briefing, "b", 1)) == [["a"], ["b", "c"]]
    assert order(moved(briefing, "c", -1)) == [["a", "b", "c"], []]
    assert moved(briefing, "a", -1) == briefing
    assert moved(briefing, "c", 1) == briefing
    assert moved(briefing, "gone", 1) == briefing


def test_sections_move_and_are_named():
    briefing = with_section(notes("a"), "  Next\n week ")
    first, second = briefing.sections
    assert second.title == "Next week"
    assert [s.id for s in section_moved(briefing, second.id, -1).sections] == [second.id, first.id]
    assert section_moved(briefing, second.id, 1) == briefing
    assert section_titled(briefing, first.id, "Walls").sections[0].title == "Walls"
    assert titled(section_titled(briefing, first.id, " "), "") == briefing


def test_a_section_goes_only_when_it_is_empty():
    briefing = with_section(notes("a"), "Next")
    assert order(without_section(briefing, briefing.sections[1].id)) == [["a"]]
    with pytest.raises(ChangedMeanwhile):
        without_section(briefing, briefing.sections[0].id)


def test_a_note_is_replaced_by_whoever_saw_it_as_it_is():
    assert find(with_note(notes("a"), "a", "new words", seen="a"), "a") == Note("a", "new words")
    assert order(with_note(notes("a", "b"), "a", "  ", seen="a")) == [["b"]]


@pytest.mark.parametrize("text", ["his", "a"])  # or puts back what both had seen
def test_of_two_who_change_one_note_both_are_kept(text: str):
    hers = with_note(notes("a", "b"), "a", "hers", seen="a")
    both = with_note(hers, "a", text, seen="a")
    said = [item.text for item in both.sections[0].items if isinstance(item, Note)]
    assert said == ["hers", text, "b"]


def test_a_sentence_whose_note_was_removed_meanwhile_is_kept():
    briefing = notes("a", "b")
    gone = without(briefing, Note("a", "a"))
    kept = with_note(gone, "a", "his", seen="a")
    assert [item.text for item in kept.sections[0].items if isinstance(item, Note)] == ["b", "his"]


def test_what_somebody_else_changed_is_not_removed_unseen():
    hers = with_note(notes("a"), "a", "hers", seen="a")
    with pytest.raises(ChangedMeanwhile):
        without(hers, Note("a", "a"))
    assert without(hers, Note("gone", "x")) == hers


def test_pins_are_numbered_in_the_order_of_the_sections():
    pins = [Pin(id, citation(), "", "", "", SEARCHED, "") for id in "xyz"]
    briefing = with_item(with_item(notes(), pins[0]), pins[1])
    briefing = section_moved(with_item(with_section(briefing, "Next"), pins[2]), briefing.sections[0].id, 1)
    assert [pin.id for pin in briefing.pins] == ["z", "x", "y"]
