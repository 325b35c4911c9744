"""The values that the catalog takes in and gives out, beyond those of `model`."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.model import Document, Passage

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. `path` is absolute, or an upload's name; `root` is the folder or file that was given.

    `original` is an upload's file name under ``originals/``; `relative` is the path for people; `mtime_ns` counts
    nanoseconds. A `sha256` of None means that the file has not been read to its end. `identity` is what its documents'
    ids are made from: the path at which it was first seen, or near it where another file has taken that one.
    """

    path: str
    root: str | None
    relative: str
    size: int
    mtime_ns: int
    sha256: str | None
    original: str | None = None
    identity: str = ""

    def __post_init__(self) -> None:
        if not self.identity:
            object.__setattr__(self, "identity", self.path)


@dataclass(frozen=True, slots=True)
class Correction:
    """What was set by hand in place of what the file says, both as they are stored; `found` is None for nothing."""

    field: str
    value: str
    found: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """A document ready to store: its passages in order, and their unit vectors, shape ``(passages, dimension)``."""

    document: Document
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class BuiltWith:
    """What every passage of the library was made with; the weights by name and sha256, sizes in characters."""

    model: str
    sha256: str
    dimension: int
    passage_characters: int
    overlap_sentences: int


@dataclass(frozen=True, slots=True)
class State:
    """Where the catalog stands. `generation` differs between libraries, so that one's indexes never serve another."""

    generation: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as a derived index of words sees it: its text, and what it can be filtered by."""

    id: int
    text: str
    title: str
    kind: str
    author: str | None
    publisher: str | None
    date: datetime.date | None


def fingerprint(document: Document) -> str:
    """A hash of all that is stored of a document: equal means that storing it again would change nothing."""
    facts = [getattr(document, name) for name in document.__slots__ if name != "text"]
    return hashlib.sha256(f"{facts!r}\0{document.text}".encode("utf-8", "surrogatepass")).hexdigest()
