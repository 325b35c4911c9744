"""How much a half-read window promises: a linear look at the lower layers' rows.

Most passages that a search brings do not answer, and a third of a network's layers can be spared them (the cascade
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
class Promise:
    """Weights of shape ``(width,)``, as of a last layer: of a span's first and last token, and of the window's first
    token for whether there is one."""

    start: Weights
    end: Weights
    window: Weights
    bias: float

    def of(self, rows: Weights, context: NDArray[np.bool_]) -> float:
        """About the margin of the best span among the rows that are of the text and its closing token: `rows` has shape
        ``(tokens, width)``, `context` ``(tokens,)``. Minus infinity where none is."""
        of_text = rows[context]
        start, end = ((of_text @ weights).max(initial=-np.inf) for weights in (self.start, self.end))
        return float(start + end + rows[0] @ self.window + self.bias)

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
