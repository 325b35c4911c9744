"""SQuAD-style files: the closed setting (the paragraph is given) and the open one (all paragraphs in one library).

Lines ``{id, question, context, answers: [{text, start}], is_impossible}``, plain or gzipped.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from index.errors import QuothError
from index.library import Library
from index.model import Progress
from index.settings import Settings
from qa.assistant import CALIBRATION, Assistant
from qa.confidence import Calibration
from qa.evaluate import Outcome, Question, evaluate, finite
from qa.metrics import auroc, exact_match, f1
from qa.reader.span_reader import SpanReader

Counter = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Item:
    """One question beside its paragraph; `answers` is empty where the paragraph does not answer it."""

    id: str
    question: str
    context: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The reader's best span for one item, whatever its margin over "no answer"."""

    answerable: bool
    margin: float
    exact: float
    f1: float


@dataclass(frozen=True, slots=True)
class ClosedReport:
    """Percentages: `answerable_*` without a null answer; the others refuse where the margin is under the threshold."""

    questions: int
    answerable: int
    answerable_f1: float
    answerable_exact: float
    f1: float
    exact_match: float
    null_threshold: float
    auroc: float

    def to_dict(self) -> dict[str, object]:
        """The report as JSON, which has no "not a number"."""
        return finite(asdict(self))


def read_items(path: Path) -> list[Item]:
    """The file's items. Raises QuothError when it is not such a file."""
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = [json.loads(line) for line in raw.decode("utf-8-sig").split("\n") if line.strip()]
        return [Item(str(r["id"]), r["question"], r["context"], tuple(a["text"] for a in r["answers"])) for r in rows]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise QuothError(f"{path} is not a SQuAD-style file of lines with a context: {error!r}") from error


def closed(reader: SpanReader, items: Sequence[Item], progress: Counter | None = None) -> list[Closed]:
    """Read each item's own paragraph, as many at once as there are processors: one by itself keeps one of them busy."""
    outcomes = []
    with ThreadPoolExecutor(os.cpu_count()) as processors:
        for done, outcome in enumerate(processors.map(partial(_closed, reader), items), 1):
            outcomes.append(outcome)
            if progress:
                progress(done, len(items))
    return outcomes


def _closed(reader: SpanReader, item: Item) -> Closed:
    best = next(iter(reader.spans(item.question, [item.context], 1)[0]), None)
    words = item.context[best.start : best.end] if best else ""
    margin = best.margin if best else -100.0
    return Closed(bool(item.answers), margin, exact_match(words, item.answers), f1(words, item.answers))


def closed_report(outcomes: Sequence[Closed], null_threshold: float) -> ClosedReport:
    """The figures of SQuAD 2.0 (Rajpurkar et al. 2018) at a threshold that was chosen elsewhere."""
    answerable = [o for o in outcomes if o.answerable]

    def total(values: Sequence[float]) -> float:
        return round(100 * sum(values) / max(1, len(values)), 2)

    def with_null(outcome: Closed, score: float) -> float:
        given = outcome.margin >= null_threshold
        return score if outcome.answerable and given else float(not outcome.answerable and not given)

    return ClosedReport(
        questions=len(outcomes),
        answerable=len(answerable),
        answerable_f1=total([o.f1 for o in answerable]),
        answerable_exact=total([o.exact for o in answerable]),
        f1=total([with_null(o, o.f1) for o in outcomes]),
        exact_match=total([with_null(o, o.exact) for o in outcomes]),
        null_threshold=null_threshold,
        auroc=round(auroc([o.margin for o in outcomes], [o.answerable for o in outcomes]), 4),
    )


def best_null_threshold(outcomes: Sequence[Closed]) -> float:
    """The margin at which refusing gives the best F1, to be chosen on other data than is reported.

    Answerable and unanswerable questions weigh the same in all, however many of each there are: a collection says how
    many were written, not how many will be asked.
    """
    ranked = sorted(outcomes, key=lambda o: -o.margin)
    unanswerable = sum(not o.answerable for o in ranked)
    weight = (len(ranked) - unanswerable) / max(1, unanswerable)
    score = weight * unanswerable  # everything refused
    best, threshold = score, 0.0
    for outcome in ranked:
        score += outcome.f1 if outcome.answerable else -weight
        if score > best:
            best, threshold = score, outcome.margin
    return round(threshold, 3)


def evaluate_closed(items: Sequence[Item], settings: Settings, progress: Counter | None = None) -> ClosedReport:
    """The settings' reader on the items, at the null threshold that its calibration chose on other data."""
    reader = SpanReader.open(settings.reader)
    calibration = Calibration.load(settings.reader / CALIBRATION, reader.name)
    return closed_report(closed(reader, items, progress), calibration.null_threshold)


def library_of(
    contexts: Sequence[str], directory: Path, settings: Settings, progress: Progress | None = None
) -> Library:
    """A library in which each paragraph is a document."""
    directory.mkdir(parents=True, exist_ok=True)
    source = directory / "paragraphs.jsonl"
    lines = (json.dumps({"_id": str(number), "title": "", "text": text}) for number, text in enumerate(contexts))
    source.write_text("\n".join(lines), "utf-8")
    library = Library.open(directory / "library", settings, create=True)
    library.add([source], progress)
    return library


def open_setting(
    items: Sequence[Item], settings: Settings, progress: Counter | None = None, adding: Progress | None = None
) -> list[Outcome]:
    """Ask every item of one library that holds all the paragraphs."""
    contexts = sorted({item.context for item in items})
    with tempfile.TemporaryDirectory() as folder, library_of(contexts, Path(folder), settings, adding) as library:
        questions = [Question(i.id, i.question, i.answers, ()) for i in items]
        return evaluate(Assistant(library, settings), questions, progress)
