"""How much a half-read window promises: a linear look at the lower layers' rows, and at how its passage was found.

Most passages that a search brings do not answer, and two thirds of a network's layers can be spared them (the cascade
transformer of Soldaini and Moschitti 2020, which drops candidates between layers).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PROMISE = "promise.json"
DECIMALS = 5  # of a weight; the margins that come of them are off by less than a hundredth
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """How a passage was found: its fused score, its cosine with the question, and the share of the question's content
    words that it, or what stands over it, has."""

    score: float
    cosine: float
    coverage: float

    def values(self) -> Weights:
        """In this order, as an array."""
        return np.array([self.score, self.cosine, self.coverage], np.float32)


@dataclass(frozen=True, slots=True)
class Promise:
    """Weights of shape ``(width,)``, as of a last layer: of a span's first and last token, and of the window's first
    token for whether there is one. `retrieved`, of shape ``(3,)``, are those of what the search tells."""

    start: Weights
    end: Weights
    window: Weights
    retrieved: Weights
    bias: float

    def of(self, rows: Weights, context: NDArray[np.bool_]) -> float:
        """What the rows tell about the margin of the best span among those that are of the text and its closing token:
        `rows` has shape ``(tokens, width)``, `context` ``(tokens,)``. Minus infinity where none is."""
        of_text = rows[context]
        start, end = ((of_text @ weights).max(initial=-np.inf) for weights in (self.start, self.end))
        return float(start + end + rows[0] @ self.window + self.bias)

    def beforehand(self, retrieved: Retrieved) -> float:
        """What is to be added for how the passage was found."""
        return float(self.retrieved @ retrieved.values())

    @classmethod
    def load(cls, path: Path) -> Promise:
        """What `save` wrote. Raises what reading such a file raises, and TypeError."""
        stored = json.loads(path.read_text("utf-8"))
        bias = float(stored.pop("bias"))
        return cls(**{name: np.array(weights, np.float32) for name, weights in stored.items()}, bias=bias)

    def save(self, path: Path) -> None:
        """Write it as JSON, a line for each part."""
        parts = {name: np.asarray(part, float).round(DECIMALS).tolist() for name, part in asdict(self).items()}
        lines = ",\n ".join(f"{json.dumps(name)}: {json.dumps(part)}" for name, part in parts.items())
        path.write_text(f"{{{lines}}}\n", "utf-8")
