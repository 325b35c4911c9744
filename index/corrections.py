"""What people set by hand in place of what a file says of itself: how it is checked, and laid over a document.

Stored beside the documents, by id, so that it survives a sync, a removal, and a file's move. Knows no SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from index.errors import CorrectionError
from index.loaders.dates import day_of
from index.model import Document
from index.records import Correction
from index.text import normalise

FIELDS = ("title", "author", "publisher", "date", "language")
FOUND = {  # `Document.provenance` in words
    "file": "from the file's own fields",
    "text": "from its text",
    "name": "from the file's name",
}
LONGEST = 300  # characters of a value: longer words are a paragraph, and no title
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def checked(field: str, value: str) -> str:
    """What is stored for `value` of `field`; "" where it is empty. Raises CorrectionError for what cannot be meant."""
    if field not in FIELDS:
        raise CorrectionError(f"There is no field {field!r}: these can be set: {', '.join(FIELDS)}.")
    words = " ".join(normalise(value).split())
    if len(words) > LONGEST:
        raise CorrectionError(f"The {field} has {len(words)} characters; at most {LONGEST} are kept.")
    if not words:
        return ""
    if field == "date":
        return _day(words).isoformat()
    if field == "language" and not _LANGUAGE.fullmatch(words):
        raise CorrectionError(f"{words!r} is no language's code, like en, fr or ar (ISO 639).")
    return words


def corrected(document: Document, corrections: Iterable[Correction]) -> Document:
    """The document with what was set by hand."""
    values = {one.field: one.value for one in corrections}
    return _with(document, values) if values else document


def found_again(corrections: Iterable[Correction], document: Document) -> tuple[Correction, ...]:
    """The corrections, with what `document`, as it was read now, says in their place."""
    return tuple(replace(one, found=_said(document, one.field)) for one in corrections)


def changed(
    document: Document, corrections: Iterable[Correction], values: Mapping[str, str]
) -> tuple[Document, tuple[Correction, ...]]:
    """A stored document as `values` would have it (an empty one goes back to what the file says), and its corrections
    then. Raises CorrectionError."""
    before = {one.field: one for one in corrections}
    after, said = dict(before), dict[str, str | None]()
    for field, given in values.items():
        value = checked(field, given)
        found = before[field].found if field in before else _said(document, field)
        after.pop(field, None)
        said[field] = value or found
        if value:
            after[field] = Correction(field, value, found)
    return _with(document, said), tuple(after[field] for field in sorted(after))


def _with(document: Document, values: Mapping[str, str | None]) -> Document:
    said = {field: _said(document, field) for field in FIELDS} | dict(values)
    return replace(
        document,
        title=said["title"] or document.title,
        author=said["author"],
        publisher=said["publisher"],
        date=date.fromisoformat(said["date"]) if said["date"] else None,
        language=said["language"],
    )


def _said(document: Document, field: str) -> str | None:
    value = getattr(document, field)
    return value.isoformat() if isinstance(value, date) else value or None


def _day(words: str) -> date:
    """The day that `words` name, as 2018-06-19 or in words. Raises CorrectionError."""
    iso = _ISO_DAY.fullmatch(words)
    try:
        found = date(*map(int, iso.groups())) if iso else day_of(words)
    except ValueError:
        found = None
    if found is None:
        raise CorrectionError(f"{words!r} is no day: write it like 2018-06-19 or 19 June 2018.")
    return found
