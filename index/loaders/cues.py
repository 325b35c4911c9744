"""What a text says of itself: a header of "Author: ..." lines, a byline, a day, a copyright line. Never a guess, and
never the file's own time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.loaders.dates import day_among
from index.loaders.names import author, copyright_holder, letterhead, prepared_for, published_by, running_head
from index.model import Boilerplate

HEADER_LINES = 20  # a header stands at the top: an author's, and a reader's address, and what a letter is about
TAIL_LINES = 10  # a signature, and "last updated", at the end
TITLE_CHARACTERS = 120  # a longer first line is a paragraph
DATE_CHARACTERS = 80  # longer words are no date, and take long to parse
PROSE_CHARACTERS = 300  # from a line as long as this on, it is the text that speaks
SHORT_TITLE = 90  # characters of a first sentence that stands for a title

_FIELD = re.compile(
    r"^(title|subject|re|author|by|from|publisher|published by|date|published|issued)[ \t]*:[ \t]*(\S.*)$", re.I
)
_NO_FIELD = re.compile(  # a form's own: how a person is addressed, from when on
    r"title[ \t]*:[ \t]*(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir)\.?$|(?:from|by)[ \t]*:[^\n]*\d", re.I
)
_NAMES = {
    "title": "title",
    "subject": "title",
    "re": "title",
    "author": "author",
    "by": "author",
    "from": "author",
    "publisher": "publisher",
    "published by": "publisher",
    "date": "date",
    "published": "date",
    "issued": "date",
}
_KIND = re.compile(r"(?:minutes|agenda|report|notes?|statement|press release|memorandum|circular|notice)\b", re.I)
_DEAR = re.compile(r"(?:dear|to whom) (?P<whom>.*)", re.I)
_NAMED = re.compile(r"(?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*)+")


@dataclass(frozen=True, slots=True)
class Cues:
    """What was found; `first_line` is the first line where it is short enough for a title and no sentence, else what a
    letter is about, or whom it is to; `first_words` begin the text, for a document that has no other title."""

    title: str | None
    author: str | None
    publisher: str | None
    date: date | None
    first_line: str | None
    first_words: str


def cues(text: str, left_out: Sequence[Boilerplate] = ()) -> Cues:
    """The cues of a normalised text, whose running headers and other boilerplate are `left_out`."""
    head, tail = _edges(text, left_out)
    fields: dict[str, str] = {}
    for line in head:
        if (match := _FIELD.match(line)) and not _NO_FIELD.match(line):
            fields.setdefault(_NAMES[match.group(1).lower()], match.group(2).strip())
    runs = dict.fromkeys(text[one.start : one.end] for one in left_out if one.reason.startswith("page "))
    return Cues(
        title=fields.get("title"),
        author=fields.get("author") or author(head, tail),
        publisher=fields.get("publisher") or published_by((*head, *tail)) or copyright_holder(text)
        or (letterhead(head[0]) if head else None)
        or prepared_for(head) or running_head(runs, head[0] if head else ""),
        date=parsed_date(fields.get("date")) or day_among(_before_prose(head)) or day_among(tail),
        first_line=_titled(head),
        first_words=_shortened(head[0] if head else ""),
    )  # fmt: skip


def parsed_date(words: str | None) -> date | None:
    """The day that `words` name in any common English form; None where day, month or year is missing."""
    if not words or len(words) > DATE_CHARACTERS or not re.search(r"\d{4}", words):
        return None
    import dateparser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "RETURN_AS_TIMEZONE_AWARE": False}
    found = dateparser.parse(words.strip().removesuffix("."), languages=["en"], settings=settings)
    return found.date() if found else None


def _edges(text: str, left_out: Sequence[Boilerplate]) -> tuple[list[str], list[str]]:
    """The first and the last lines that are not blank and not left out; the last ones come after what stands before the
    prose."""
    head = _lines(_own(text[:8000], left_out, 0))
    start = max(0, len(text) - 4000)
    tail = _lines(_own(text[start:], left_out, start))
    first = 0 if start else len(_before_prose(head[:HEADER_LINES]))
    return head[:HEADER_LINES], tail[max(first, len(tail) - TAIL_LINES) :]


def _own(text: str, left_out: Sequence[Boilerplate], start: int) -> str:
    """`text`, which begins at `start` of the whole, without the stretches that are left out."""
    for one in reversed(left_out):
        if one.start >= start and one.end <= start + len(text):
            text = text[: one.start - start] + text[one.end - start :]
    return text


def _lines(text: str) -> list[str]:
    return [" ".join(line.strip(" \t#*_>").split()) for line in text.split("\n") if line.strip(" \t#*_>-=")]


def _before_prose(lines: list[str]) -> list[str]:
    return lines[: next((n for n, line in enumerate(lines) if len(line) > PROSE_CHARACTERS), len(lines))]


def _titled(head: Sequence[str]) -> str | None:
    """The first line, or, where that is a letterhead, what stands below it: a kind of paper, or a letter's subject."""
    if not head or not _is_title(head[0]):
        return None
    if letterhead(head[0]):
        dear = next((number for number, line in enumerate(head) if _DEAR.fullmatch(line)), None)
        if dear is not None:
            return _of_letter(head, dear)
        if len(head) > 1 and _KIND.match(head[1]) and _is_title(head[1]):
            return head[1]
    return head[0]


def _of_letter(head: Sequence[str], dear: int) -> str:
    """What a letter is about, in capitals below whom it addresses; else whom it is to, else whom it is from."""
    below = head[dear + 1] if dear + 1 < len(head) else ""
    if below.isupper() and _is_title(below):
        return below
    addressed = _DEAR.fullmatch(head[dear])
    whom = addressed["whom"].rstrip(" ,:;") if addressed else ""
    return f"Letter to {whom}" if _NAMED.fullmatch(whom) else head[0]


def _is_title(line: str) -> bool:
    return len(line) <= TITLE_CHARACTERS and not line.endswith((".", ",", ";"))


def _shortened(line: str) -> str:
    return line if len(line) <= SHORT_TITLE else line[:SHORT_TITLE].rpartition(" ")[0].rstrip(",;:") + "…"
