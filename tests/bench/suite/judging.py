"""How good a list of documents is, and part of a collection, where there is not the time for all of it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from suite.texts import Asked, Collection


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over questions: nDCG with equal gains (Järvelin and Kekäläinen 2002)."""

    hit_1: float
    hit_5: float
    ndcg: float


def quality(found: Sequence[Sequence[str]], questions: Sequence[Asked]) -> Quality:
    rows = [_judged(ids, question.relevant) for ids, question in zip(found, questions, strict=True)]
    return Quality(*(fmean(column) for column in zip(*rows, strict=True)))


def _judged(ids: Sequence[str], relevant: frozenset[str]) -> tuple[float, float, float]:
    gains = [float(id in relevant) for id in ids[:10]]
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(relevant))))
    return max(gains[:1], default=0.0), max(gains[:5], default=0.0), _discounted(gains) / ideal


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def subset(collection: Collection, documents: int) -> Collection:
    """So many documents, drawn by lot, and the questions about one of them at least."""
    if len(collection.documents) <= documents:
        return collection
    some = tuple(random.Random(13).sample(collection.documents, documents))
    ids = {document.id for document in some}
    asked = [replace(one, relevant=one.relevant & ids) for one in collection.questions]
    return replace(collection, documents=some, questions=tuple(one for one in asked if one.relevant))
