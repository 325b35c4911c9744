"""One question and what came of it, as kept in a reader's session: light, since texts stay in the library."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.errors import QuothError
from qa.assistant import Assistant
from qa.brief import now
from qa.model import Turn, as_exchange
from qa.pages.snippets import around
from qa.tables import head_of

Keep = Callable[[str | None, Turn], str]  # a turn of the conversation so called, or of a new one -> its name

STRETCH = 8  # turns folded away together: a page takes some five milliseconds to draw one, at every question anew

log = logging.getLogger(__name__)


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
    _settling: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come, or to be kept."""
        with self._settling:
            return bool(self.waiting)

    def settle(self, asked: Asked, turn: Turn, keep: Keep) -> str | None:
        """Put the answer in the place of the question and keep it; the conversation's name, or None where the answer
        came too late. A page drawn anew while a question is looked up looks it up once more, since the earlier run is
        not seen to its end: whichever comes first counts."""
        with self._settling:
            try:
                self.waiting.remove(asked)
            except ValueError:
                return None
            self.turns.append(turn)
            self.kept = keep(self.kept, turn)
            return self.kept


def folded(turns: int) -> int:
    """How many of a long conversation's turns, the oldest, are folded away. They go by stretches, so that the others
    keep their places on the page from one question to the next."""
    return max(0, turns // STRETCH - 1) * STRETCH


def finish(talk: Talk, assistant: Assistant, keep: Keep) -> None:
    """Answer what waits in a conversation that was left, whether or not it is opened again. Touches no session."""
    while asked := next(iter(talk.waiting), None):
        turn = answered(talk, asked, assistant)
        try:
            talk.settle(asked, turn, keep)
        except QuothError as error:  # nobody is there to be told
            log.warning("the answer to a question could not be kept: %s", error)


def answered(talk: Talk, asked: Asked, assistant: Assistant) -> Turn:
    """What comes of a question that waits in a conversation."""
    return take(assistant, asked.question, [] if asked.alone else talk.turns)


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
