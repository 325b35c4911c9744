"""What a Word draft holds beyond its text: footnotes, paragraphs in a quotation's style; and marks set in a copy of it.

Knows nothing of quotations or libraries. The file was read by the loader before, which refuses what is no Word file,
unpacks to too much, or declares entities. Paragraphs are found in the loader's text in their order.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from index.loaders import wordtext
from index.text import Pair, normalise
from qa.check.draft import Note

AUTHOR, INITIALS = "Quoth", "Q"
_PLAIN = {qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "noBreakHyphen", "rPr", "lastRenderedPageBreak")}


@dataclass(frozen=True, slots=True)
class Remark:
    """A stretch of the text to be marked in a colour of Word's palette, with a comment."""

    start: int
    end: int
    colour: str
    words: str


def anatomy(path: Path, text: str) -> tuple[list[Note], list[Pair]]:
    """The footnotes and endnotes of a Word file, and its paragraphs in a quotation's style; `text` is the loader's."""
    word = docx.Document(str(path))
    words = {**_notes(word, "footnote"), **_notes(word, "endnote")}
    notes, blocks = [], []
    for paragraph, start, end in _placed(word, text):
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        if "quot" in style.lower():
            blocks.append((start, end))
        at = start
        for run in _runs(paragraph):
            inner = at
            for child in run._r:
                inner += len(child.text or "") if child.tag == qn("w:t") else 0
                kind = child.tag.rsplit("}", 1)[-1].removesuffix("Reference")
                key = (kind, child.get(qn("w:id")))
                if key in words:
                    notes.append(Note(min(inner, end), words[key]))
            at += len(run.text)
    return notes, _merged(blocks)


def marked_word(data: bytes | None, text: str, remarks: Sequence[Remark]) -> bytes:
    """A copy of a Word file with the remarks in it; with no `data`, a new file that has the text's paragraphs."""
    word = docx.Document(io.BytesIO(data)) if data is not None else docx.Document()
    if data is None:
        for line in filter(str.strip, text.split("\n")):
            word.add_paragraph(line)
    placed = list(_placed(word, text))
    for remark in remarks:
        runs = [run for part in placed for run in _cut_out(*part, remark)]
        for run in runs:
            run.font.highlight_color = WD_COLOR_INDEX[remark.colour]
        if runs:
            word.add_comment([runs[0], runs[-1]], text=normalise(remark.words), author=AUTHOR, initials=INITIALS)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _notes(word: Any, kind: str) -> dict[tuple[str, str | None], str]:
    """The words of the file's footnotes or endnotes, by kind and id."""
    related = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnote" else RELATIONSHIP_TYPE.ENDNOTES
    try:
        root = parse_xml(word.part.part_related_by(related).blob)
    except KeyError:
        return {}
    found = {}
    for note in root.iter(qn(f"w:{kind}")):
        words = "".join(part.text or "" for part in note.iter(qn("w:t")))
        if words.strip():
            found[kind, note.get(qn("w:id"))] = normalise(words).strip()
    return found


def _placed(word: Any, text: str) -> Iterator[tuple[Paragraph, int, int]]:
    """The paragraphs, those in tables among them, with their places in the loader's text."""
    at = 0
    for element in word.element.body.iter(qn("w:p")):
        words = normalise(wordtext.words(element)).strip()
        start = text.find(words, at) if words else -1
        if start >= 0:
            yield Paragraph(element, word), start, start + len(words)
            at = start + len(words)


def _runs(paragraph: Paragraph) -> list[Run]:
    """The runs whose words are the loader's, in their order."""
    return [Run(element, paragraph) for element in wordtext.runs(paragraph._p)]


def _cut_out(paragraph: Paragraph, start: int, end: int, remark: Remark) -> list[Run]:
    """The runs that hold what the remark marks of this paragraph, cut so that they hold no more where that can be."""
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
