from __future__ import annotations

from qa.check.match import Match, exact
from qa.check.wanted import wanted
from qa.check.words import words_of
from qa.quotations import quotations

SOURCE = "The Third-Party Reporting Centre\n\nIn May the third-party reporting centre opened. It has Two Rooms."


def matched(draft: str) -> Match | None:
    (one,) = quotations(draft)
    return exact(wanted(draft, one), words_of(SOURCE))


def test_a_heading_in_other_capitals_does_not_hide_the_sentence_that_has_the_words() -> None:
    found = matched("“the third-party reporting centre opened”")
    assert found is not None
    assert found.exact
    found = matched("“the third-party reporting centre”")
    assert found is not None
    assert found.exact
    assert found.begin > words_of(SOURCE.split("\n")[0]).written.index("Centre")


def test_words_that_stand_only_in_other_capitals_differ_by_these() -> None:
    found = matched("“It has two rooms”")
    assert found is not None
    assert [(edit.begin, edit.end) for edit in found.edits] == [(2, 3), (3, 4)]
