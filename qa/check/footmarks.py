"""Footnotes' marks among the words of a text: raised digits that are no part of the figure or word before them.

A power of ten ("10⁶") and what follows a word of one or two letters ("m²", "x³") are no marks.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.text import RAISED

_MARK = re.compile(
    rf"(?<![{RAISED}⁻])(?<!(?<![\w.,])10)(?<!(?<![^\W_])[^\W\d_])(?<!(?<![^\W_])[^\W\d_][^\W\d_])[{RAISED}]+"
)
_POWER = re.compile(rf"10⁻?[{RAISED}]+")
_NO_WORD = "†"


@lru_cache(maxsize=2)  # a draft is asked for stretch by stretch
def unmarked(text: str) -> str:
    """The text with what is no word in the place of each mark; everything else stands where it stood."""
    return _MARK.sub(lambda mark: _NO_WORD * len(mark[0]), text)


def is_power(word: str) -> bool:
    """Whether a word is a power of ten, which is another number than its digits in a row."""
    return bool(_POWER.fullmatch(word))
