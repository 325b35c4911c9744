"""The footnotes and endnotes of a Word file: what they are called, the runs that call for them, and their paragraphs,
which can be changed. Knows nothing of the text that a loader makes of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from index.loaders import wordtext

KINDS = {"footnote": RELATIONSHIP_TYPE.FOOTNOTES, "endnote": RELATIONSHIP_TYPE.ENDNOTES}

Key = tuple[str, str | None]  # a note's kind and its id in the file


@dataclass(frozen=True, slots=True)
class WordNote:
    """A note with its paragraphs, in their order. `call` is the run that has its mark; None where the file has none."""

    key: Key
    name: str
    call: Run | None
    paragraphs: tuple[Paragraph, ...]


def notes(word: Any) -> list[WordNote]:
    """The notes in the order in which the loader reads them, named as a person finds them: "footnote 3"."""
    called = _called(word)
    found = []
    for kind, related in KINDS.items():
        for relation in list(word.part.rels.values()):
            if relation.reltype == related and not relation.is_external:
                for element in wordtext.notes(_opened(word, relation)):
                    key = kind, element.get(qn("w:id"))
                    name, call = called.get(key, (f"a note that is not called for ({kind})", None))
                    paragraphs = [Paragraph(one, word) for one in _paragraphs(element)]
                    found.append(WordNote(key, name, call, tuple(paragraphs)))
    return found


def key_of(child: Any) -> Key | None:
    """Which note a part of a run calls for; None where it is no call."""
    kind = child.tag.rsplit("}", 1)[-1].removesuffix("Reference") if isinstance(child.tag, str) else ""
    return (kind, child.get(qn("w:id"))) if kind in KINDS else None


def _called(word: Any) -> dict[Key, tuple[str, Run]]:
    """The name of each note that is called for, by Word's own counting, and the run that does it."""
    found: dict[Key, tuple[str, Run]] = {}
    counted: Counter[str] = Counter()
    for element in word.element.body.iter(wordtext.PARAGRAPH):
        for run in wordtext.runs(element):
            for child in run:
                key = key_of(child)
                if key is None or key in found:  # a text box may stand in the file twice
                    continue
                own_mark = child.get(qn("w:customMarkFollows")) in ("1", "true", "on")
                counted[key[0]] += not own_mark
                found[key] = f"{key[0]} {run.text if own_mark else counted[key[0]]}", Run(run, Paragraph(element, word))
    return found


def _opened(word: Any, relation: Any) -> Any:
    """The root of a part that python-docx keeps as bytes; what is changed below it is saved with the file."""
    old = relation.target_part
    part = XmlPart(old.partname, old.content_type, parse_xml(old.blob), old.package)
    for one in old.rels.values():
        part.load_rel(one.reltype, one.target_ref if one.is_external else one.target_part, one.rId, one.is_external)
    word.part.load_rel(relation.reltype, part, relation.rId)
    return part.element


def _paragraphs(note: Any) -> list[Any]:
    """Those in tables among them, but none in a text box, which the loader reads elsewhere."""
    found: list[Any] = []
    for block in wordtext.blocks(note):
        found += [block] if block.tag == wordtext.PARAGRAPH else block.iter(wordtext.PARAGRAPH)
    return found
