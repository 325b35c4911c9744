"""JSON lines ``{_id, title, text, ...}``: one document a line, as BEIR's corpora are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any

from index.boilerplate import boilerplate
from index.errors import DamagedDocument, EmptyDocument, LoadError
from index.loaders.cues import parsed_date
from index.loaders.plain import decoded
from index.loaders.source import Source
from index.model import Document, document_id
from index.text import normalise

TITLE_CHARACTERS = 80


def load(source: Source) -> Iterator[Document | LoadError]:
    """Yield each line's document; a line that is none is a DamagedDocument value, and costs only itself.

    Raises EmptyDocument when all lines are blank.
    """
    seen: set[str] = set()
    text = decoded(source.data)
    if not text.strip():
        raise EmptyDocument("There is no text in the file.")
    lines = text.split("\n")
    given = cache(lambda: frozenset(filter(None, map(_id_in, lines))))  # seldom asked for: most files give all or none
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = _document(source, line, number, given)
            if document.id in seen:
                raise DamagedDocument(f"Line {number}: the _id {document.external_id!r} was used before.")
            seen.add(document.id)
            yield document
        except LoadError as error:
            yield error


def _id(row: Any) -> str | None:
    """The id that a line gives its document; 0 is one like any other."""
    given = (row.get("_id"), row.get("id")) if isinstance(row, dict) else ()
    return next((str(value) for value in given if value not in (None, "")), None)


def _id_in(line: str) -> str | None:
    try:
        return _id(json.loads(line))
    except (ValueError, RecursionError):  # told when it is the line's turn
        return None


def _document(source: Source, line: str, number: int, given: Callable[[], Collection[str]]) -> Document:
    """A line's document; where it has no id, the line's number is its id, unless that is `given` to another."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DamagedDocument(f"Line {number} is not JSON: {error}.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise DamagedDocument(f'Line {number} is not a document like {{"_id": "1", "title": "...", "text": "..."}}.')
    fields = {key: " ".join(normalise(value).split()) for key, value in row.items() if isinstance(value, str)}
    text, title = normalise(row["text"]).strip(), fields.get("title", "")
    external = _id(row) or (f"line {number}" if str(number) in given() else str(number))
    if not (text or title):
        raise DamagedDocument(f"Line {number} has no text.")
    facts = {
        "author": fields.get("author"),
        "publisher": fields.get("publisher"),
        "date": parsed_date(fields.get("date")),
    }
    told = {"title": "file" if title else "text"} | {field: "file" for field, value in facts.items() if value}
    return Document(
        id=document_id(source.key, external),
        text=text or title,
        title=title or text.split("\n")[0][:TITLE_CHARACTERS],
        path=source.relative,
        sha256=hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest(),
        kind="json lines",
        external_id=external,
        author=fields.get("author") or None,
        publisher=fields.get("publisher") or None,
        date=parsed_date(fields.get("date")),
        boilerplate=boilerplate(text),
        provenance=tuple(sorted(told.items())),
    )
