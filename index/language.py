"""The language of a text, where its file does not say: py3langid's model, in numpy, told from sequences of letters.

Loading the model takes a second, so it is loaded when the first text without a language comes.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

SLICE = 700  # characters of the beginning, the middle and the end that are looked at: a millisecond a document
LEAST = 20  # letters: fewer are a name, or a figure with its unit
SURE = 0.8  # the probability from which the answer is taken; short sentences in plain English reach 0.88


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def language_of(text: str) -> str | None:
    """The language that most of `text` is written in, by its ISO 639-1 code; None where that cannot be told."""
    middle = len(text) // 2
    if len(text) > 3 * SLICE:
        text = "\n".join((text[:SLICE], text[middle : middle + SLICE], text[-SLICE:]))
    if sum(map(str.isalpha, text)) < LEAST:
        return None
    language, probability = _identifier().classify(text)
    return language if probability >= SURE else None


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return found
