"""What a text says of itself: a byline, a copyright line, a header of "Author: ..." lines. Never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

HEADER_LINES = 15  # a header stands at the top
TITLE_CHARACTERS = 120  # a longer first line is a paragraph
DATE_CHARACTERS = 80  # longer words are no date, and take long to parse

_FIELD = re.compile(
    r"^(title|author|by|from|publisher|published by|date|published|issued)[ \t]*:[ \t]*(\S.*)$", re.I | re.M
)
_BYLINE = re.compile(r"^By ([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})$", re.M)
_COPYRIGHT = re.compile(
    r"^(?:copyright\s*)?(?:©|\(c\))\s*(?:copyright\s*)?\d{4}(?:\s*[-–]\s*\d{4})?,?\s+(?:by\s+)?([^.|\n]{2,80})",
    re.I | re.M,
)
_NAMES = {
    "title": "title",
    "author": "author",
    "by": "author",
    "from": "author",
    "publisher": "publisher",
    "published by": "publisher",
    "date": "date",
    "published": "date",
    "issued": "date",
}


@dataclass(frozen=True, slots=True)
class Cues:
    """What was found; `first_line` is the first line where it is short enough for a title and no sentence."""

    title: str | None
    author: str | None
    publisher: str | None
    date: date | None
    first_line: str | None


def cues(text: str) -> Cues:
    """The cues of a normalised text."""
    lines = text[:4000].split("\n")[:HEADER_LINES]
    fields: dict[str, str] = {}
    for match in _FIELD.finditer("\n".join(lines)):
        fields.setdefault(_NAMES[match.group(1).lower()], match.group(2).strip())
    byline, copyright_line = _BYLINE.search(text), _COPYRIGHT.search(text)
    return Cues(
        title=fields.get("title"),
        author=fields.get("author") or (byline.group(1).strip() if byline else None),
        publisher=fields.get("publisher") or (copyright_line.group(1).strip() if copyright_line else None),
        date=parsed_date(fields.get("date")),
        first_line=_first_line(lines),
    )


def parsed_date(words: str | None) -> date | None:
    """The day that `words` name in any common English form; None where day, month or year is missing."""
    if not words or len(words) > DATE_CHARACTERS or not re.search(r"\d{4}", words):
        return None
    import dateparser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "RETURN_AS_TIMEZONE_AWARE": False}
    found = dateparser.parse(words.strip().removesuffix("."), languages=["en"], settings=settings)
    return found.date() if found else None


def _first_line(lines: list[str]) -> str | None:
    first = next((line.strip() for line in lines if line.strip()), "")
    return first if first and len(first) <= TITLE_CHARACTERS and not first.endswith((".", ",", ";")) else None
