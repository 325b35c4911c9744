"""One question and what came of it, as kept in a reader's session: light, since texts stay in the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.errors import QuothError
from qa.assistant import Assistant
from qa.model import Answer, Citation, as_exchange
from qa.pages.snippets import around


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, or with the problem that kept it from being asked.

    `around` is what stands before and after the first answer's quotation.
    """

    question: str
    answer: Answer | None = None
    problem: str | None = None
    around: tuple[str, str] = ("", "")

    @property
    def reworded(self) -> str | None:
        """How a follow-up was understood, where that is not as it was typed."""
        if self.answer is None or self.answer.resolved_question.split() == self.question.split():
            return None
        return self.answer.resolved_question


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question that waits for its answer, the same words asked twice being two; `alone`: without what came before."""

    question: str
    alone: bool = False


def settle(asked: Asked, turn: Turn, waiting: list[Asked], turns: list[Turn]) -> None:
    """Put the answer in the place of the question. A page drawn anew while a question is looked up looks it up once
    more, since the earlier run is not seen to its end: whichever comes first counts."""
    try:
        waiting.remove(asked)
    except ValueError:
        return
    turns.append(turn)


def take(assistant: Assistant, question: str, earlier: Sequence[Turn]) -> Turn:
    """Ask, and keep what came of it. A question that cannot be asked becomes a turn too, with the reason."""
    history = [as_exchange(turn.answer) for turn in earlier if turn.answer]
    try:
        answer = assistant.ask(question, history=history)
    except QuothError as error:
        return Turn(question, problem=str(error))
    return Turn(question, _light(answer), around=_around(answer))


def _around(answer: Answer) -> tuple[str, str]:
    if not answer.answers:
        return "", ""
    cited = answer.citation(answer.answers[0].citations[0])
    text, span = cited.document.text, cited.span
    begin, end = around(text, span.start, span.end)
    return text[begin : span.start], text[span.end : end]


def _light(answer: Answer) -> Answer:
    """The answer without the texts that its citations' documents carry."""
    return replace(answer, citations=tuple(map(_without_text, answer.citations)))


def _without_text(citation: Citation) -> Citation:
    return replace(citation, document=replace(citation.document, text="", pages=(), headings=()))
