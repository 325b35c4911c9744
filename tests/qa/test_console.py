"""What people read at a terminal: documents' words as they are, with their places."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date

import pytest

from index.model import Document, Hit, Locator, Passage, Searched, Span, Step
from index.stages import Stage
from qa import console
from qa.evaluate import Outcome
from qa.model import Answer, Citation, Found, RankedAnswer, SearchResult

TEXT = "It has [bold]some 30[/bold] cameras :smile: [link=http://harm.example]here[/link]."
DOCUMENT = Document(
    "d1", TEXT, "Title [red]loud[/red]", "a.txt", "0" * 64, "text", publisher="The Council", date=date(2018, 6, 19)
)
WHOLE = Span("d1", 0, len(TEXT))


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def citation(locator: Locator, answer: Span | None = None) -> Citation:
    return Citation(1, DOCUMENT, locator, TEXT, WHOLE, answer)


def answer(*, found: bool, citations: int = 1) -> Answer:
    ranked = (RankedAnswer("[bold]some 30[/bold]", 0.874, (1,), 1),) if found else ()
    cited = (citation(Locator("2", 1, None), Span("d1", 7, 27) if found else None),) * citations
    searched = Searched(5, 41, 2, "2026-01-01T00:00:00+00:00", "here")
    return Answer("?", "?", "answered" if found else "not_found", 0.874, ranked, cited, searched, 1.0)


def test_a_stage_takes_one_line_however_narrow_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", "40")
    console.print_stages(
        [Stage("open or follow the indexes", 1.5, 0.25), Stage("read", 0.04, 0.06, (("passages", 10),))]
    )
    told = capsys.readouterr().err.splitlines()
    assert [line.split() for line in told] == [
        ["open", "or", "follow", "the", "indexes", "1500.00", "ms", "250.00", "ms", "computed"],
        ["read", "40.00", "ms", "60.00", "ms", "computed", "10", "passages"],
    ]


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        (Locator("iv", 3, "Method"), "page iv"),
        (Locator(None, 3, "Method"), "paragraph 3"),
        (Locator(None, None, None), None),
    ],
)
def test_a_place_says_what_is_known(locator: Locator, said: str | None) -> None:
    known = "Title [red]loud[/red] · The Council · 2018-06-19"
    assert console.place(citation(locator)) == (f"{known} · {said}" if said else known)


def test_a_place_says_whose_words_were_quoted_there() -> None:
    said = replace(citation(Locator("2", 1, None)), speaker="Ann [bold]Archer[/bold]")
    assert console.place(said).startswith("Ann [bold]Archer[/bold], quoted in Title [red]loud[/red] · ")


def test_an_answer_is_printed_with_its_quotation_word_for_word(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(answer(found=True))
    assert capsys.readouterr().out.splitlines() == [
        "[bold]some 30[/bold]   87% sure",
        f"  [1] {TEXT}",
        "      Title [red]loud[/red] · The Council · 2018-06-19 · page 2",
    ]


def test_the_answer_is_what_is_marked_in_the_quotation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    console.print_answer(answer(found=True))
    assert "\x1b[1;7m[bold]some 30[/bold]\x1b[0m" in capsys.readouterr().out


def test_a_refusal_says_what_was_searched_and_shows_the_nearest_passages(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(answer(found=False))
    printed = capsys.readouterr().out
    assert printed.startswith("Not in these documents.\nSearched 5 documents (41 passages)")
    assert "2 could not be read." in printed
    assert f"The nearest passages:\n  [1] {TEXT}\n" in printed


def test_a_refusal_without_any_passage_announces_none(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(answer(found=False, citations=0))
    assert "nearest" not in capsys.readouterr().out


def test_hits_are_printed_in_order_word_for_word(capsys: pytest.CaptureFixture[str]) -> None:
    hit = Hit(Passage.cut(DOCUMENT, 0, len(TEXT)), 1, 0.5)
    console.print_search(SearchResult("cameras", (Found(hit, DOCUMENT, Locator(None, 1, None)),)))
    assert capsys.readouterr().out == f"1. Title [red]loud[/red]\n   {TEXT}\n"


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_search(SearchResult("cameras", ()))
    assert capsys.readouterr().out == "Nothing found.\n"


def outcome(*, answerable: bool, answered: bool, right: bool) -> Outcome:
    return Outcome(
        id="q1", question="Who [sic]?", answerable=answerable, answered=answered, confidence=0.5,
        answer="[b]her[/b]" if answered else None, quote=None, exact=0.0, f1=0.0, quote_holds=False,
        answer_holds=False, candidate_right=right, candidate_f1=0.0, document_right=False, hit=False,
        reciprocal_rank=0.0, elapsed_ms=1.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answerable", "answered", "right", "line"),
    [
        (True, True, True, "+ q1: Who [sic]? -> [b]her[/b]  [0.50]"),
        (True, True, False, "- q1: Who [sic]? -> [b]her[/b]  [0.50]"),
        (True, False, True, "- q1: Who [sic]? -> (not found)  [0.50]"),
        (False, True, False, "- q1: Who [sic]? -> [b]her[/b]  [0.50]"),
        (False, False, False, "+ q1: Who [sic]? -> (not found)  [0.50]"),
    ],
)
def test_an_outcome_has_a_plus_where_answering_or_refusing_was_right(
    answerable: bool, answered: bool, right: bool, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    console.print_evaluation({}, [outcome(answerable=answerable, answered=answered, right=right)])
    assert capsys.readouterr().out == f"{line}\n"


def test_figures_are_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_evaluation({"questions": 34, "exact_match": 0.123456}, [])
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["questions", "34"],
        ["exact", "match", "0.1235"],
    ]


def test_progress_is_shown_on_stderr_so_that_results_stay_clean(capsys: pytest.CaptureFixture[str]) -> None:
    with console.steps() as show:
        show(Step("reading", 1, 3, "a.txt"))
        time.sleep(0.05)
        show(Step("reading", 2, 3, "b.txt"))
        time.sleep(0.05)
        show(Step("reading", 3, 3, "c.txt"))
    with console.counting("Asking") as count:
        count(3, 3)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "reading" in printed.err
    assert "3/3" in printed.err
    assert re.search(r"\d\.\d/s", printed.err), printed.err
