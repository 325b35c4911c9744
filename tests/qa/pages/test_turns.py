"""A turn keeps what came of a question, and no more than the page needs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from index.errors import LibraryDamaged, QuestionError, QuothError, WorkspaceError
from index.model import Document, Locator, Mark, Searched, Span
from qa.model import Answer, Citation, RankedAnswer
from qa.pages.turns import STRETCH, Asked, Talk, Turn, finish, folded, take

TEXT = "We met in May. It has some 30 cameras. The end."
DOCUMENT = Document("d1", TEXT, "Title", "a.txt", "0" * 64, "text", pages=(Mark(0, "1"),), headings=(Mark(0, "We"),))
QUOTE, ANSWER = Span("d1", 15, 38), Span("d1", 22, 29)
SEARCHED = Searched(1, 1, 0, "2026-01-01T00:00:00+00:00", "here")


class Scripted:
    """Answers each question as it was told to, and remembers the history that it was given."""

    def __init__(self, outcome: Answer | QuothError) -> None:
        self.outcome = outcome
        self.history: list[str] | None = None

    def ask(self, question: str, *, history: Sequence[str]) -> Answer:  # noqa: ARG002
        self.history = list(history)
        if isinstance(self.outcome, QuothError):
            raise self.outcome
        return self.outcome


class Kept:
    """Keeps what it is given, in one conversation."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

    def __call__(self, id: str | None, turn: Turn) -> str:
        self.turns.append(turn)
        return id or "new"


def answer(*, found: bool = True, asked: str = "How many?", understood: str = "How many?") -> Answer:
    citation = Citation(1, DOCUMENT, Locator("1", 1, "We"), QUOTE.of(TEXT), QUOTE, ANSWER if found else None)
    ranked = (RankedAnswer("some 30", 0.9, (1,), 1),) if found else ()
    status = "answered" if found else "not_found"
    return Answer(asked, understood, status, 0.9, ranked, (citation,), SEARCHED, 1.0)


def taken(outcome: Answer | QuothError, earlier: Sequence[Turn] = ()) -> Turn:
    return take(Scripted(outcome), "How many?", earlier)  # type: ignore[arg-type]


def test_a_turn_keeps_the_answer_and_what_stands_around_its_quotation() -> None:
    turn = taken(answer())
    assert turn.around == ("We met in May. ", " The end.")
    assert turn.answer is not None
    assert turn.answer.citations[0].quote == "It has some 30 cameras."
    assert turn.problem is None


def test_what_stands_around_and_the_quotation_are_the_text() -> None:
    turn = taken(answer())
    assert turn.answer is not None
    before, after = turn.around
    assert before + turn.answer.citations[0].quote + after == TEXT


def test_a_turn_holds_no_documents_text() -> None:
    turn = taken(answer())
    assert turn.answer is not None
    (citation,) = turn.answer.citations
    assert (citation.document.text, citation.document.pages, citation.document.headings) == ("", (), ())
    assert (citation.document.title, citation.span, citation.answer) == ("Title", QUOTE, ANSWER)


def test_a_quoted_row_keeps_what_names_its_columns() -> None:
    text = "Year | All | Online\n\n2019 | 318 | 64"
    document, quote = replace(DOCUMENT, text=text), Span("d1", 21, len(text))
    citation = Citation(1, document, Locator("1", 1, "We"), quote.of(text), quote, Span("d1", 28, 31))
    assert taken(replace(answer(), citations=(citation,))).columns == "Year | All | Online"
    assert taken(answer()).columns == ""


def test_a_refusal_has_nothing_around_it() -> None:
    turn = taken(answer(found=False))
    assert turn.around == ("", "")
    assert turn.answer is not None
    assert turn.answer.status == "not_found"


def test_a_problem_is_a_turn_too() -> None:
    turn = taken(QuestionError("The question is empty."))
    assert turn == Turn("How many?", problem="The question is empty.", asked_at=turn.asked_at)
    assert datetime.datetime.fromisoformat(turn.asked_at).tzinfo
    assert turn.reworded is None


def test_only_questions_that_were_asked_are_history() -> None:
    earlier = [taken(answer()), taken(LibraryDamaged("broken")), Turn("Who met?", answer(asked="Who met?"))]
    scripted = Scripted(answer())
    take(scripted, "And when?", earlier)  # type: ignore[arg-type]
    assert [exchange.question for exchange in scripted.history] == ["How many?", "Who met?"]  # type: ignore[union-attr]


def test_a_follow_up_says_how_it_was_understood() -> None:
    turn = Turn("How old is he?", answer(asked="How old is he?", understood="How old is Yusuf Darwish?"))
    assert turn.reworded == "How old is Yusuf Darwish?"


def test_white_space_put_in_order_is_no_rewording() -> None:
    assert Turn(" How  many? ", answer(asked=" How  many? ", understood="How many?")).reworded is None


def test_a_question_looked_up_by_two_runs_of_the_page_is_answered_once() -> None:
    first, second, kept = Asked("How many?"), Asked("How many?"), Kept()
    talk = Talk(waiting=[first, second])
    assert [talk.settle(first, Turn("How many?"), kept) for _ in range(2)] == ["new", None]
    assert (talk.waiting, talk.turns, talk.kept) == ([second], kept.turns, "new")
    assert len(kept.turns) == 1


def test_what_comes_of_a_question_that_was_called_off_is_not_kept() -> None:
    asked, kept = Asked("How many?"), Kept()
    talk = Talk(waiting=[asked])
    talk.waiting.clear()  # its conversation was deleted
    assert talk.settle(asked, Turn("How many?"), kept) is None
    assert talk.turns == kept.turns == []


def test_what_waits_in_a_conversation_that_was_left_is_answered_in_its_order_and_kept() -> None:
    talk, kept, scripted = Talk(waiting=[Asked("How many?"), Asked("And when?")]), Kept(), Scripted(answer())
    finish(talk, scripted, kept)  # type: ignore[arg-type]
    assert [turn.question for turn in kept.turns] == ["How many?", "And when?"]
    assert [exchange.question for exchange in scripted.history or ()] == ["How many?"]  # type: ignore[attr-defined]
    assert (talk.turns, talk.is_waiting) == (kept.turns, False)


def test_an_answer_that_cannot_be_kept_holds_up_none_of_those_after_it() -> None:
    def full(_id: str | None, _turn: Turn) -> str:
        raise WorkspaceError("the disk is full")

    talk = Talk(waiting=[Asked("How many?"), Asked("And when?")])
    finish(talk, Scripted(answer()), full)  # type: ignore[arg-type]
    assert (len(talk.turns), talk.is_waiting) == (2, False)


def test_a_long_conversation_is_folded_by_stretches_and_never_to_less_than_one():
    assert [folded(turns) for turns in (0, 1, 2 * STRETCH - 1)] == [0, 0, 0]
    assert {folded(turns) for turns in range(2 * STRETCH, 3 * STRETCH)} == {STRETCH}
    assert all(STRETCH <= turns - folded(turns) < 2 * STRETCH for turns in range(STRETCH, 100))
