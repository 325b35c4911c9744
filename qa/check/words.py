"""A text as words that can be compared: white space, the shapes of marks and dashes, and emphasis made alike.

Words keep their offsets. Quotation marks, ellipses and footnotes' marks are no words; punctuation within a sentence is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from index.text import Pair
from qa.check.footmarks import is_power, unmarked

_LETTERS = r"[^\W_\u00ad\u200b]+(?:[\u00ad\u200b]+[^\W_\u00ad\u200b]+)*"
_SIGN = r"(?<![\w.,)])[-−]"
_WORD = re.compile(
    rf"(?:{_SIGN})?\d+(?:[.,:]\d+)+(?![^\W_])|{_SIGN}\d+(?![^\W_])"  # a number with its sign is one word
    rf"|\[[^\W\d_]\]{_LETTERS}(?:['’ʼ]{_LETTERS})*|{_LETTERS}(?:['’ʼ]{_LETTERS})*"
    r"|\.{2,}|(?:\. ){2,}\.|[-‐‑‒–—−]+|[.,;:!?%£$€&()/+=@°]"
)
_DASH = re.compile("[-‐‑‒–—−]+")
_NOTHING = str.maketrans("", "", "\u00ad\u200b[]")
EDGE = frozenset(".,;:!?-()/")


@dataclass(frozen=True)
class Words:
    """The words of some stretches of a text: as they are written, in small letters, and where they stand."""

    written: tuple[str, ...]
    spans: tuple[Pair, ...]

    @cached_property
    def small(self) -> tuple[str, ...]:
        """The words in small letters, which is how they are found."""
        return tuple(word.casefold() for word in self.written)

    @cached_property
    def joined(self) -> str:
        """The words in small letters, a space on each side of each."""
        return f" {' '.join(self.small)} "

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each word begins in `joined`."""
        places, at = [], 1
        for word in self.small:
            places.append(at)
            at += len(word) + 1
        return tuple(places)

    def __len__(self) -> int:
        return len(self.written)

    def part(self, begin: int, end: int) -> Words:
        """The words from number `begin` to before `end`."""
        return Words(self.written[begin:end], self.spans[begin:end])

    def bare(self) -> Words:
        """Without the punctuation at both ends, which belongs to the sentence that quotes."""
        begin, end = 0, len(self)
        while begin < end and self.written[begin] in EDGE:
            begin += 1
        while end > begin and self.written[end - 1] in EDGE:
            end -= 1
        return self.part(begin, end)

    def at(self, offset: int) -> int:
        """The number of the first word that ends after `offset`."""
        return bisect_left(self.spans, offset + 1, key=lambda pair: pair[1])

    def number(self, place: int) -> int:
        """The number of the word that begins at, or first after, `place` of `joined`."""
        return bisect_left(self.places, place)

    def find(self, wanted: Words, start: int = 0) -> int | None:
        """The number of the word from which `wanted` stands here, from word `start` on; None where it does not."""
        if not len(wanted) or start >= len(self):
            return None
        place = self.joined.find(wanted.joined, self.places[start] - 1)
        return None if place < 0 else self.number(place + 1)


def words_of(text: str, stretches: Iterable[Pair] | None = None) -> Words:
    """The words of `text`, or of some stretches of it in a row."""
    written, spans = [], []
    text = unmarked(text)
    for start, end in [(0, len(text))] if stretches is None else stretches:
        for match in _WORD.finditer(text, start, end):
            word = _alike(match.group())
            if word:
                written.append(word)
                spans.append(match.span())
    return Words(tuple(written), tuple(spans))


def _alike(word: str) -> str:
    if word.startswith((".. ", "..", ". .")):
        return ""
    if _DASH.fullmatch(word):
        return "-"
    if is_power(word):
        return word
    word = word.translate(_NOTHING).replace("’", "'").replace("ʼ", "'").replace("−", "-")
    return word if word.isascii() else unicodedata.normalize("NFKC", word)
