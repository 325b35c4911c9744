"""Measures of answers and rankings: pure functions on numbers and strings, each with the source of its formula."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from qa.compose import normalise_answer

_NO_WORD = re.compile(r"[^\w\s]|_")


def exact_match(answer: str, gold: Sequence[str]) -> float:
    """1 if the normalised answer is one of the gold ones (SQuAD, Rajpurkar et al. 2016)."""
    return float(any(normalise_answer(answer) == normalise_answer(g) for g in gold))


def f1(answer: str, gold: Sequence[str]) -> float:
    """The best token F1 against any gold answer (SQuAD, Rajpurkar et al. 2016)."""
    return max((_f1(normalise_answer(answer).split(), normalise_answer(g).split()) for g in gold), default=0.0)


def _f1(answer: Sequence[str], gold: Sequence[str]) -> float:
    common = sum((Counter(answer) & Counter(gold)).values())
    if not answer or not gold:
        return float(answer == gold)
    return 2 * common / (len(answer) + len(gold))


def holds(text: str, gold: Sequence[str]) -> bool:
    """Whether a gold answer stands in `text`, whole words only: case, articles and any punctuation apart, so that
    "father-of-six" holds "six"."""
    padded = f" {_bare(text)} "
    return any(f" {_bare(g)} " in padded for g in gold if _bare(g))


def _bare(text: str) -> str:
    return normalise_answer(_NO_WORD.sub(" ", text))


def is_right(answer: str, gold: Sequence[str]) -> bool:
    """Whether an answer's words overlap a gold answer by half (token F1), or hold one whole."""
    return f1(answer, gold) >= 0.5 or holds(answer, gold)


def auroc(scores: Sequence[float], right: Sequence[bool]) -> float:
    """The probability that a right answer's score is above a wrong one's (Mann-Whitney U; ties count half).

    NaN when all are right or all are wrong.
    """
    values, labels = np.asarray(scores, dtype=float), np.asarray(right, dtype=bool)
    positives, negatives = int(labels.sum()), int((~labels).sum())
    if not positives or not negatives:
        return math.nan
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[inverse]
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Mean gap between confidence and accuracy over equal-width bins, weighted by size (Guo et al. 2017, eq. 3)."""
    values, labels = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    index = np.minimum((values * bins).astype(int), bins - 1)
    gaps = [abs(values[index == b].sum() - labels[index == b].sum()) for b in range(bins)]
    return float(sum(gaps) / len(values)) if len(values) else math.nan


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(coverage, share of wrong answers among those given) as ever less sure answers are given (El-Yaniv and Wiener
    2010)."""
    order = np.argsort(-np.asarray(confidences, dtype=float), kind="stable")
    wrong = np.cumsum(~np.asarray(right, dtype=bool)[order])
    given = np.arange(1, len(order) + 1)
    return [(float(n / len(order)), float(w / n)) for n, w in zip(given, wrong, strict=True)]


def risk_at(curve: Sequence[tuple[float, float]], coverage: float) -> float:
    """The risk at the greatest coverage of a curve that is not above `coverage`; NaN where there is none."""
    return next((risk for covered, risk in reversed(curve) if covered <= coverage + 1e-9), math.nan)


def area_under(curve: Sequence[tuple[float, float]]) -> float:
    """Mean risk over all coverages: the area under the risk-coverage curve. NaN for no questions."""
    return sum(risk for _, risk in curve) / len(curve) if curve else math.nan


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """One over the rank of the first relevant result; 0 without any (Voorhees 1999)."""
    return next((1 / rank for rank, hit in enumerate(relevant, 1) if hit), 0.0)


def ndcg(gains: Sequence[float], all_gains: Sequence[float], depth: int) -> float:
    """Normalised discounted cumulative gain at `depth` (Järvelin and Kekäläinen 2002), linear gains as trec_eval."""
    ideal = _dcg(sorted(all_gains, reverse=True)[:depth])
    return _dcg(gains[:depth]) / ideal if ideal else 0.0


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
