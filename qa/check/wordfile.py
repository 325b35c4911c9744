"""What a Word draft holds beyond its text: footnotes, paragraphs in a quotation's style; and marks set in a copy of it.

Knows nothing of quotations or libraries. The file was read by the loader before, which refuses what is no Word file,
unpacks to too much, or declares entities. Paragraphs are found in the loader's text in their order.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from index.loaders import wordtext
from index.text import Pair, normalise
from qa.check.draft import Note
from qa.check.wordnotes import Key, WordNote, key_of, notes

AUTHOR, INITIALS = "Quoth", "Q"
_PLAIN = {qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "noBreakHyphen", "rPr", "lastRenderedPageBreak")}


@dataclass(frozen=True, slots=True)
class Remark:
    """A stretch of the text to be marked in a colour of Word's palette, with a comment."""

    start: int
    end: int
    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class _Placed:
    """A paragraph with its place in the loader's text; `note` is the one that it is of, None in the body."""

    paragraph: Paragraph
    start: int
    end: int
    note: WordNote | None = None


def anatomy(path: Path, text: str) -> tuple[list[Note], list[Pair]]:
    """The footnotes and endnotes of a Word file, and its paragraphs in a quotation's style; `text` is the loader's."""
    placed = _placed(docx.Document(str(path)), text)
    blocks = []
    for _, together in groupby(placed, lambda one: one.note):  # a note's quotation goes on in no other's
        blocks += _merged([(one.start, one.end) for one in together if _is_quotation(one.paragraph)])
    return _notes(placed, text), blocks


def marked_word(data: bytes | None, text: str, remarks: Sequence[Remark]) -> bytes:
    """A copy of a Word file with the remarks in it; with no `data`, a new file that has the text's paragraphs.

    Word allows no comments within notes: what is marked there has its comment at the note's mark in the body.
    """
    word = docx.Document(io.BytesIO(data)) if data is not None else docx.Document()
    if data is None:
        for line in filter(str.strip, text.split("\n")):
            word.add_paragraph(line)
    placed = _placed(word, text)
    for remark in remarks:
        cut = [(run, part.note) for part in placed for run in _cut_out(part, remark)]
        for run, _ in cut:
            run.font.highlight_color = WD_COLOR_INDEX[remark.colour]
        shown = [run if note is None else note.call for run, note in cut]
        held = [run for run in shown if run is not None]
        if held:
            word.add_comment([held[0], held[-1]], text=normalise(remark.words), author=AUTHOR, initials=INITIALS)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _notes(placed: Sequence[_Placed], text: str) -> list[Note]:
    """The notes that have words, in the order of their calls; one that is not called for is where its words are."""
    calls = {key: at for one in placed if one.note is None for key, at in _calls(one)}
    found = []
    for note, together in groupby(placed, lambda one: one.note):
        if note is not None:
            spans = [(one.start, one.end) for one in together]
            span = spans[0][0], spans[-1][1]
            found.append(Note(calls.get(note.key, span[0]), text[slice(*span)], note.name, span))
    return sorted(found, key=lambda note: note.at)


def _calls(placed: _Placed) -> Iterator[tuple[Key, int]]:
    """The notes that a paragraph calls for, and where in the text."""
    at = placed.start
    for run in _runs(placed.paragraph):
        inner = at
        for child in run._r:
            inner += len(child.text or "") if child.tag == qn("w:t") else 0
            key = key_of(child)
            if key is not None:
                yield key, min(inner, placed.end)
        at += len(run.text)


def _is_quotation(paragraph: Paragraph) -> bool:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    return "quot" in style.lower()


def _placed(word: Any, text: str) -> list[_Placed]:
    """The paragraphs that have words, those in tables among them, in the order of the loader's text: its end is the
    notes', which are found from there."""
    last, noted = len(text), []
    for note in reversed(notes(word)):
        for paragraph in reversed(note.paragraphs):
            words = _words(paragraph)
            start = text.rfind(words, 0, last) if words else -1
            if start >= 0:
                noted.append(_Placed(paragraph, start, start + len(words), note))
                last = start
    at, found = 0, []
    for element in word.element.body.iter(wordtext.PARAGRAPH):
        paragraph = Paragraph(element, word)
        words = _words(paragraph)
        start = text.find(words, at, last) if words else -1
        if start >= 0:
            at = start + len(words)
            found.append(_Placed(paragraph, start, at))
    return [*found, *reversed(noted)]


def _words(paragraph: Paragraph) -> str:
    return normalise(wordtext.words(paragraph._p)).strip()


def _runs(paragraph: Paragraph) -> list[Run]:
    """The runs whose words are the loader's, in their order."""
    return [Run(element, paragraph) for element in wordtext.runs(paragraph._p)]


def _cut_out(placed: _Placed, remark: Remark) -> list[Run]:
    """The runs that hold what the remark marks of this paragraph, cut so that they hold no more where that can be."""
    paragraph, start, end = placed.paragraph, placed.start, placed.end
    first, last = max(remark.start, start), min(remark.end, end)
    if first >= last:
        return []
    whole = "".join(run.text for run in _runs(paragraph))
    lead = len(whole) - len(whole.lstrip())
    if len(whole.strip()) != end - start:  # normalising has moved the words: the paragraph is marked as a whole
        return [run for run in _runs(paragraph) if run.text]
    first, last = first - start + lead, last - start + lead
    _cut(paragraph, first)
    _cut(paragraph, last)
    found, at = [], 0
    for run in _runs(paragraph):
        if run.text and first < at + len(run.text) and at < last:
            found.append(run)
        at += len(run.text)
    return found


def _cut(paragraph: Paragraph, place: int) -> None:
    """Have a run begin at `place` of the paragraph, unless the run there holds more than text."""
    at = 0
    for run in _runs(paragraph):
        words = run.text
        if at < place < at + len(words):
            if all(child.tag in _PLAIN for child in run._r):
                rest = copy.deepcopy(run._r)
                run._r.addnext(rest)
                run.text, Run(rest, paragraph).text = words[: place - at], words[place - at :]
            return
        at += len(words)


def _merged(blocks: Sequence[Pair]) -> list[Pair]:
    """Neighbouring paragraphs of one quotation made one."""
    found: list[Pair] = []
    for start, end in blocks:
        if found and start - found[-1][1] <= 2:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found
