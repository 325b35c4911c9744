"""What the int8 encoder learns from: stretches of text of every length that is ever embedded. Stdlib only."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

Maker = Callable[["Source"], str]


class Source:
    """The paragraphs and questions of a SQuAD-style file, in a drawn order, and the words of a vocabulary."""

    def __init__(self, data: Path, words: Sequence[str], rng: random.Random) -> None:
        read = gzip.decompress(data.read_bytes()) if data.suffix == ".gz" else data.read_bytes()
        articles = json.loads(read)["data"]
        self.rng, self.words = rng, words
        self.paragraphs: list[tuple[str, str]] = [
            (a.get("title", ""), p["context"]) for a in articles for p in a["paragraphs"]
        ]
        self.questions: list[str] = [q["question"] for a in articles for p in a["paragraphs"] for q in p["qas"][:2]]

    def title(self) -> str:
        """Of an article."""
        return self.rng.choice(self.paragraphs)[0].replace("_", " ")

    def stretch(self, fewest: int, most: int) -> str:
        """Some words of a paragraph that follow one another."""
        words = self.rng.choice(self.paragraphs)[1].split(" ")
        count = self.rng.randint(fewest, most)
        first = self.rng.randint(0, max(0, len(words) - count))
        return " ".join(words[first : first + count])

    def numbers(self) -> str:
        """A row of a table."""
        drawn = (self.rng.random() * 10 ** self.rng.randint(0, 6) for _ in range(self.rng.randint(1, 25)))
        return " ".join(str(round(one, self.rng.randint(0, 2))) for one in drawn)


KINDS: tuple[tuple[float, Maker], ...] = (
    (0.60, lambda source: source.stretch(50, 130)),
    (0.15, lambda source: f"{source.title()}\n{source.stretch(50, 130)}"),
    (0.10, lambda source: source.stretch(5, 40)),
    (0.08, lambda source: source.rng.choice(source.questions)),
    (0.04, lambda source: f"{source.stretch(10, 40)} {source.stretch(10, 40)}\n{source.numbers()}"),
    # Words by lot: so that what is in no collection, another language for one, is embedded as the model would.
    (0.03, lambda source: " ".join(source.rng.choices(source.words, k=source.rng.randint(20, 100)))),
)


def texts(source: Source, count: int) -> list[str]:
    """`count` texts, of each kind its share."""
    return list(islice(_drawn(source), count))


def _drawn(source: Source) -> Iterator[str]:
    shares, makers = zip(*KINDS, strict=True)
    while True:
        (make,) = source.rng.choices(makers, shares)
        yield make(source)
