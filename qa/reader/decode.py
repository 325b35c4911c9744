"""Start and end logits -> spans of a passage. Pure arithmetic on arrays; knows nothing of networks or documents.

The score of a span is the margin ``start + end - (null start + null end)`` of Devlin et al. 2019 (section 4.3), the
null being the first token. Two passages of one question are compared by it: each margin is the log-odds of that span
against "no answer here".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.text import RAISED
from qa.forms import CODE_BEFORE, DATE

MAX_TOKENS = 40  # longer answers are sentences, which the quotation shows anyway
_TO_TWENTY = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_WORDED = rf"(?:{_TO_TWENTY}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b(?:-\w+)?"
_CURRENCY = rf"(?:[£$€¥]|{CODE_BEFORE}[^\S\n]*(?=\d))?"
_FIGURE = rf"(?:(?<![\w)])[-−])?{_CURRENCY}(?:\d{{1,3}}(?:[\u00a0\u202f\u2009]\d{{3}})+(?!\d)|\d+(?:[.,:/]\d+)*)"
_MAGNITUDE = rf"(?:hundred|thousand|million|billion|trillion)\b(?:\sand\s{_WORDED})?"
_NUMBER = rf"(?:{_FIGURE}|{_WORDED})(?:\s?(?:%|‰|per cent\b|percent\b|{_MAGNITUDE}|(?:m|bn|tn)\b))*"
_YEAR = r"(?:19|20)\d\d\b"
_NO_YEAR = rf"(?!{_YEAR}\s+(?:to|-|–|—|out of)\s+(?!{_YEAR}))"  # "from 12 in 2019 to 15" is two figures
_RANGE = (  # "from 14 to 9" is two figures
    rf"(?<!from\s){_NO_YEAR}{_NUMBER}\s*(?:to|-|–|—|out of|in(?!\s+\d{{4}}\b))\s*{_NUMBER}"
)
_BETWEEN = rf"between\s+(?!{_YEAR}){_NUMBER}\s+(?:and|to)\s+(?!{_YEAR}){_NUMBER}"  # years may be asked for one by one
QUANTITY = re.compile(rf"(?<!\w)(?:{_BETWEEN}|{_RANGE}|{_NUMBER})", re.IGNORECASE)
KEPT_STARTS = 20  # as in the reference decoders: further starts never reach the n-best


@dataclass(frozen=True, slots=True)
class Window:
    """What one forward pass said: logits of shape ``(tokens,)``; `offsets` are code points of the passage's text, and
    `context` tells which tokens belong to the passage (not to the question, not special)."""

    start_logits: NDArray[np.float32]
    end_logits: NDArray[np.float32]
    offsets: Sequence[tuple[int, int]]
    context: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """The stretch ``[start, end)`` of a passage's text, with its margin over "no answer"."""

    start: int
    end: int
    margin: float


def best_spans(window: Window, text: str, paragraphs: Sequence[tuple[int, int]], count: int) -> list[ScoredSpan]:
    """The `count` best spans that do not overlap, best first; none crosses the end of one of `paragraphs`."""
    null = float(window.start_logits[0] + window.end_logits[0])
    tokens = np.flatnonzero(window.context)
    if tokens.size == 0:
        return []
    room = _paragraph_of(window.offsets, paragraphs, tokens)
    best = np.argsort(-window.start_logits[tokens])[:KEPT_STARTS]
    first, last = tokens[best, np.newaxis], tokens[np.newaxis, :]
    allowed = (last >= first) & (last < first + MAX_TOKENS) & (room[best, np.newaxis] == room)
    scores = np.where(allowed, window.start_logits[first] + window.end_logits[last], -np.inf)
    ranked = np.argsort(-scores, axis=None, kind="stable")[: np.count_nonzero(allowed)]
    candidates = (
        (float(scores.flat[at]) - null, int(tokens[best[at // len(tokens)]]), int(tokens[at % len(tokens)]))
        for at in map(int, ranked)
    )
    return _apart(candidates, window.offsets, text, count)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span so that it cuts no word, no number with its sign or magnitude, no range ("90,000 to 100,000"), and
    no date ("June 2018" of "19 June 2018"; a month or a year alone may be what was asked for).

    Leading and trailing white space is given up. Code points in, code points out.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return start, end
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    if start > 0 and text[start - 1] in "£$€¥" and text[start].isdigit():
        start -= 1
    return _whole_date(text, *_whole_quantity(text, start, end))


def _whole_date(text: str, start: int, end: int) -> tuple[int, int]:
    """The union of a span with a date of which it holds two parts or more; a date has at most 25 characters."""
    for found in DATE.finditer(text, max(0, start - 25), min(len(text), end + 25)):
        shared = text[max(start, found.start()) : min(end, found.end())]
        if found.start() < end and start < found.end() and len(shared.split()) >= 2:
            start, end = min(start, found.start()), max(end, found.end())
    return start, end


def _whole_quantity(text: str, start: int, end: int) -> tuple[int, int]:
    """The union of a span with the quantities that it cuts; a quantity is looked for some 40 characters around."""
    around = max(0, start - 40)
    for quantity in QUANTITY.finditer(text, around, min(len(text), end + 40)):
        if quantity.start() < end and start < quantity.end():
            start, end = min(start, quantity.start()), max(end, quantity.end())
    return start, end


def _joined(text: str, at: int) -> bool:
    """Whether the characters on both sides of `at` belong to one word or one number."""
    left, right = text[at - 1], text[at]
    if right in RAISED and left.isdigit() and left not in RAISED:
        return text[:at].endswith("10")  # of 10⁶ it is part; behind another figure stands a footnote's mark
    if left.isalnum() and right.isalnum():
        return True
    if right in ".,:" and at + 1 < len(text):
        return left.isdigit() and text[at + 1].isdigit()
    if left in ".,:" and at >= 2:
        return right.isdigit() and text[at - 2].isdigit()
    return False


def _paragraph_of(
    offsets: Sequence[tuple[int, int]], paragraphs: Sequence[tuple[int, int]], tokens: NDArray[np.intp]
) -> NDArray[np.intp]:
    """The index of the paragraph that each token begins in."""
    starts = np.array([start for start, _ in paragraphs] or [0])
    found = np.searchsorted(starts, np.array([offsets[token][0] for token in tokens]), side="right")
    return np.asarray(found, dtype=np.intp)


def _apart(
    ranked: Iterable[tuple[float, int, int]], offsets: Sequence[tuple[int, int]], text: str, count: int
) -> list[ScoredSpan]:
    kept: list[ScoredSpan] = []
    for score, first, last in ranked:
        if not _free(offsets[first][0], offsets[last][1], kept):
            continue  # nor will it be when it is widened to whole words, which takes ten times as long
        start, end = whole_words(text, offsets[first][0], offsets[last][1])
        says = any(character.isalnum() for character in text[start:end])  # a row of dashes answers nothing
        if says and _free(start, end, kept) and not any(_next_to(start, end, span, text) for span in kept):
            kept.append(ScoredSpan(start, end, score))
            if len(kept) == count:
                break
    return kept


def _free(start: int, end: int, kept: Sequence[ScoredSpan]) -> bool:
    return all(end <= span.start or span.end <= start for span in kept)


def _next_to(start: int, end: int, span: ScoredSpan, text: str) -> bool:
    """Whether nothing stands between the two in a line: "metres" behind "518" is no other answer."""
    between = text[min(end, span.end) : max(start, span.start)]
    return not between.strip() and "\n" not in between
