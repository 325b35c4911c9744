"""Words that a line's end divides, put together again. Knows no format and no dictionary: the document is its own.

Whether "re-" and "port" are "report" or "re-port" cannot be told from the hyphen, for a parser writes one that only
breaks the line like one that belongs to the word. So, in this order: a soft hyphen goes; before "and" or "or" it hangs
("pre- and post-war") and stays; before a capital or a digit it belongs to the word ("anti-Muslim", "mid-60s"); as the
document writes the word elsewhere, so it is here; it stays in a chain ("mother-in-law") and after what mostly begins a
compound ("self-", "well-"); else it goes, since typesetters divide words far more often than they end a line in one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_SOFT = "\u00ad"
_LINE_END = ("-", "\u2010", "\ufffe", "\x02")  # the last two are how PDFium writes a hyphen at a line's end
_LAST = re.compile(r"[\w-]+$")
_FIRST = re.compile(r"[\w-]*\w")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HANGING = frozenset("and or to nor und oder et ou".split())
_COMPOUNDS = frozenset("anti far half non self well".split())  # "ex" is none: "ex-tremism"


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The words, in small letters, that stand whole in `lines`: neither a line's first word nor its last."""
    found: set[str] = set()
    for line in lines:
        found.update(word.casefold() for word in _WORD.findall(line.partition(" ")[2].rpartition(" ")[0]))
    return frozenset(found)


def joined(before: str, after: str, known: Collection[str] = ()) -> str:
    """Two lines as one; `known` are the words that the document writes elsewhere, in small letters."""
    if before.endswith(_SOFT):
        return before[:-1] + after
    if not before.endswith(_LINE_END) or not before[-2:-1].isalnum():
        return f"{before} {after}"
    stem = before[:-1]
    last, first = _LAST.search(stem), _FIRST.match(after)
    if first is None or first.group() in _HANGING:
        return f"{stem}- {after}"
    one, two = (last.group() if last else "").casefold(), first.group().casefold()
    return stem + ("-" if _belongs(one, two, first.group(), known) else "") + after


def _belongs(one: str, two: str, written: str, known: Collection[str]) -> bool:
    """Whether the hyphen between `one` and `two` is the word's own."""
    if not (one[-1:].isalpha() and written[:1].islower()):
        return True
    if one + two in known or f"{one}-{two}" in known:
        return one + two not in known
    return "-" in one or "-" in two or one in _COMPOUNDS
