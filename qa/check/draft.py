"""A draft: its text as the library's loaders read it, its footnotes, and what in it is set apart as a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import LoadError, UnsupportedDocument
from index.isolation import Workers
from index.limits import STANDARD, Limits
from index.model import Document
from index.text import Pair
from index.wire import Request

KINDS = {"word": (".docx",), "markdown": (".md", ".markdown"), "text": (".txt", ".text")}
_NOTE = re.compile(r"^\[\^(?P<id>[^\]\s]{1,40})\]:[ \t]*(?P<words>[^\n]*(?:\n(?:[ ]{2,}|\t)[^\n]+)*)", re.MULTILINE)
_NUMBERED = re.compile(r"^\[(?P<id>\d{1,3})\][ \t]+(?P<words>[^\n]+)", re.MULTILINE)
_MARKER = r"\[\^?{id}\](?!:)"
_CODE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.DOTALL | re.MULTILINE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\]\([^)\s]*\)")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: where in the draft's text it is called for, and its words. They are checked as the draft's
    own sentences are, if it has a name, "footnote 3", and the place in the text where they stand."""

    at: int
    words: str
    name: str = ""
    span: Pair = (0, 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is checked. `blocks` are the stretches that a Word file's styles call quotations; `aside` those
    that are no sentences of the draft: the marks of footnotes, program code, web addresses, lists of sources."""

    name: str
    kind: str
    text: str
    notes: tuple[Note, ...] = ()
    blocks: tuple[Pair, ...] = ()
    aside: tuple[Pair, ...] = ()

    def note_at(self, offset: int) -> Note | None:
        """The note whose words stand at `offset` of the text; None in the draft's body."""
        return next((one for one in self.notes if one.span[0] <= offset < one.span[1]), None)

    def note_name(self, offset: int) -> str | None:
        """What that note is called."""
        note = self.note_at(offset)
        return note.name if note else None


def read(path: Path, *, name: str | None = None, limits: Limits = STANDARD) -> Draft:
    """The draft in a file, loaded in a process of its own; `name` is shown for it, the file's name unless given.

    Raises a LoadError, whose message says what to do, for a file of another kind or one that cannot be read.
    """
    shown = name or path.name
    suffix = Path(shown).suffix.lower()
    if not any(suffix in suffixes for suffixes in KINDS.values()):
        raise UnsupportedDocument(f"{shown} is no draft that can be checked: give a .docx, .md or .txt file.")
    if not path.is_file():
        raise LoadError(f"{shown} is not a file that can be read: give the path of a .docx, .md or .txt file.")
    document = _loaded(path, shown, limits)
    if suffix in KINDS["word"]:
        from qa.check.wordfile import anatomy

        notes, blocks = anatomy(path, document.text)
        return Draft(shown, "word", document.text, tuple(notes), tuple(blocks), tuple(_aside(document.text)))
    kind = next(kind for kind, suffixes in KINDS.items() if suffix in suffixes)
    footnotes, marks = _footnotes(document.text)
    listed, lines = _listed(document.text)
    found = tuple(sorted((*footnotes, *listed), key=lambda note: note.at))
    return Draft(shown, kind, document.text, found, (), (*marks, *lines, *_aside(document.text)))


def _loaded(path: Path, shown: str, limits: Limits) -> Document:
    with Workers(limits, 1) as workers:
        for item in workers.results(workers.submit(Request(str(path), str(path), shown))):
            if isinstance(item, LoadError):
                raise item
            return item
    raise LoadError(f"{shown} holds no text.")


def _footnotes(text: str) -> tuple[list[Note], list[Pair]]:
    """The footnotes of Markdown, ``[^1]`` and ``[^1]: words``, and where the marks before their words stand. One that
    is not called for is where its words are."""
    notes, marks = [], []
    for line in _NOTE.finditer(text):
        calls = _calls(text, line) or [line.start("words")]
        marks.append((line.start(), line.start("words")))
        notes += [Note(at, line["words"], f"footnote {line['id']}", line.span("words")) for at in calls]
    return notes, marks


def _listed(text: str) -> tuple[list[Note], list[Pair]]:
    """The sources that a plain text calls for, ``[1]`` and ``[1] words``, and where their lines are: they name works,
    and say nothing themselves."""
    lines = list(_NUMBERED.finditer(text))
    return [Note(at, line["words"]) for line in lines for at in _calls(text, line)], [line.span() for line in lines]


def _calls(text: str, line: re.Match[str]) -> list[int]:
    """Where the note that a line has is called for."""
    marker = re.compile(_MARKER.format(id=re.escape(line["id"])))
    return [call.start() for call in marker.finditer(text) if call.start() != line.start()]


def _aside(text: str) -> Iterator[Pair]:
    for pattern in (_CODE, _ADDRESS):
        yield from (match.span() for match in pattern.finditer(text))
