"""Where a quotation stands in one document, or what comes nearest to it there, with the differences word by word.

Exact where it can be; else rapidfuzz's partial alignment (the best substring by Indel distance) finds the stretch, and
a Levenshtein alignment of words the differences. Pure: a quotation and a document's words in, a value out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from index.text import Pair
from qa.check.wanted import Segment, Wanted
from qa.check.words import EDGE, Words

INSERTED = 12  # words of the source that one [insertion] may stand for
OMITTED = 400  # words that one "..." may leave out: further apart, they are two quotations
NEAR = 0.6  # of the words the same: under it, another sentence is as near as the one that was meant
LEAST = 4  # words that must be the same before another wording is called an alteration
_ROUGH = 55.0  # rapidfuzz's ratio under which aligning words is not worth the while
_SLIDE = 8  # words by which the rough stretch is moved at each end: "he told the Mercury" may stand between
_TRIES = 50  # places of a first segment that are tried


@dataclass(frozen=True, slots=True)
class Edit:
    """Words ``[begin, end)`` of a segment that stand for the words ``[source_begin, source_end)`` of the document."""

    segment: int
    begin: int
    end: int
    source_begin: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A quotation's place in a document, as numbers of words: from the first to the last, and what differs.

    `alike` is the share of the quotation's words that are the same, in [0, 1].
    """

    begin: int
    end: int
    edits: tuple[Edit, ...]
    alike: float

    @property
    def exact(self) -> bool:
        """Whether nothing differs."""
        return not self.edits


def exact(wanted: Wanted, source: Words) -> Match | None:
    """The first place where every segment stands in order and as near to the one before as its gap allows; one that
    differs in capitals, such as a heading, only where there is no other."""
    first, *others = wanted.segments
    start, otherwise = 0, None
    for _ in range(_TRIES):
        begin = source.find(first.words, start)
        if begin is None:
            break
        end = _last(others, source, begin + len(first.words))
        if end is not None:
            edits = tuple(_case(wanted, source, begin))
            match = Match(begin, end, edits, 1 - len(edits) / wanted.size)
            if match.exact:
                return match
            otherwise = otherwise or match
        start = begin + 1
    return otherwise


def nearest(wanted: Wanted, source: Words, regions: Sequence[Pair]) -> Match | None:
    """The nearest wording within `regions`, pairs of numbers of words; None where nothing is near."""
    edits: list[Edit] = []
    begin: int | None = None
    end = same = 0
    for number, segment in enumerate(wanted.segments):
        room = OMITTED if segment.far else INSERTED + 2 * len(segment.words)
        where = regions if begin is None else [(end, min(end + room, len(source)))]
        found = _aligned(segment.words, source, where)
        if found is None:
            edits.append(Edit(number, 0, len(segment.words), end, end))
            continue
        if begin is not None and not segment.far and found[0] - end > (INSERTED if segment.near else 0):
            edits.append(Edit(number, 0, 0, end, found[0]))
        begin = found[0] if begin is None else begin
        end = found[1]
        inner, equal = _edits(number, segment.words, source, found)
        edits += inner
        same += equal
    alike = same / max(wanted.size, 1)
    if begin is None or alike < NEAR or same < min(LEAST, wanted.size - 1) or wanted.size < 3:
        return None
    return Match(begin, end, tuple(edits), alike)


def _last(segments: Sequence[Segment], source: Words, end: int) -> int | None:
    """Where the last of the segments ends that follow one another from word `end` on; None where one does not."""
    for segment in segments:
        following = _following(segment, source, end)
        if following is None:
            return None
        end = following
    return end


def _following(segment: Segment, source: Words, end: int) -> int | None:
    """Where the segment ends that comes next after word `end`, if it stands near enough."""
    at = source.find(segment.words, end)
    room = OMITTED if segment.far else INSERTED if segment.near else 0
    return None if at is None or at - end > room else at + len(segment.words)


def _case(wanted: Wanted, source: Words, at: int) -> Iterator[Edit]:
    """The words that differ in capitals only; a segment's first may."""
    for number, segment in enumerate(wanted.segments):
        found = source.find(segment.words, at)
        if found is None:
            return
        for k in range(1, len(segment.words)):
            if segment.words.written[k] != source.written[found + k]:
                yield Edit(number, k, k + 1, found + k, found + k + 1)
        at = found + len(segment.words)


def _aligned(words: Words, source: Words, regions: Sequence[Pair]) -> Pair | None:
    """The stretch of `source` in one of the regions that is nearest to `words`."""
    best: tuple[int, int, Pair] | None = None
    for begin, end in regions:
        at = source.find(words, begin)
        if at is not None and at + len(words) <= end:
            return at, at + len(words)
        part = source.part(begin, end)
        if not len(part):
            continue
        rough = partial_ratio_alignment(words.joined, part.joined, score_cutoff=_ROUGH)
        if rough is None or (len(part.joined) < len(words.joined) and rough.score < _ROUGH):
            continue
        found = _refined(words, part, part.number(rough.dest_start), part.number(rough.dest_end))
        if best is None or found < best:
            distance, uneven, (first, last) = found
            best = distance, uneven, (begin + first, begin + last)
    return best[2] if best else None


def _refined(words: Words, part: Words, begin: int, end: int) -> tuple[int, int, Pair]:
    """The stretch near ``[begin, end)`` at the least distance in words, the one of equal length where several are."""
    tried = [
        (Levenshtein.distance(words.small, part.small[first:last]), abs(last - first - len(words)), (first, last))
        for first in range(max(begin - _SLIDE, 0), min(begin + _SLIDE, len(part)) + 1)
        for last in range(max(end - _SLIDE, first), min(end + _SLIDE, len(part)) + 1)
    ]
    return min(tried)


def _edits(number: int, words: Words, source: Words, found: Pair) -> tuple[list[Edit], int]:
    """The differences, and how many words are the same. Punctuation at the ends of the stretch is not one."""
    begin, end = found
    edits, same = [], 0
    for code in Levenshtein.opcodes(words.small, source.small[begin:end]):
        first, last = begin + code.dest_start, begin + code.dest_end
        if code.tag == "equal":
            same += code.src_end - code.src_start
            for k in range(code.src_start, code.src_end):
                other = first + k - code.src_start
                if k and words.written[k] != source.written[other]:
                    edits.append(Edit(number, k, k + 1, other, other + 1))
        elif not (
            code.src_start == code.src_end
            and (first == begin or last == end)
            and all(word in EDGE for word in source.written[first:last])
        ):
            edits.append(Edit(number, code.src_start, code.src_end, first, last))
    return edits, same
