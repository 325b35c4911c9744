"""Fit the confidence formula on questions asked end to end, retrieval included.

Knows the assistant's candidates and the gold answers, nothing of how either came about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.errors import QuothError
from qa.assistant import Assistant
from qa.confidence import NAMES, Calibration, Features
from qa.evaluate import Question
from qa.metrics import is_right

LOOKED_AT = 3  # candidates of each question that the fit sees: the formula has to rank them too
FEWEST = 40  # questions; a logistic formula of six coefficients fitted on fewer says nothing
REGULARISATION = 10.0  # scikit-learn's C: weak, there are thousands of examples for seven numbers


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate's features, and whether it was right."""

    features: Features
    right: bool


def examples_of(
    assistant: Assistant, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> list[Example]:
    """Ask every question, and label the best candidates of each."""
    found: list[Example] = []
    for done, question in enumerate(questions, 1):
        candidates = assistant.consider(question.question).candidates
        best = sorted(candidates, key=lambda c: -c.evidence[0].score)[:LOOKED_AT]
        found.extend(Example(c.features, is_right(c.text, question.answers)) for c in best)
        if progress:
            progress(done, len(questions))
    return found


def fit(
    examples: Sequence[Example], reader: str, cost_of_wrong: float, cost_of_missing: float, fitted_on: str
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
    model = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(values, labels)
    coefficients = {name: round(float(c), 4) for name, c in zip(NAMES, model.coef_[0], strict=True)}
    return Calibration(
        reader=reader,
        intercept=round(float(model.intercept_[0]), 4),
        coefficients=coefficients,
        threshold=round(cost_of_wrong / (cost_of_wrong + cost_of_missing), 4),
        cost_of_wrong=cost_of_wrong,
        cost_of_missing=cost_of_missing,
        fitted_on=fitted_on,
    )
