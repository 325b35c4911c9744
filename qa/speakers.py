"""Whose words a quotation inside a document is: the speaker that the text names for it, by the full name.

Rules over the sentence around the quotation, in the order of their certainty: "..." X said; X said: "..."; the nearest
verb of saying before or after a part of a sentence; and for a quotation that stands alone, the speaker of the one
before it. The patterns are those of Pouliquen, Steinberger and Best 2007, "Automatic Detection of Quotations in
Multilingual News", section 3, widened to partial quotations. Pure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from index.text import Pair, paragraphs, sentences
from qa.model import Said
from qa.quotations import Quotation, quotations
from qa.sayings import Saying, Sayings

WHOLE = 60_000  # characters of a text that is read whole for one quotation; of a longer one, half as many before it
ONE = 5_000  # characters that one quotation has, at most
MARKS = "“\"‘'„«"
WIDEST = 120  # characters of a line in a hard-wrapped text


@lru_cache(maxsize=32)
def speakers(text: str) -> tuple[Said, ...]:
    """The quotations of a text whose speaker it names, in order; those nested in others are left out."""
    return tuple(_Reading(text).said())


def speaker_at(text: str, start: int, end: int) -> str | None:
    """Whose quoted words ``[start, end)`` of a document's text is, where most of it is in quotation marks, or all; None
    where it is the document's own. Of a long text, what stands around is read."""
    covered: Counter[str] = Counter()
    for one in said_around(text, start, end):
        covered[one.speaker] += max(0, min(end, one.end) - max(start, one.start))
    who, most = next(iter(covered.most_common(1)), ("", 0))
    return who if most * 2 > end - start else None


def said_around(text: str, start: int, end: int) -> list[Said]:
    """The quotations that ``[start, end)`` has a part of. Of a long text, what stands around is read."""
    if not any(mark in text[max(0, start - ONE) : end + 1] for mark in MARKS):
        return []
    base = 0 if len(text) <= WHOLE else text.rfind("\n", 0, max(0, start - WHOLE // 2)) + 1
    read = text if len(text) <= WHOLE else text[base : end + ONE]
    if not any(base + one.start < end and start < base + one.end for one in _outermost(read)):
        return []  # who says what in the text need not be known: it takes ten times as long as its quotations
    found = speakers(read)
    moved = (Said(base + one.start, base + one.end, one.speaker) for one in found)
    return [one for one in moved if one.start < end and start < one.end]


@lru_cache(maxsize=32)
def _outermost(text: str) -> tuple[Quotation, ...]:
    return tuple(one for one in quotations(text) if one.depth == 0)


class _Reading:
    """One text with its quotations, and who says what around them."""

    def __init__(self, text: str) -> None:
        self._quotations = _outermost(text)
        self._text = _unwrapped(_masked(text, self._quotations))
        self._paragraphs = paragraphs(self._text)
        self._sentences = sentences(self._text)
        self._sayings = Sayings(self._text, self._sentences)
        self._people = self._sayings.people

    def said(self) -> list[Said]:
        """What `speakers` returns."""
        found: list[Said] = []
        for one in self._quotations:
            who = self._named(one) or self._alone(one, found)
            if who:
                found.append(Said(one.start, one.end, who))
        return found

    def _named(self, one: Quotation) -> str | None:
        """The speaker whom the sentence of a quotation names."""
        start, end = self._sentence(one)
        near = self._sayings.between(start, end)
        before = [saying for saying in near if saying.end <= one.start]
        after = [saying for saying in near if saying.start >= one.end]
        if after and self._follows(one, after[0]):
            return after[0].who
        if before:
            return before[-1].who
        return after[0].who if after else None

    def _paragraph(self, at: int) -> int:
        """The number of the paragraph that begins at or last before `at`."""
        return bisect_right(self._paragraphs, at, key=lambda pair: pair[0]) - 1

    def _follows(self, one: Quotation, saying: Saying) -> bool:
        """Whether the verb or its subject stands right behind the quotation: "...," he said."""
        gap = self._text[one.end : min(saying.start, saying.subject)]
        return not gap.strip(" ,\n") and self._text[one.end - 2] in ",.?!…—–"

    def _sentence(self, one: Quotation) -> Pair:
        """The sentence that a quotation is in, with the one before it where that ends in a colon."""
        at = bisect_right(self._sentences, one.start, key=lambda pair: pair[0]) - 1
        start, end = self._sentences[max(at, 0)]
        last = bisect_right(self._sentences, one.end - 1, key=lambda pair: pair[0]) - 1
        end = max(end, self._sentences[max(last, 0)][1] if last == at else end)
        before = self._sentences[at - 1] if at > 0 else (start, start)
        return (before[0] if self._text[before[1] - 1 : before[1]] == ":" else start), end

    def _alone(self, one: Quotation, found: Sequence[Said]) -> str | None:
        """The speaker of a quotation that is a sentence of its own: who was quoted just before it, or in the same
        paragraph; or whom the line below it names."""
        start, end = self._sentence(one)
        whole = self._text[start : one.start].strip() == "" and self._text[one.end : end].strip() == ""
        if not whole:
            return None
        if found and self._text[found[-1].end : one.start].strip() == "":
            return found[-1].speaker
        first = self._paragraphs[max(self._paragraph(one.start), 0)][0]
        inside = [saying.who for saying in self._sayings.between(first, one.start) if saying.who]
        if inside:
            return inside[-1]
        within = (name for name in self._people.between(first, one.start) if self._people.is_person(name))
        named = {self._people.resolved(name) for name in within}
        if len(named) == 1:
            return named.pop()
        return self._signed(one)

    def _signed(self, one: Quotation) -> str | None:
        """The person whose name opens the paragraph below a quotation that is one itself."""
        at = self._paragraph(one.start)
        if at + 1 >= len(self._paragraphs) or self._paragraphs[at][0] < one.start:
            return None
        a, b = self._paragraphs[at + 1]
        named = [name for name in self._people.between(a, min(b, a + 60)) if name.start == a]
        short = b - a < 80 and self._text[b - 1] not in ".?!"
        return self._people.resolved(named[0]) if named and short and self._people.is_person(named[0]) else None


def _unwrapped(text: str) -> str:
    """The text with the line ends of hard-wrapped blocks made spaces: those of which most lines end in mid-sentence."""
    return "\n\n".join(map(_joined, text.split("\n\n")))


def _joined(block: str) -> str:
    lines = block.split("\n")
    broken = sum(line.rstrip()[-1:] not in '.?!:;”"’)' for line in lines[:-1])
    wrapped = broken * 2 > len(lines) - 1 and max(map(len, lines)) <= WIDEST
    return " ".join(lines) if wrapped else block


def _masked(text: str, quoted: Sequence[Quotation]) -> str:
    """The text with the quoted words blotted out, as long as it was; the stop that ends them stays, since it may end
    the sentence too."""
    parts, at = [], 0
    for one in quoted:
        for start, end in one.parts:
            last = end - 1 if end > start and text[end - 1] in ".,?!…—–" else end
            parts += [text[at:start], "x" * (last - start)]
            at = last
    return "".join([*parts, text[at:]])
