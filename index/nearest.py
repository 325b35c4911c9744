"""What is measured of an index that is not exact: probes like questions, and their nearest by comparing every vector.

Knows no index and no faiss: arrays in, a share out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Vectors = NDArray[np.float32]

PROBES = 64  # times ten neighbours: a recall of 0.98 is known to within 0.006
NEIGHBOURS = 10
SAME = 1e-5  # of a cosine: what rounding may change in the order of two equal passages


@dataclass(frozen=True, slots=True)
class Sampled:
    """Of vectors that were gone through once: their mean, ``(dimension,)``, and some of them, drawn evenly."""

    mean: Vectors
    some: Vectors

    @classmethod
    def of(cls, batches: Iterable[Floats]) -> Sampled:
        """Go through batches of shape ``(n, dimension)``. Raises ValueError when there is nothing in them."""
        draw = np.random.default_rng(0)  # the same vectors, the same sample
        total: Any = 0.0
        count, kept, lots = 0, [], np.empty(0)
        for batch in batches:
            total, count = total + batch.sum(axis=0, dtype=np.float64), count + len(batch)
            lots = np.concatenate([lots, draw.random(len(batch))])
            kept += list(batch)
            best = np.argsort(lots)[: 2 * PROBES]
            lots, kept = lots[best], [kept[at] for at in best]
        if not count:
            raise ValueError("there are no vectors to sample")
        return cls(np.asarray(total / count, np.float32), np.asarray(np.stack(kept), np.float32))

    def probes(self) -> Vectors:
        """Unit vectors between two of the sample each: about as far from their nearest as questions are.

        (A stored vector itself would be too easy a question: it is its own nearest.)
        """
        half = max(1, len(self.some) // 2)
        between = self.some[:half] + self.some[-half:]
        return np.asarray(between / np.maximum(np.linalg.norm(between, axis=1, keepdims=True), 1e-12), np.float32)


class Nearest:
    """The exact scores of the nearest `k` to each probe, among all vectors seen so far."""

    def __init__(self, probes: Vectors, k: int = NEIGHBOURS) -> None:
        self.probes = probes
        self.k = k
        self._best = np.full((len(probes), k), -np.inf, np.float32)

    def see(self, vectors: Floats) -> None:
        """Compare a batch, shape ``(n, dimension)``."""
        scores = np.concatenate([self._best, self.probes @ np.asarray(vectors, np.float32).T], axis=1)
        self._best = np.partition(scores, -self.k, axis=1)[:, -self.k :]

    def recall(self, found: Iterable[Vectors]) -> float:
        """The share of the nearest that are among what was `found`: for each probe its scores, in any order."""
        there = np.isfinite(self._best)  # fewer than k vectors have fewer than k nearest
        least = np.where(there, self._best, np.inf).min(axis=1) - SAME
        hits = sum(min(self.k, int((scores >= low).sum())) for scores, low in zip(found, least, strict=True))
        return float(hits / max(1, there.sum()))
