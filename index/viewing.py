"""A page of a stored PDF as it looks, with a quotation's place on it. Drawn in a process of its own, as files are read
in: a bad file costs the picture alone. Knows no parser.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import DamagedDocument, UnsupportedDocument
from index.isolation import Workers
from index.limits import MB, Limits
from index.model import Document, PagePicture, Span
from index.wire import Drawing

SECONDS = 20.0  # a page takes a fraction of one; a reader who waits longer is better served by the text
MEMORY = 1500 * MB  # the file itself, and what its pictures unpack to
CHARACTERS = MB  # what a reply may hold: a picture is at most 4 MB, and its boxes
LONGEST_PAGE = 200_000  # characters of a page that quotations are looked for on: no printed page has a tenth of them
AT_ONCE = threading.BoundedSemaphore(2)  # processes that draw: readers who turn pages must not starve those who ask


def stretch_of(document: Document, sheet: int) -> tuple[int, int]:
    """Where the text of a PDF's page, counted from 1, begins and ends in the document's. Raises IndexError."""
    ends = [*(mark.start for mark in document.pages[1:]), len(document.text)]
    start = min(document.pages[sheet - 1].start, len(document.text))
    return start, max(start, min(ends[sheet - 1], len(document.text)))


def draw(document: Document, sheet: int, spans: Sequence[Span], file: Path, limits: Limits) -> PagePicture:
    """The page number `sheet`, counted from 1, of the PDF `file` that `document` was read from.

    Its boxes are those of the spans, as far as they stand on it. Raises a LoadError, whose reason is a sentence, when
    the file is gone, has changed since it was read, or cannot be drawn.
    """
    if file.suffix.lower() != ".pdf":
        raise UnsupportedDocument("It lies within another file.")
    if not file.is_file():
        raise DamagedDocument("The file is not where it was any more.")
    start, end = stretch_of(document, sheet)
    text = document.text[start:end] if end - start <= LONGEST_PAGE else ""
    stretches = tuple((_within(span.start, start, end), _within(span.end, start, end)) for span in spans)
    asked = Drawing(str(file), document.sha256, sheet, text, stretches if text else ())
    tighter = replace(
        limits,
        seconds=min(limits.seconds, SECONDS),
        memory=min(limits.memory, MEMORY),
        characters=min(limits.characters, CHARACTERS),
    )
    with AT_ONCE, Workers(tighter, 1) as workers:
        return workers.picture(workers.submit(asked))


def _within(at: int, start: int, end: int) -> int:
    return min(max(at, start), end) - start
