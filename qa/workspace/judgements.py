"""What people thought of answers, kept, and given back as questions that `quoth evaluate` and `calibrate` take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import TypeAdapter

from qa.brief import now
from qa.model import Answer
from qa.workspace.file import File

Verdict = Literal["good", "bad"]
Reason = Literal["", "absent", "other", "unfair"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody thought of the first answer to a question, or of there being none (an empty `answer`).

    `question` is the one that was understood. For a bad one, `reason` says that the answer is not in the documents
    ("absent"), that another is right ("other", which `right` then holds), or that the quotation does not say that
    ("unfair"); `words` is what was written about it. `documents` are the paths that the answer was quoted from.
    """

    question: str
    answer: str
    verdict: Verdict
    reason: Reason = ""
    right: str = ""
    words: str = ""
    documents: tuple[str, ...] = ()
    as_of: str = ""
    judged_at: str = ""

    def as_question(self, id: str) -> dict[str, object] | None:
        """A line of a file of questions; None where what would have been right is not known."""
        if self.verdict == "good":
            answers, documents = ([self.answer], list(self.documents)) if self.answer else ([], [])
        elif self.reason == "absent":
            answers, documents = [], []
        elif self.right:
            answers, documents = [self.right], []
        else:
            return None
        return {"id": id, "question": self.question, "answers": answers, "documents": documents}


def judgement_of(
    answer: Answer, verdict: Verdict, *, reason: Reason = "", right: str = "", words: str = ""
) -> Judgement:
    """The judgement of an answer, with what has to be known of it later."""
    first = answer.answers[0] if answer.answers else None
    paths = {answer.citation(number).document.path for number in first.citations} if first else set()
    said = first.text if first else ""
    texts = right.strip(), words.strip()
    return Judgement(
        answer.resolved_question, said, verdict, reason, *texts, tuple(sorted(paths)), answer.searched.as_of, now()
    )


class Judgements:
    """The judgements of one workspace; of several on one answer the last counts. Raises WorkspaceError."""

    def __init__(self, file: File) -> None:
        self._file = file

    def put(self, judgement: Judgement) -> None:
        """Keep one, in the place of an earlier one on the same answer."""
        row = (judgement.question, judgement.answer, _codec().dump_json(judgement).decode(), judgement.judged_at)
        with self._file.writing() as sql:
            sql.execute("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?)", row)

    def of(self, answer: Answer) -> Judgement | None:
        """The judgement of that answer, if somebody judged it."""
        said = answer.answers[0].text if answer.answers else ""
        with self._file.reading() as sql:
            asked = (answer.resolved_question, said)
            row = sql.execute("SELECT content FROM judgements WHERE question = ? AND answer = ?", asked).fetchone()
        return _codec().validate_json(row[0]) if row else None

    def list(self) -> list[Judgement]:
        """All of them, in the order in which they were made."""
        with self._file.reading() as sql:
            rows = sql.execute("SELECT content FROM judgements ORDER BY judged_at, question, answer").fetchall()
        return [_codec().validate_json(content) for (content,) in rows]


@lru_cache(maxsize=1)
def _codec() -> TypeAdapter[Judgement]:
    return TypeAdapter(Judgement)
