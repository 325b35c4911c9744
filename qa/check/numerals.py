"""Numbers written in English words: "twelve thousand", "two hundred and forty", "half a dozen". Pure."""

from __future__ import annotations

import re
from decimal import Decimal

_ONES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: number for number, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_LARGE = {"thousand": 1_000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12}
_PLAIN = "|".join(sorted(_SMALL, key=len, reverse=True))
_BIG = "hundred|dozen|thousand|million|billion|trillion"

_AND = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion)) and "  # "twenty and thirty" are two numbers
# A lone "one" is a pronoun more often than a number.
WORDED = (
    rf"(?:(?:(?!one\b(?![ -](?:{_BIG})\b))(?:{_PLAIN})|(?:half )?an? (?:{_BIG}))\b"
    rf"(?:(?:[ -]|{_AND})(?:{_PLAIN}|{_BIG})\b)*)"
)


def value_of(words: str) -> Decimal | None:
    """The number that the words are; None where they are no one number ("two three")."""
    total = current = 0
    last = 1_000  # the size of the word before: a smaller one may follow
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in ("half", "a", "an", "and"):
            continue
        if word in _SMALL:
            size = 1 if _SMALL[word] < 10 else 10
            if size >= last or (last == 10 and current % 100 in range(10, 20)):
                return None
            current += _SMALL[word]
            last = size
        elif word == "hundred":
            current, last = max(current, 1) * 100, 100
        elif word == "dozen":
            current, last = max(current, 1) * 12, 1
        else:
            total += max(current, 1) * _LARGE[word]
            current, last = 0, 1_000
    whole = Decimal(total + current)
    return whole / 2 if words.lower().startswith("half ") else whole
