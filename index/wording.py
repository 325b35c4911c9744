"""Whether, and where, a text holds words exactly as they are given: whatever their case, the white space between them,
and the shapes of quotation marks. Whole words only. Pure, stdlib only; knows no index and no query."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from index.text import RAISED, Pair

DOUBLE, SINGLE = "“”„‟«»", "‘’‚‛"
_WORD_ENDS = rf"(?!(?![{RAISED}])\w)"  # a footnote's mark is no part of the word before it
_STRAIGHT = str.maketrans(dict.fromkeys(DOUBLE, '"') | dict.fromkeys(SINGLE, "'"))


def allowed(text: str, phrases: Collection[str], without: Collection[str]) -> bool:
    """Whether `text` holds each of `phrases`, and none of `without`."""
    plain = folded(text) if phrases or without else ""
    return all(_pattern(phrase).search(plain) for phrase in phrases) and not any(
        _pattern(phrase).search(plain) for phrase in without
    )


def places(text: str, phrase: str) -> list[Pair]:
    """Where `text` holds `phrase`, as offsets of `text`, in order and apart."""
    plain, at = _folded_with_offsets(text)
    return [(at[found.start()], at[found.end() - 1] + 1) for found in _pattern(phrase).finditer(plain)]


def folded(text: str) -> str:
    """The text as it is compared: case folded (Unicode 3.13, full), straight quotation marks, single spaces."""
    return " ".join(text.translate(_STRAIGHT).casefold().split())


def _folded_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folded text, but for white space at its ends, and for each of its characters the offset it comes from."""
    characters: list[str] = []
    offsets: list[int] = []
    for at, one in enumerate(text.translate(_STRAIGHT)):
        if one.isspace() and characters and characters[-1] == " ":
            continue
        for part in " " if one.isspace() else one.casefold():
            characters.append(part)
            offsets.append(at)
    return "".join(characters), offsets


@lru_cache(maxsize=256)
def _pattern(phrase: str) -> re.Pattern[str]:
    """Finds a phrase in folded text, where it neither begins nor ends inside a word. One without a word is nowhere."""
    words = folded(phrase)
    if not re.search(r"\w", words):
        return re.compile(r"(?!)")
    begins = r"\b" if re.match(r"\w", words[0]) else ""
    ends = _WORD_ENDS if re.match(r"\w", words[-1]) else ""
    return re.compile(begins + re.escape(words) + ends)
