"""Where looked-up words stand in a passage, and which part of it to show. Pure: text in, offsets out."""

from __future__ import annotations

import re
import unicodedata

from index.wording import places
from qa.highlight import Highlight
from qa.query import Query

_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(?:ies|ied|y|ing|edly|ed|es|s|ly)$")
_COMMON = frozenset(  # the last two are what an apostrophe leaves: the mosque's, it isn't
    "a an and are as at be been but by can did do does for from had has have how in is it its of on or that the their "
    "there they this to was were what when where which who whom why will with would s t".split()
)


def occurrences(text: str, words: str) -> list[Highlight]:
    """The words of `text` that are among `words`, whatever their ending, case or accents; common words count only
    where nothing else was looked up."""
    asked = [_plain(found[0]) for found in _WORD.finditer(words)]
    wanted = {_stem(word) for word in asked if word not in _COMMON} or {_stem(word) for word in asked}
    return [
        Highlight(found.start(), found.end()) for found in _WORD.finditer(text) if _stem(_plain(found[0])) in wanted
    ]


def looked_up(text: str, query: Query) -> tuple[list[Highlight], list[Highlight]]:
    """What of `text` was looked up: all of it, and of that the phrases alone."""
    phrases = [Highlight(start, end) for phrase in query.phrases for start, end in places(text, phrase)]
    plain = query.plain or ("" if phrases else query.words)
    return phrases + occurrences(text, plain), phrases


def excerpt(text: str, highlights: list[Highlight], width: int = 360) -> tuple[int, int]:
    """The stretch of about `width` characters that holds the most highlights, cut between words; or all of it."""
    if len(text) <= width * 1.25:
        return 0, len(text)
    starts, before = [one.start for one in highlights] or [0], width // 5
    best = max(
        starts, key=lambda start: (sum(start <= one.start < start + width - before for one in highlights), -start)
    )
    begin = max(0, min(best - before, len(text) - width))
    return _outward(text, begin, begin + width)


def around(text: str, start: int, end: int, reach: int = 480) -> tuple[int, int]:
    """What stands about ``[start, end)``: about `reach` further each way, cut at a line's end where one is near."""
    begin, stop = max(0, start - reach), min(len(text), end + reach)
    lines = [found.end() for found in re.finditer(r"\n\s*", text[begin:start])]
    if begin > 0:
        begin = begin + lines[0] if lines else _outward(text, begin, stop)[0]
    if stop < len(text):
        line = text.rfind("\n", end, stop)
        stop = line if line > end else _outward(text, begin, stop)[1]
    return begin, stop


def _outward(text: str, begin: int, stop: int, most: int = 40) -> tuple[int, int]:
    """The stretch widened, by at most `most` characters each way, so that it cuts no word that is shorter."""
    left = range(begin, max(begin - most, 0) - 1, -1)
    right = range(stop, min(stop + most, len(text)) + 1)
    return (
        next((at for at in left if at == 0 or text[at - 1].isspace()), begin),
        next((at for at in right if at == len(text) or text[at].isspace()), stop),
    )


def _plain(word: str) -> str:
    """Lower case and without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _stem(word: str) -> str:
    """A word without its commonest English endings: enough to mark what the search's own stemmer found."""
    shorter = _ENDING.sub("", word) if len(word) > 3 else word
    return shorter if len(shorter) > 2 else word
