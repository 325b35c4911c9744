"""Days that a text names, in the common English forms. A month or a year alone is no day, and is not taken for one."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = re.compile(
    r"\b(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]" + _MONTH.format("m1") + r",?[ -](?P<y1>(?:19|20)\d\d)"
    r"|" + _MONTH.format("m2") + r" (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
    r"|(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>(?:19|20)\d\d))\b",
    re.I,
)
_SAID = re.compile(
    r"\b(?:published|posted|issued|dated|date|released|submitted|recorded|given|held on|prepared|written|adopted|"
    r"approved|minutes|meeting)\b",
    re.I,
)
_NEXT = re.compile(r"\bnext\b", re.I)
_UPDATED = re.compile(r"\b(?:last |page )*(?:updated|modified|reviewed|revised)\b", re.I)
# What may stand before a day on a line of its own: a weekday, a place, a name ("By Ann Smith, 4 May 2018").
_LEAD = re.compile(r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |[^.,;]{2,40}, ?(?:on |\w+day,? )?)?", re.I)


def day_of(words: str) -> date | None:
    """The first day that `words` name, day before month where both are numbers."""
    return next((found for match in _DAY.finditer(words) if (found := _day(match))), None)


def day_among(lines: list[str]) -> date | None:
    """The day that lines at a document's edge give as its own: one that has a line to itself, as a letter's, else one
    said to be that of publication, else one that a line begins or ends with, else one of an update."""
    lines = [line for line in lines if not _NEXT.search(line)]  # "Next meeting: 2 July 2024"
    for rule in (_is_all, _is_said, _stands_alone, _is_update):
        found = next((day for line in lines if (day := rule(line))), None)
        if found:
            return found
    return None


def _is_all(line: str) -> date | None:
    match = _DAY.search(line)
    if match is None or _UPDATED.search(line) or line[match.end() :].strip(" .,|"):
        return None
    return _day(match) if _LEAD.fullmatch(line, 0, match.start()) else None


def _is_said(line: str) -> date | None:
    updated = _UPDATED.search(line)
    words = line[: updated.start()] if updated else line
    return day_of(words) if _SAID.search(words) else None


def _stands_alone(line: str) -> date | None:
    match = _DAY.search(line)
    if match is None or _UPDATED.search(line):
        return None
    begins = _LEAD.fullmatch(line, 0, match.start()) and line[match.end() : match.end() + 1] in ("", ".", ",", " ", "|")
    sentence = line[match.end() :].strip(" .,|").split()
    if begins and (len(sentence) <= 8 or line[match.end() : match.end() + 1] == "."):
        return _day(match)
    return _day(match) if not sentence and len(line) <= 120 and not line.endswith(".") else None


def _is_update(line: str) -> date | None:
    return day_of(line) if _UPDATED.search(line) else None


def _day(match: re.Match[str]) -> date | None:
    for number in "1234":
        if day := match[f"d{number}"]:
            month = match[f"m{number}"]
            try:
                count = int(month) if month.isdigit() else _MONTHS.index(month[:3].casefold()) + 1
                return date(int(match[f"y{number}"]), count, int(day))
            except ValueError:
                return None
    return None
