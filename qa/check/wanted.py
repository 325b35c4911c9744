"""A quotation as it is looked up: its words in segments, cut where the draft itself says that it omits or inserts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.text import Pair
from qa.check.words import EDGE, Words, words_of
from qa.quotations import Quotation

_CUT = re.compile(
    r"(?P<omission>\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|(?:\.\s?){3,4})"
    r"|(?P<sic>\[sic\.?\])|\[(?P<letter>[^\W\d_])\](?=\w)|\[(?P<insertion>[^\[\]]{1,200})\](?!\()"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that must stand in the source in a row. `far`: something was omitted before them; `near`: something was
    put in, and a few words of the source may be missing for it."""

    words: Words
    far: bool = False
    near: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quotation's segments in order, and what the draft says that it did to it."""

    quotation: Quotation
    segments: tuple[Segment, ...]
    omissions: int
    insertions: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many words it has."""
        return sum(len(segment.words) for segment in self.segments)

    def by_clause(self) -> Wanted:
        """The same, cut at its punctuation too: a source may put "he said" there."""
        clauses: list[Segment] = []
        for segment in self.segments:
            begin, words = 0, segment.words
            for at in [n for n, word in enumerate(words.written) if word in EDGE] + [len(words)]:
                part = words.part(begin, at).bare()
                if len(part):
                    first = not clauses or begin == 0
                    clauses.append(Segment(part, first and segment.far, first and segment.near))
                begin = at
        return replace(self, segments=tuple(clauses))


def wanted(text: str, quotation: Quotation) -> Wanted:
    """The quotation of a draft's `text`, ready to be looked up."""
    stretches: list[list[Pair]] = [[]]
    gaps: list[tuple[bool, bool]] = [(False, False)]
    omissions, insertions = 0, []
    for start, end in quotation.parts:
        at = start
        for cut in _CUT.finditer(text, start, end):
            if cut["letter"] or cut["insertion"]:
                insertions.append(cut.group())
            if cut["letter"]:
                continue
            stretches[-1].append((at, cut.start()))
            at = cut.end()
            if not cut["sic"]:
                omissions += bool(cut["omission"])
                stretches.append([])
                gaps.append((bool(cut["omission"]), bool(cut["insertion"])))
        stretches[-1].append((at, end))
    return Wanted(quotation, tuple(_segments(text, stretches, gaps)), omissions, tuple(insertions))


def _segments(text: str, stretches: list[list[Pair]], gaps: list[tuple[bool, bool]]) -> list[Segment]:
    """Those with a word in them; a gap beside one without counts for the next."""
    found: list[Segment] = []
    far = near = False
    for stretch, gap in zip(stretches, gaps, strict=True):
        far, near = far or gap[0], near or gap[1]
        words = words_of(text, stretch).bare()
        if len(words):
            found.append(Segment(words, far, near))
            far = near = False
    return found
