"""Questions beside passages as token ids in flat arrays, which fit a processor or an accelerator whole, and their file.

Knows nothing of texts or networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TAUGHT, LABELLED, HELD_OUT = 0, 1, 2  # what is known of a pair: nothing; its answer; the same, and nothing learns it


@dataclass(frozen=True, slots=True)
class Pairs:
    """`n` pairs of a question and a passage.

    `question_ids` and `context_ids` are the texts' ids one behind the other, `..._ends` where each text ends.
    `question` and `context`, shape ``(n,)``, are numbers of texts; `start` and `end` the answer's first and last token
    in the context, -1 where it has none; `known` one of the three above.
    """

    question_ids: NDArray[np.uint16]
    question_ends: NDArray[np.int32]
    context_ids: NDArray[np.uint16]
    context_ends: NDArray[np.int32]
    question: NDArray[np.int32]
    context: NDArray[np.int32]
    start: NDArray[np.int16]
    end: NDArray[np.int16]
    known: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.known)

    def tokens(self) -> NDArray[np.int64]:
        """How many each pair has, with the three that part them."""
        return (_lengths(self.question_ends)[self.question] + _lengths(self.context_ends)[self.context] + 3).astype(int)

    def save(self, path: Path) -> None:
        """Write them to `path`, compressed."""
        np.savez_compressed(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Pairs:
        """What `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{field.name: stored[field.name] for field in fields(cls)})


def flat(texts: Sequence[Sequence[int]]) -> tuple[NDArray[np.uint16], NDArray[np.int32]]:
    """The ids of all texts one behind the other, and where each ends."""
    ends = np.cumsum([len(text) for text in texts], dtype=np.int32)
    return np.fromiter((one for text in texts for one in text), np.uint16, int(ends[-1]) if len(texts) else 0), ends


def _lengths(ends: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.diff(ends, prepend=np.int32(0))
