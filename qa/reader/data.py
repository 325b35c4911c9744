"""Training examples for the reader: read SQuAD-style files, hold paragraphs out, mine hard negatives.

Knows nothing of models' weights or of the training loop.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HELD_OUT_PARAGRAPHS = 1000  # for calibration and thresholds; never trained on
SHARES = {"shifts_amazon": 0.25, "shifts_reddit": 0.25}  # opinions in first person: far from what teams' documents hold


@dataclass(frozen=True, slots=True)
class Example:
    """One question beside one passage; ``start is None`` says that the passage does not answer it."""

    question: str
    context: str
    start: int | None
    end: int | None
    source: str


def read_squad(path: Path) -> Iterator[Example]:
    """Yield the examples of a nested SQuAD file, plain or gzipped.

    Raises ValueError when an answer is not the slice of its context that it claims to be.
    """
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for article in json.loads(raw)["data"]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            for qa in paragraph["qas"]:
                yield _example(qa, context, article["title"])


def _example(qa: dict[str, object], context: str, source: str) -> Example:
    answers = qa["answers"]
    if qa["is_impossible"] or not isinstance(answers, list) or not answers:
        return Example(str(qa["question"]), context, None, None, source)
    start, text = answers[0]["answer_start"], answers[0]["text"]
    if context[start : start + len(text)] != text:
        raise ValueError(f"question {qa['id']}: the answer is not at the offset that the file gives")
    return Example(str(qa["question"]), context, start, start + len(text), source)


def hold_out(examples: Sequence[Example], paragraphs: int, seed: int) -> tuple[list[Example], list[Example]]:
    """Split by paragraph into (train, held out), so that no held-out paragraph is ever trained on."""
    contexts = sorted({example.context for example in examples})
    held = set(random.Random(seed).sample(contexts, paragraphs))
    return [e for e in examples if e.context not in held], [e for e in examples if e.context in held]


def thin(examples: Sequence[Example], shares: dict[str, float], seed: int) -> list[Example]:
    """Keep the given share of each named source, and all of the others."""
    rng = random.Random(seed)
    return [e for e in examples if rng.random() < shares.get(e.source, 1.0)]


def mine_negatives(
    examples: Sequence[Example],
    question_vectors: NDArray[np.float32],
    contexts: Sequence[str],
    context_vectors: NDArray[np.float32],
    depth: int,
    count: int,
    seed: int,
) -> list[list[Example]]:
    """For each example up to `count` of the `depth` best-ranked paragraphs that do not hold its answer.

    `question_vectors` (n, d) and `context_vectors` (m, d) are unit length and in the order of
    `examples` and `contexts`. An example without an answer has any paragraph but its own.
    """
    rng = random.Random(seed)
    lowered = [context.lower() for context in contexts]
    mined = []
    for first in range(0, len(examples), 1024):
        scores = question_vectors[first : first + 1024] @ context_vectors.T
        ranked = np.argpartition(-scores, min(4 * depth, len(contexts) - 1), axis=1)[:, : 4 * depth]
        for example, row, candidates in zip(examples[first : first + 1024], scores, ranked, strict=True):
            order = [int(i) for i in candidates[np.argsort(-row[candidates])]]
            wrong = [contexts[i] for i in order if not _answered(example, contexts[i], lowered[i])][:depth]
            drawn = rng.sample(wrong, min(count, len(wrong)))
            mined.append([Example(example.question, c, None, None, "mined:" + example.source) for c in drawn])
    return mined


def _answered(example: Example, context: str, lowered: str) -> bool:
    answer = None if example.start is None else example.context[example.start : example.end].lower()
    return context == example.context or (answer is not None and answer in lowered)
