"""Drafts as people write them, and what is said of each quotation and figure in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.library import Library
from index.model import Step
from qa.check.checker import check
from qa.check.draft import Draft
from qa.check.report import CheckedQuotation, CheckReport

Checked = Callable[..., CheckReport]


def only(report: CheckReport) -> CheckedQuotation:
    (one,) = report.quotations
    return one


@pytest.mark.parametrize(
    "quotation",
    [
        "“The street came out with buckets and with blankets.”",
        '"the street came out with buckets and with blankets,"',
        "‘It was a door. The street … blankets’",
        "“[T]he street came out [of its doors] with buckets”",
        "> The street came out\n> with buckets and with blankets.",
        "“There are people who say that this street was set alight. It was a door.”",  # without "Joan Whitcombe said"
    ],
)
def test_what_stands_in_a_document_is_verbatim(checked: Checked, quotation: str) -> None:
    one = only(checked(f"This was said:\n\n{quotation}\n"))
    assert one.status == "verbatim"
    assert [place.document.title for place in one.places] == ["Hundreds stand in silence"]
    assert not one.flagged


def test_an_altered_word_is_marked_with_that_of_the_source(checked: Checked) -> None:
    report = checked("He wrote that “seven came; five of them then changed their minds”.")
    one = only(report)
    assert one.status == "altered"
    (difference,) = one.differences
    assert (difference.draft, difference.source) == ("five", "six")
    assert report.text[difference.start : difference.end] == "five"
    document = one.places[0].document
    assert document.text[difference.source_start : difference.source_end] == "six"


def test_what_two_people_said_is_no_one_quotation(checked: Checked) -> None:
    one = only(checked("She said: “Nobody here was surprised, by the third fire of that spring.”"))
    assert one.status == "altered"
    assert "Her neighbour saw it otherwise" in " ".join(difference.source for difference in one.differences)


def test_words_left_out_or_put_in_without_a_mark_are_differences(checked: Checked) -> None:
    one = only(checked("“The street soon came out with buckets and blankets.”"))
    assert [(d.draft, d.source) for d in one.differences] == [("soon", ""), ("", "with")]


def test_what_no_document_says_is_not_found(checked: Checked) -> None:
    one = only(checked("“The moon over the harbour is made of a fine white cheese.”"))
    assert (one.status, one.places) == ("not_found", ())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Calderwick Mercury reported: “people to meet who otherwise would not”.", "Calderwick Mercury"),
        ("“people to meet who otherwise would not” (Lowri Pemberton)", "Lowri Pemberton"),
        ("Here is “people to meet who otherwise would not”.[^1]\n\n[^1]: The Loud Few, page 3.", "The Loud Few"),
        ("> people to meet who otherwise would not\n>\n> — The Loud Few", "The Loud Few"),
    ],
)
def test_another_source_than_named(checked: Checked, text: str, named: str) -> None:
    one = only(checked(text))
    assert (one.status, one.named) == ("wrong_source", named)
    assert one.places[0].document.title == "Community Fund: awards"


def test_another_speaker_than_the_source_has(checked: Checked) -> None:
    right, wrong = checked(
        "The vicar, Joan Whitcombe, told them: “It was a door.”\n\nDean Loftus said: “It was a door.”"
    ).quotations
    assert (right.status, right.places[0].speaker) == ("verbatim", "Joan Whitcombe")
    assert (wrong.status, wrong.named) == ("wrong_source", "Dean Loftus")


@pytest.mark.parametrize(
    "text",
    [
        "Wenshire Council says: “people to meet who otherwise would not”.",
        "Julian Fairweather told the Calderwick Mercury: “people to meet who otherwise would not”.",
        "In “The Loud Few” nothing is said of it. It is “people to meet who otherwise would not”.",
        "Somebody nobody knows: “people to meet who otherwise would not”.[^1]\n\n[^1]: Community Fund, page 1.",
    ],
)
def test_a_fitting_name_or_none_is_no_fault(checked: Checked, text: str) -> None:
    assert {one.status for one in checked(text).quotations} <= {"verbatim", "title"}


def test_a_nested_quotation_is_settled_by_the_one_around_it(checked: Checked) -> None:
    report = checked("“The street came out with ‘buckets’ and with blankets.”")
    assert only(report).status == "verbatim"


def test_figures_that_no_document_has_are_flagged(checked: Checked) -> None:
    text = "They put up thirty cameras for 12 000 pounds in 2018; £250,000 is held for 3 years. 30 dogs and 77% came."
    found = {one.words: one.status for one in checked(text).figures}
    assert found == {
        "thirty": "found",
        "12 000 pounds": "found",
        "2018": "found",
        "£250,000": "absent",
        "3": "found",
        "30": "elsewhere",
        "77%": "absent",
    }


def test_figures_within_quotations_are_the_quotations_own(checked: Checked) -> None:
    assert checked("“It holds 250,000 pounds for three years.”").figures == ()


def test_the_report_is_json_of_plain_values(checked: Checked) -> None:
    report = checked("“The street came out with buckets” cost 77%.").to_dict()
    assert report["counts"] == {
        "quotations": 1,
        "verbatim": 1,
        "altered": 0,
        "wrong_source": 0,
        "not_found": 0,
        "figures": 1,
        "figures_absent": 1,
    }


def test_checking_tells_how_far_it_is_and_stops_when_told_to(library: Library) -> None:
    draft = Draft("draft.txt", "text", "“The moon is a fine white cheese.” It is “a door”.")
    seen: list[Step] = []
    check(draft, library, seen.append)
    assert [step.stage for step in seen] == ["checking"] * 3 + ["comparing"] * 4
    assert (seen[-1].done, seen[-1].total) == (3, 3)

    class Enough(Exception):
        pass

    def stop(_: Step) -> None:
        raise Enough

    with pytest.raises(Enough):
        check(draft, library, stop)


def test_a_draft_without_quotations_has_an_empty_report(checked: Checked) -> None:
    report = checked("Nothing is quoted here.")
    assert (report.quotations, report.figures) == ((), ())
