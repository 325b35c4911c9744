"""Run questions through the same `ask` that users get, and report how good the answers are.

Knows nothing of files beyond the questions file, nor of how a report is shown.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median

from index.errors import QuothError
from qa.assistant import Assistant
from qa.metrics import (
    area_under,
    auroc,
    exact_match,
    expected_calibration_error,
    f1,
    holds,
    is_right,
    reciprocal_rank,
    risk_at,
    risk_coverage,
)
from qa.model import Answer, Citation

DEPTH = 10  # of the retrieval measures
COVERAGE = 0.6  # at which the share of wrong answers is reported
HALF = 0.5  # token F1 from which an answer counts as right


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold answers and documents (path, file name, id or external id); both empty: unanswerable."""

    id: str
    question: str
    answers: tuple[str, ...]
    documents: tuple[str, ...]
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question. `confidence` is that of the first answer, given or withheld; `document_right` is None
    where the question names no document."""

    id: str
    question: str
    answerable: bool
    answered: bool
    confidence: float
    answer: str | None
    quote: str | None
    exact: float
    f1: float
    quote_holds: bool
    answer_holds: bool
    candidate_right: bool
    candidate_f1: float
    document_right: bool | None
    hit: bool
    reciprocal_rank: float
    elapsed_ms: float

    @property
    def right(self) -> bool:
        """Whether the first answer given is right: its words overlap a gold answer by half, or hold it whole."""
        return self.answered and self.candidate_right


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures over one file of questions; counts are of questions, shares lie in [0, 1]. See `summarise`. None is
    what cannot be told: whether documents are right where no question names one, or a share of no questions."""

    questions: int
    answerable: int
    unanswerable: int
    exact_match: float
    f1: float
    quotation_holds_answer: int
    answer_holds_gold: int
    document_right: int | None
    refused_unanswerable: int
    refused_answerable: int
    citation_precision: float
    first_answer_right: float
    wrong_at_60_percent_coverage: float
    hit_at_10: float
    mrr_at_10: float
    auroc: float
    expected_calibration_error: float
    area_under_risk_coverage: float
    median_ms: float

    def to_dict(self) -> dict[str, object]:
        """The report as JSON, which has no "not a number"."""
        return finite(asdict(self))


def finite(figures: dict[str, object]) -> dict[str, object]:
    """The figures, None in place of those that are no numbers."""
    return {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in figures.items()}


def read_questions(path: Path, split: str | None = None) -> list[Question]:
    """The questions of a JSON-lines file, plain or gzipped, the project's own or SQuAD-style lines; with `split`, those
    whose line names it ("tune", "test").

    Raises QuothError naming the line that cannot be read.
    """
    return [question for question in _questions(path) if split in (None, question.split)]


def _questions(path: Path) -> Iterator[Question]:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = raw.decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise QuothError(f"{path} cannot be read as a questions file: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _question(line, number, path)


def _question(line: str, number: int, path: Path) -> Question:
    try:
        row = json.loads(line)
        for name in ("answers", "documents"):
            if not isinstance(row.get(name, []), list):
                raise TypeError(f'"{name}" is not a list')
        answers = tuple(a["text"] if isinstance(a, dict) else str(a) for a in row.get("answers", ()))
        documents = tuple(str(d) for d in row.get("documents", ()))
        if not str(row["question"]).strip():
            raise ValueError("it is empty")
        return Question(str(row.get("id", number)), str(row["question"]), answers, documents, row.get("split"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        example = '{"id": "q1", "question": "Who ...?", "answers": ["..."], "documents": ["report.pdf"]}'
        raise QuothError(f"{path}, line {number}: not a question. A line looks like {example}") from error


def evaluate(
    assistant: Assistant, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> list[Outcome]:
    """Ask every question, by the two steps that `Assistant.ask` takes, so that a withheld answer can be judged too."""
    outcomes = []
    for done, question in enumerate(questions, 1):
        considered = assistant.consider(question.question)
        retrieved = [hit.passage.text for hit in considered.hits[:DEPTH]]
        first = considered.candidates[0].text if considered.candidates else ""
        outcomes.append(judge(question, assistant.answer(considered), first, retrieved))
        if progress:
            progress(done, len(questions))
    return outcomes


def judge(question: Question, answer: Answer, candidate: str, retrieved: Sequence[str]) -> Outcome:
    """One answer against the gold; `candidate` is the surest one, given or withheld, `retrieved` the passages' texts.

    `exact` and `f1` count a refusal of an unanswerable question as 1, as SQuAD 2.0 does (Rajpurkar et al. 2018).
    """
    answered = answer.status == "answered"
    first = answer.answers[0] if answered else None
    cited = answer.citation(first.citations[0]) if first else None
    answerable = bool(question.answers)
    words = first.text if first else ""
    relevant = [holds(text, question.answers) for text in retrieved]
    return Outcome(
        id=question.id,
        question=question.question,
        answerable=answerable,
        answered=answered,
        confidence=answer.confidence,
        answer=first.text if first else None,
        quote=cited.quote if cited else None,
        exact=exact_match(words, question.answers) if answerable else float(not answered),
        f1=f1(words, question.answers) if answerable else float(not answered),
        quote_holds=bool(cited and holds(cited.quote, question.answers)),
        answer_holds=bool(first and holds(first.text, question.answers)),
        candidate_right=is_right(candidate, question.answers),
        candidate_f1=f1(candidate, question.answers),
        document_right=bool(cited and is_of(cited, question.documents)) if question.documents else None,
        hit=any(relevant),
        reciprocal_rank=reciprocal_rank(relevant),
        elapsed_ms=answer.elapsed_ms,
    )


def is_of(citation: Citation, documents: Iterable[str]) -> bool:
    """Whether the citation's document is one of those named: by path, file name, id or external id."""
    document = citation.document
    names = {document.path, Path(document.path).name, document.id, document.external_id}
    return any(name in names for name in documents)


def summarise(outcomes: Sequence[Outcome]) -> Evaluation:
    """The figures. Over answerable questions: hit, MRR, `first_answer_right` (the surest candidate, given or withheld,
    has a token F1 of half with a gold answer), and the share of those that are not among the surest 60 %; citation
    precision is over the answers given; AUROC and the calibration are over all questions.
    """
    answerable = [o for o in outcomes if o.answerable]
    unanswerable = [o for o in outcomes if not o.answerable]
    given = [o for o in answerable if o.answered]
    documents = [o.document_right for o in answerable if o.document_right is not None]
    confidences, right = [o.confidence for o in outcomes], [o.candidate_right for o in outcomes]
    return Evaluation(
        questions=len(outcomes),
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        exact_match=_mean(o.exact for o in outcomes),
        f1=_mean(o.f1 for o in outcomes),
        quotation_holds_answer=sum(o.quote_holds for o in answerable),
        answer_holds_gold=sum(o.answer_holds for o in answerable),
        document_right=sum(documents) if documents else None,
        refused_unanswerable=sum(not o.answered for o in unanswerable),
        refused_answerable=sum(not o.answered for o in answerable),
        first_answer_right=_mean(float(o.candidate_f1 >= HALF) for o in answerable),
        wrong_at_60_percent_coverage=risk_at(
            risk_coverage([o.confidence for o in answerable], [o.candidate_f1 >= HALF for o in answerable]), COVERAGE
        ),
        citation_precision=_mean(float(o.quote_holds) for o in given),
        hit_at_10=_mean(float(o.hit) for o in answerable),
        mrr_at_10=_mean(o.reciprocal_rank for o in answerable),
        auroc=auroc(confidences, right),
        expected_calibration_error=expected_calibration_error(confidences, right),
        area_under_risk_coverage=area_under(risk_curve(outcomes)),
        median_ms=median(o.elapsed_ms for o in outcomes) if outcomes else 0.0,
    )


def risk_curve(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """(coverage, share of wrong answers) over all questions, the surest first; see `qa.metrics.risk_coverage`."""
    return risk_coverage([o.confidence for o in outcomes], [o.candidate_right for o in outcomes])


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return fmean(numbers) if numbers else math.nan
