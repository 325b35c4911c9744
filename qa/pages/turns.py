"""One question and what came of it, as kept in a reader's session: light, since texts stay in the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.errors import QuothError
from qa.assistant import Assistant
from qa.brief import now
from qa.model import Turn, as_exchange
from qa.pages.snippets import around
from qa.tables import head_of

STRETCH = 8  # turns folded away together: a page takes some five milliseconds to draw one, at every question anew


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question that waits for its answer, the same words asked twice being two; `alone`: without what came before."""

    question: str
    alone: bool = False


@dataclass(slots=True, eq=False)
class Talk:
    """The conversation that a reader's session shows: its turns, the questions that wait, and the name by which it is
    kept. One object, held by a run of the page from before it looks a question up, for at any later touch of the
    session the run may be ended by the next: what came of a question must be told and kept without one."""

    turns: list[Turn] = field(default_factory=list)
    waiting: list[Asked] = field(default_factory=list)
    kept: str | None = None

    def settle(self, asked: Asked, turn: Turn) -> bool:
        """Put the answer in the place of the question; whether it was. A page drawn anew while a question is looked up
        looks it up once more, since the earlier run is not seen to its end: whichever comes first counts."""
        try:
            self.waiting.remove(asked)
        except ValueError:
            return False
        self.turns.append(turn)
        return True


def folded(turns: int) -> int:
    """How many of a long conversation's turns, the oldest, are folded away. They go by stretches, so that the others
    keep their places on the page from one question to the next."""
    return max(0, turns // STRETCH - 1) * STRETCH


def take(assistant: Assistant, question: str, earlier: Sequence[Turn]) -> Turn:
    """Ask, and keep what came of it. A question that cannot be asked becomes a turn too, with the reason."""
    history = [as_exchange(turn.answer) for turn in earlier if turn.answer]
    try:
        answer = assistant.ask(question, history=history)
    except QuothError as error:
        return Turn(question, problem=str(error), asked_at=now())
    if not answer.answers:
        return Turn(question, answer.without_texts(), asked_at=now())
    cited = answer.citation(answer.answers[0].citations[0])
    text, start, end = cited.document.text, cited.span.start, cited.span.end
    begin, stop = around(text, start, end)
    stands = (text[begin:start], text[end:stop])
    return Turn(question, answer.without_texts(), around=stands, columns=head_of(text, start, end), asked_at=now())
