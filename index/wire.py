"""What passes between Quoth and the processes that load its files: one JSON object a line, nothing that could run.

Knows neither who sends nor who reads.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import Any

from index import errors
from index.errors import LoadError
from index.limits import Limits
from index.model import Boilerplate, Box, Document, Mark, PagePicture

ERRORS = {
    kind.__name__: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LoadError)
}
_FIELDS = tuple(field.name for field in fields(Document))


@dataclass(frozen=True, slots=True)
class Request:
    """A file to load: where it lies, what its documents' ids are made from, and the path that is shown."""

    path: str
    source: str
    relative: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of a PDF to draw, counted from 1. `sha256` is of the file when it was read; `text` is what is stored of
    the page, and `stretches` of it are to be found on the page."""

    path: str
    sha256: str
    page: int
    text: str
    stretches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class End:
    """The file is read: with `error` where that failed as a whole. A `tired` process wishes to be replaced."""

    error: LoadError | None = None
    tired: bool = False


Reply = Document | PagePicture | LoadError | End


def request_line(request: Request | Drawing) -> bytes:
    """The line that asks for a file, or for a page's picture."""
    return _line({type(request).__name__: astuple(request)})


def request_of(line: bytes) -> Request | Drawing:
    """The request of such a line."""
    row = json.loads(line)
    if "Drawing" in row:
        path, sha256, page, text, stretches = row["Drawing"]
        return Drawing(path, sha256, page, text, tuple((start, end) for start, end in stretches))
    return Request(*row["Request"])


def reply_line(reply: Reply) -> bytes:
    """The line that answers with a document or a picture, with the error of a part, or with the end of a file."""
    if isinstance(reply, Document):
        values = {name: getattr(reply, name) for name in _FIELDS}
        values["date"] = reply.date.isoformat() if reply.date else None
        for name in ("pages", "headings"):
            values[name] = [(mark.start, mark.label, mark.level) for mark in getattr(reply, name)]
        values["boilerplate"] = [(one.start, one.end, one.reason) for one in reply.boilerplate]
        return _line({"document": values})
    if isinstance(reply, PagePicture):
        boxes = [[astuple(box) for box in group] for group in reply.boxes]
        return _line({"picture": [b64encode(reply.png).decode("ascii"), reply.width, reply.height, boxes]})
    if isinstance(reply, End):
        return _line({"end": _packed(reply.error) if reply.error else None, "tired": reply.tired})
    return _line({"error": _packed(reply)})


def reply_of(line: bytes) -> Reply:
    """The reply of such a line. Raises ValueError, KeyError or TypeError for a line that is none."""
    row = json.loads(line)
    if "document" in row:
        values = row["document"]
        values["date"] = date.fromisoformat(values["date"]) if values["date"] else None
        for name in ("pages", "headings"):
            values[name] = tuple(Mark(start, label, level) for start, label, level in values[name])
        values["boilerplate"] = tuple(Boilerplate(*one) for one in values["boilerplate"])
        values["provenance"] = tuple((field, where) for field, where in values["provenance"])
        return Document(**values)
    if "picture" in row:
        png, width, height, boxes = row["picture"]
        return PagePicture(b64decode(png), width, height, tuple(tuple(Box(*box) for box in group) for group in boxes))
    if "end" in row:
        return End(_unpacked(row["end"]) if row["end"] else None, row["tired"])
    return _unpacked(row["error"])


def limits_words(limits: Limits) -> list[str]:
    """The limits as a command's arguments."""
    return [str(getattr(limits, field.name)) for field in fields(Limits)]


def limits_of(words: list[str]) -> Limits:
    """The limits of such arguments."""
    size, seconds, *rest = words
    return Limits(int(size), float(seconds), *map(int, rest))


def _packed(error: LoadError) -> list[str]:
    return [type(error).__name__, error.reason]


def _unpacked(packed: list[str]) -> LoadError:
    name, reason = packed
    return ERRORS.get(name, LoadError)(reason)


def _line(value: Any) -> bytes:
    """The value in one line of ASCII: a lone surrogate, in a text or a file's name, comes through."""
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"
