"""Figures in a text: numbers with their units, percentages, money, dates and times, however they are written.

"12,000", "12 000" and "twelve thousand" are one value. Pure, by pattern, for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from qa.check.footmarks import unmarked
from qa.check.numerals import WORDED, value_of
from qa.confidence import STOP_WORDS
from qa.forms import CODE_BEFORE, CODES, SIGNS

Kind = Literal["number", "percent", "money", "date", "time"]

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>{})\.?".format(
    "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "may" else "may" for m in _MONTHS) + "|sept"
)
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_NUMBER = r"(?>\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_LARGE = "thousand|million|billion|trillion|bn|tn"
_SCALE = rf"(?:[ \u00a0-]?(?P<scale>{_LARGE}|(?<=\d)[mk])\b)"  # "5 m" are metres
_OF_MONEY = rf"(?:[ \u00a0-]?(?P<scale>{_LARGE}|[mk])\b)"
_SIGN = r"(?:(?<![\w)])[-−–])?"
_ALONE = r"(?<![\w£$€.,/])(?<![A-Za-z][-–])"
_AMOUNT = rf"(?:(?P<digits>{_SIGN}{_NUMBER}){_SCALE}?|(?P<worded>{WORDED}))"
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("date", rf"\b(?P<year>\d{{4}})-(?P<monthnumber>[01]?\d)-{_DAY}\b"),
    ("date", rf"{_ALONE}{_DAY}(?: of)? {_MONTH},?(?: {_YEAR})?\b"),
    ("date", rf"\b{_MONTH} {_DAY}(?:,? {_YEAR})?\b(?![,.]?\d)"),
    ("date", rf"\b{_MONTH},? (?:of )?{_YEAR}\b"),
    ("date", rf"{_ALONE}{_DAY}/(?P<monthnumber>[01]?\d)/(?P<year>\d{{4}})\b"),
    ("money", rf"(?P<currency>[£$€]|{CODE_BEFORE})[ \u00a0]*(?P<digits>{_NUMBER}){_OF_MONEY}?"),
    ("money", rf"{_ALONE}{_AMOUNT} (?P<currency>pounds|dollars|euros|{CODES})\b"),
    ("percent", rf"{_ALONE}{_AMOUNT}(?: ?%| per ?cent\b| percentage points?\b)"),
    ("time", r"(?<![\w£$€.,/])(?P<hour>[01]?\d|2[0-3])(?:[.:](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b"),
    ("time", r"(?<![\w£$€.,/])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\b"),
    ("date", rf"{_ALONE}{_YEAR}\b(?![,.]\d|%)"),
    ("number", rf"{_ALONE}{_AMOUNT}(?![\w/]|[-–][A-Za-z])"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_CURRENCY = {"pounds": "£", "dollars": "$", "euros": "€", **{code.lower(): sign for code, sign in SIGNS.items()}}
_SCALES = {
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_COUNTING = re.compile(
    r"(?:\b(?:pages?|pp?\.?|paragraphs?|para\.?|sections?|chapters?|figures?|fig\.?|tables?|notes?|footnotes?|no\.?|nos\.?|"
    r"items?|appendix|annex|questions?|parts?|volume|vol\.?|line|clause|article|step|interview|id)\s*(?:\d{1,4}\s*[-–]\s*)?"
    r"|\[\^?|#)$",
    re.IGNORECASE,
)
# A journal's volume, number and pages, "12(3), 45–67"; a book's number, "978-0-14-044913-6".
_REFERENCE = re.compile(r"\b\d+ ?\(\d+\)[,:] ?(?:pp?\. ?)?\d+(?:[-–]\d+)?\b|\b\d+(?:-\d+){2,3}-[\dX]\b")
_LISTED = re.compile(r"^[ \t>*-]*$")
_UNIT = re.compile(r"[^\W\d_]{2,}|[.;:!?()]")
_STEM, _FOLLOWING = 5, 5
_LOOSE = frozenset(
    """
    about around some than more less fewer over under every per each only other further new one ones cent percent
    hundred thousand million billion till until
    """.split()
) | frozenset(_MONTHS)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure ``[start, end)`` of a text. `value` is normal: a number's decimal, a date as year, month, day with None
    for what is not said, money with its currency; `units` are stems of the words that follow."""

    start: int
    end: int
    kind: Kind
    value: tuple[object, ...]
    units: frozenset[str]

    def same(self, other: Figure) -> bool:
        """Whether `other` says this value too; what this one leaves open may be anything."""
        if self.kind == other.kind == "date":
            return all(mine is None or mine == theirs for mine, theirs in zip(self.value, other.value, strict=True))
        kinds = {self.kind, other.kind}
        if kinds == {"date", "number"}:  # a year may be a number; a day of a month is none
            return self.value[0] == other.value[0] and not any(self.value[1:] + other.value[1:])
        as_counted = "number" in kinds and "time" not in kinds
        return (as_counted or self.value[:-1] == other.value[:-1]) and _agrees(self.value[-1], other.value[-1])

    def counts_alike(self, other: Figure) -> bool:
        """Whether both are of the same kind and, where this one has a unit, of the same unit."""
        if self.kind == "date":
            return True
        return self.kind == other.kind and (self.kind != "number" or not self.units or bool(self.units & other.units))


def _agrees(mine: object, theirs: object) -> bool:
    """Whether one amount is the other; "it fell by 0.4" may say what a table has as "-0.4", not the other way round."""
    if not (isinstance(mine, Decimal) and isinstance(theirs, Decimal)):
        return mine == theirs
    return mine in (theirs, abs(theirs))


def figures(text: str) -> list[Figure]:
    """The figures of a text in order, apart. Page and paragraph numbers, and those of lists and of references, are
    none."""
    found: list[Figure] = []
    text = unmarked(text)
    covered = bytearray(len(text))
    for reference in _REFERENCE.finditer(text):
        covered[slice(*reference.span())] = b"\1" * len(reference[0])
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(covered[start:end]):
                continue
            value = _value(kind, match)
            if value is None or _is_label(text, start, end):
                continue
            covered[start:end] = b"\1" * (end - start)
            found.append(Figure(start, end, kind, value, _units(text, end)))
    return sorted(found, key=lambda one: one.start)


def _value(kind: Kind, match: re.Match[str]) -> tuple[object, ...] | None:
    said = match.groupdict()
    if kind == "date":
        return _date(said)
    if kind == "time":
        hour = int(said["hour"]) % 12 + (12 if said["half"] in ("p", "P") else 0) if said.get("half") else said["hour"]
        return int(hour), int(said["minute"] or 0)
    amount = _amount(said)
    if amount is None:
        return None
    if kind == "money":
        currency = said["currency"].lower()
        return _CURRENCY.get(currency, currency), amount
    return (amount,)


def _date(said: dict[str, str | None]) -> tuple[object, ...] | None:
    month = said.get("month")
    number = _MONTHS.index(next(m for m in _MONTHS if m.startswith(month.lower()[:3]))) + 1 if month else None
    if said.get("monthnumber"):
        number = int(said["monthnumber"] or 0)
    year, day = said.get("year"), said.get("day")
    if number is not None and not 1 <= number <= 12:
        return None
    return Decimal(year) if year else None, number, int(day) if day else None


def _amount(said: dict[str, str | None]) -> Decimal | None:
    worded, digits = said.get("worded"), said.get("digits")
    if worded:
        return value_of(worded)
    try:
        amount = Decimal(re.sub(r"[,\s]", "", digits or "").replace("−", "-").replace("–", "-"))
    except InvalidOperation:
        return None
    return (amount * _SCALES[(said.get("scale") or "").lower()] if said.get("scale") else amount).normalize() + 0


def _is_label(text: str, start: int, end: int) -> bool:
    """Whether a number only counts pages, paragraphs or the items of a list."""
    line = text.rfind("\n", 0, start) + 1
    listed = _LISTED.match(text[line:start]) and re.match(r"[.)]\s", text[end : end + 2])
    return bool(listed or _COUNTING.search(text[max(0, start - 24) : start]))


def _units(text: str, end: int) -> frozenset[str]:
    return frozenset(_following(text[end : end + 80]))


def _following(text: str) -> Iterator[str]:
    for number, match in enumerate(_UNIT.finditer(text)):
        word = match.group().lower()
        if number >= _FOLLOWING or not word.isalpha():
            return
        if word not in STOP_WORDS and word not in _LOOSE and not re.fullmatch(WORDED, word):
            yield word[:_STEM]
