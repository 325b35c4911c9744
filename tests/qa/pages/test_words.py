"""Values as they are said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Document, DocumentStatus, Locator, Report, Searched, Step
from qa.pages import words

REPORT = Document("d1", "Text.", "The loud few", "loud.pdf", "0" * 64, "pdf", author="A. Writer", date=date(2018, 6, 9))


def test_a_day_is_said_without_a_zero_before_it() -> None:
    assert words.day(date(2018, 6, 9)) == "9 June 2018"


def test_a_moment_is_said_in_the_readers_own_zone() -> None:
    assert words.moment("2018-06-19T23:30:00+00:00", timezone(timedelta(hours=2))) == "20 June 2018, 01:30"


@pytest.mark.parametrize("iso", ["", "yesterday", "2018-13-01"])
def test_what_is_no_moment_is_given_back(iso: str) -> None:
    assert words.moment(iso) == iso


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 documents"), (1, "1 document"), (2, "2 documents"), (5000, "5,000 documents")]
)
def test_a_number_agrees_with_its_noun(number: int, said: str) -> None:
    assert words.counted(number, "document") == said


@pytest.mark.parametrize(
    ("passages", "copies", "said"),
    [
        (1, 0, "and 1 more passage of this text"),
        (5, 1, "and 5 more passages of this text, in 1 copy too"),
        (5, 2, "and 5 more passages of this text, in 2 copies too"),
    ],
)
def test_what_else_was_found_of_a_text_is_counted(passages: int, copies: int, said: str) -> None:
    assert words.further(passages, copies) == said


def test_a_plural_can_be_given() -> None:
    assert words.counted(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        (1.0, "Very sure"),
        (0.9, "Very sure"),
        (0.89, "Fairly sure"),
        (0.7, "Fairly sure"),
        (0.69, "Not quite sure"),
        (0.5, "Not quite sure"),
        (0.49, "Unsure"),
        (0.0, "Unsure"),
    ],
)
def test_sureness_changes_at_its_bounds(confidence: float, said: str) -> None:
    assert words.sureness(confidence) == said


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_surer_answer_is_never_called_less_sure(one: float, other: float) -> None:
    order = ["Unsure", "Not quite sure", "Fairly sure", "Very sure"]
    less, more = sorted([one, other])
    assert order.index(words.sureness(less)) <= order.index(words.sureness(more))


def test_odds_say_what_the_number_means() -> None:
    assert words.odds(0.874) == "Confidence 87 %: of 100 answers given with this confidence, about 87 are right."


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        (Locator("iv", 3, "Method"), "page iv"),
        (Locator(None, 3, "Method"), "paragraph 3, Method"),
        (Locator(None, 3, None), "paragraph 3"),
        (Locator(None, None, None), None),
    ],
)
def test_a_place_is_the_page_else_paragraph_and_heading(locator: Locator, said: str | None) -> None:
    assert words.place(locator) == said


def test_a_byline_says_what_a_viewer_calls_the_page() -> None:
    assert words.byline(REPORT, Locator("iv", 3, None, 6)) == "A. Writer · 9 June 2018 · page iv (PDF page 6)"
    assert words.place(Locator("iv", 3, None, 6)) == "page iv"


def test_a_byline_leaves_out_what_is_not_known() -> None:
    assert words.byline(REPORT) == "A. Writer · 9 June 2018"
    assert words.byline(Document("d2", "", "Title", "a.txt", "0" * 64, "text"), Locator(None, 1, None)) == "paragraph 1"


def test_a_byline_does_not_repeat_the_title_as_a_heading() -> None:
    assert words.byline(REPORT, Locator(None, 1, "The loud few")) == "A. Writer · 9 June 2018 · paragraph 1"


def test_a_receipt_says_what_was_searched_and_when() -> None:
    searched = Searched(1, 2400, 3, "2026-01-02T08:05:00+00:00", "/srv/library")
    said = words.receipt(searched, UTC)
    assert said == "Searched 1 document (2,400 passages), as they were on 2 January 2026, 08:05."


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (None, "Starting"),
        (Step("reading", 3, 1200, "a.pdf"), "Reading a.pdf (3 of 1,200)"),
        (Step("indexing", 0, 1), "Putting in order"),
        (Step("proving", 1, 2), "Proving (1 of 2)"),
    ],
)
def test_what_long_work_is_at(step: Step | None, said: str) -> None:
    assert words.doing(step) == said


def test_what_long_work_waits_for() -> None:
    assert words.after(["Checking draft.docx"]) == "Waiting until “Checking draft.docx” is done"
    assert words.after(["Adding a", "Adding b", "c"]) == "Waiting until “Adding a” and 2 more are done"


def test_an_outcome_says_only_what_happened() -> None:
    unread = DocumentStatus("d1", "a.pdf", "a", "failed", "It is empty.")
    assert words.outcome(Report(added=1200, failed=(unread,))) == "1,200 added, 1 could not be read."
    assert words.outcome(Report(updated=1, removed=2, unchanged=3)) == "1 updated, 2 removed, 3 unchanged."
    assert words.outcome(Report()) == "There was nothing to do."


def test_words_from_right_to_left_leave_the_date_behind_them_where_it_is() -> None:
    said = words.byline(replace(REPORT, publisher="وكالة الأنباء"))
    assert "\u2068وكالة الأنباء\u2069 · 9 June 2018" in said
    assert "\u2068" not in words.byline(REPORT)
