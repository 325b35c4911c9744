"""Two lists of scores made one, and how the kind of query weighs them. Pure: knows neither index nor catalog."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_COSINE, LEAST_BM25 = -1.0, 0.0  # the lowest that each score can be, whatever the query


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage's id, and its score by one index."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage's fused score, in [0, 1], and those it comes from: None where an index did not return it."""

    id: int
    score: float
    dense: float | None
    lexical: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the passages for one query are ranked: the share of the dense score, and how much of the two nearest
    passages' mean is added to the query's vector before it is searched by again (0: it is not)."""

    dense_weight: float
    feedback: float = 0.0


QUESTION = Ranking(0.85)  # best of 0.5 to 0.9 on questions about held-out training paragraphs
TOPIC = Ranking(0.95, feedback=0.5)  # tests/bench/fusion.py prints what either gives on the test collections
FED_BACK = 2  # nearest passages; a third is off the topic too often
TOPIC_WORDS = 6  # fewer are words to be found as they are
_ASKS = re.compile(
    r"\s*(?:(?:in|on|at|by|for|from|to|with|of|under|about) )?"
    r"(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|has|have|had|will|would"
    r"|should|may)\b",
    re.IGNORECASE,
)


def ranking_for(query: str) -> Ranking:
    """A question, and a few words to be found, are ranked by words too; a statement of a topic by meaning, since the
    more words it has the more passages share some of them by chance."""
    asks = _ASKS.match(query) or query.rstrip().endswith("?")
    return QUESTION if asks or len(query.split()) < TOPIC_WORDS else TOPIC


def fuse(dense: Sequence[Scored], lexical: Sequence[Scored], weight: float) -> list[Fused]:
    """One list, best first: the convex combination ``weight * dense + (1 - weight) * lexical`` of scores normalised
    between the least that is possible and the most that was found (Bruch, Gai and Ingber 2023, "An Analysis of Fusion
    Functions for Hybrid Retrieval", section 4.2, TM2C2).

    A passage that an index did not return counts as the least possible there. Equal scores are in order of their ids.
    """
    raw_dense, raw_lexical = ({scored.id: scored.score for scored in arm} for arm in (dense, lexical))
    near, shared = above(raw_dense, LEAST_COSINE), above(raw_lexical, LEAST_BM25)
    fused = [
        Fused(
            key,
            weight * near.get(key, 0.0) + (1 - weight) * shared.get(key, 0.0),
            raw_dense.get(key),
            raw_lexical.get(key),
        )
        for key in raw_dense.keys() | raw_lexical.keys()
    ]
    return sorted(fused, key=lambda one: (-one.score, one.id))


def above(scores: dict[int, float], least: float) -> dict[int, float]:
    """``(s - least) / (max - least)``; all 0 when none is above the least."""
    most = max(scores.values(), default=least)
    return {key: max(0.0, score - least) / (most - least) if most > least else 0.0 for key, score in scores.items()}
