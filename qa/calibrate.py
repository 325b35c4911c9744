"""Fit the confidence formula on questions asked end to end, retrieval included.

Knows the assistant's candidates and the gold answers, nothing of how either came about. `ship` fits the calibration
that comes with a reader, on paragraphs that it was never trained on:
``python -m qa.calibrate --data TRAIN.squad.json.gz --reader data/models/reader``.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.errors import QuothError
from index.library import Library
from index.settings import PROJECT, Settings
from qa.assistant import CALIBRATION, Assistant
from qa.confidence import NAMES, Calibration, Features
from qa.evaluate import Question, read_questions
from qa.metrics import is_right
from qa.reader.data import HELD_OUT_PARAGRAPHS, SHARES, hold_out, read_squad
from qa.reader.data import Example as Held
from qa.reader.reworded import REWORDED, reworded
from qa.reader.span_reader import SpanReader
from qa.squad import Item, best_null_threshold, closed, library_of

DATA = PROJECT / "data"
# Libraries of whole documents, with their questions; of the sample's only those of that split.
LIBRARIES = (("sample", "questions.jsonl", "tune"), ("harbour", "harbour.jsonl", None))
LOOKED_AT = 3  # candidates of each question that the fit sees: the formula has to rank them too
FEWEST = 40  # questions; a logistic formula of seven coefficients fitted on fewer says nothing
COST_OF_WRONG = 0.25  # missing answers: a wrong one stands in its sentence and is called unsure: it is seen through
REGULARISATION = 10.0  # scikit-learn's C: weak, there are thousands of examples for eight numbers
# Another year than was asked for can only speak against an answer, several who say it only for it. Where the questions
# make it seem otherwise, which is chance, it says nothing.
SIGNS = {"years": -1, "support": 1}
HELD_QUESTIONS = (1200, 700, 700)  # on held-out paragraphs: answerable, near misses, absent; more change little
# What each kind weighs. Near misses fool the reader most: at a quarter of all, confidences from .3 to .6 were 10 to 20
# points too high wherever half the questions are such, and of what is absent few come near that.
WEIGHTS = (1.0, 1.0, 0.5)
OWN_WEIGHT = 7.0  # of a question on whole documents, against one on single paragraphs: few, but like what is asked


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate's features, whether it was right, and what it weighs in the fit."""

    features: Features
    right: bool
    weight: float = 1.0


def examples_of(
    assistant: Assistant, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> list[Example]:
    """Ask every question, and label the best candidates of each."""
    assistant.calibration = _neutral(assistant.reader.name)  # the old one may belong to another reader
    found: list[Example] = []
    for done, question in enumerate(questions, 1):
        candidates = assistant.consider(question.question).candidates
        best = sorted(candidates, key=lambda c: -c.evidence[0].score)[:LOOKED_AT]
        found.extend(Example(c.features, is_right(c.text, question.answers)) for c in best)
        if progress:
            progress(done, len(questions))
    return found


def fit(
    examples: Sequence[Example],
    reader: str,
    fitted_on: str,
    null_threshold: float = 0.0,
    cost_of_wrong: float = COST_OF_WRONG,
    cost_of_missing: float = 1.0,
) -> Calibration:
    """The maximum-likelihood logistic formula, and the threshold that the two costs imply.

    Raises QuothError when there are too few examples, or none that is right, or none that is wrong.
    """
    from sklearn.linear_model import LogisticRegression

    values = np.array([e.features.values() for e in examples])
    labels = np.array([e.right for e in examples])
    if len(examples) < FEWEST or labels.all() or not labels.any():
        raise QuothError(
            f"{len(examples)} candidate answers, {int(labels.sum())} of them right, are too few to calibrate on: "
            f"give at least {FEWEST} questions, with and without an answer in the documents."
        )
    weights = np.array([e.weight for e in examples])
    model = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(values, labels, sample_weight=weights)
    contrary = [NAMES.index(name) for name, sign in SIGNS.items() if sign * model.coef_[0][NAMES.index(name)] < 0]
    if contrary:
        values[:, contrary] = 0.0
        model = model.fit(values, labels, sample_weight=weights)
    coefficients = {name: round(float(c), 4) for name, c in zip(NAMES, model.coef_[0], strict=True)}
    return Calibration(
        reader=reader,
        intercept=round(float(model.intercept_[0]), 4),
        coefficients=coefficients,
        null_threshold=null_threshold,
        threshold=round(cost_of_wrong / (cost_of_wrong + cost_of_missing), 4),
        cost_of_wrong=cost_of_wrong,
        cost_of_missing=cost_of_missing,
        fitted_on=fitted_on,
    )


def ship(data: Path, settings: Settings, seed: int = 13) -> Calibration:
    """The calibration of the settings' reader: fitted on the training file's held-out paragraphs, with their own
    questions and those in other words, and on questions about whole documents (`LIBRARIES`).

    Two fifths of the held-out questions' weight is that of answerable ones, two fifths that of near misses, whose
    paragraph is in the library and does not answer, and a fifth that of questions about paragraphs that are not in it.
    """
    _, held = hold_out(list(read_squad(data)), HELD_OUT_PARAGRAPHS, seed)
    held = [e for e in held if e.source not in SHARES]
    reader = SpanReader.open(settings.reader)
    null_threshold = best_null_threshold(closed(reader, [_item(e, str(n)) for n, e in enumerate(held)]))
    with tempfile.TemporaryDirectory() as name:
        asked = list(_kinds(held, reworded(REWORDED, held), seed))
        kinds = [_asked(*kind, Path(name) / str(n), settings) for n, kind in enumerate(asked)]
        own = [_about_documents(Path(name), settings, *library) for library in LIBRARIES]
    one = len(kinds[0])
    examples = [e for kind, weight in zip(kinds, WEIGHTS, strict=True) for e in _weighing(kind, weight * one)]
    for found in own:
        examples += _weighing(found, OWN_WEIGHT * len(found))
    fitted_on = (
        f"{sum(len(questions) for questions, _ in asked)} questions of held-out training paragraphs, some in other "
        f"words, two fifths of their weight on answerable ones, and those about the sample and the harbour library"
    )
    return fit(examples, reader.name, fitted_on, null_threshold)


def _kinds(held: Sequence[Held], other_words: Sequence[Held], seed: int) -> Iterator[tuple[list[Question], list[str]]]:
    """Answerable questions, near misses, and questions about what is not there, each with a library's paragraphs; to
    those drawn of the first two come all in other words."""
    contexts = sorted({e.context for e in held})
    there = set(contexts[::2])  # sorted by their words, which is as good as by lot
    draw = random.Random(seed)  # noqa: S311  (seeded, nothing secret)
    kinds: tuple[tuple[list[Held], list[Held], list[str]], ...] = (
        ([e for e in held if e.start is not None], [e for e in other_words if e.start is not None], contexts),
        ([e for e in held if e.start is None], [e for e in other_words if e.start is None], contexts),
        ([e for e in held if e.context not in there], [], sorted(there)),
    )
    for (examples, besides, paragraphs), many in zip(kinds, HELD_QUESTIONS, strict=True):
        asked = draw.sample(examples, min(many, len(examples))) + besides
        yield [_question(e, answerable=paragraphs is contexts) for e in asked], paragraphs


def _asked(questions: Sequence[Question], paragraphs: Sequence[str], folder: Path, settings: Settings) -> list[Example]:
    with library_of(paragraphs, folder, settings) as library:
        return examples_of(Assistant(library, settings), questions)


def _about_documents(
    folder: Path, settings: Settings, documents: str, questions: str, split: str | None
) -> list[Example]:
    with Library.open(folder / documents, settings, create=True) as library:
        library.add([DATA / documents])
        return examples_of(Assistant(library, settings), read_questions(DATA / questions, split=split))


def _weighing(examples: Sequence[Example], total: float) -> list[Example]:
    """The examples, each with the same weight, which together is `total`."""
    return [replace(example, weight=total / len(examples)) for example in examples]


def _item(example: Held, id: str) -> Item:
    answers = () if example.start is None else (example.context[example.start : example.end],)
    return Item(id, example.question, example.context, answers)


def _question(example: Held, *, answerable: bool) -> Question:
    item = _item(example, "")
    return Question("", item.question, item.answers if answerable else (), ())


def _neutral(reader: str) -> Calibration:
    """What stands in before anything is fitted: candidates in the reader's own order."""
    return Calibration(reader, 0.0, dict.fromkeys(NAMES, 0.0) | {"margin": 1.0}, 0.5, 0.0, 1.0, 1.0, "nothing")


def main() -> None:
    """Parse the command line, fit, and write ``calibration.json`` into the reader's directory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the SQuAD-style file that the reader was trained on")
    parser.add_argument("--reader", type=Path, required=True, help="directory of the shipped reader")
    args = parser.parse_args()
    calibration = ship(args.data, Settings(reader=args.reader.resolve()))
    calibration.save(args.reader / CALIBRATION)
    print(calibration)


if __name__ == "__main__":
    main()
