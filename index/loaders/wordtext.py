"""What a Word file's body says as Word shows it with its changes accepted: paragraphs, rows, runs, in their order.

python-docx passes over what stands in tracked insertions, content controls and fields, over tables within cells, over
formulas and text boxes, so its elements are walked here. A text without them would be read as if it were whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from docx.oxml.ns import qn

from index.loaders import formula
from index.loaders.raised import raised

Element = Any  # of python-docx's tree

_THROUGH = {  # what holds others and says nothing itself
    qn(f"w:{name}")
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "fldSimple", "hyperlink", "dir", "bdo")
}
PARAGRAPH, TABLE, RUN = qn("w:p"), qn("w:tbl"), qn("w:r")
_ROW, _CELL = qn("w:tr"), qn("w:tc")
_DELETED_ROW = f"{qn('w:trPr')}/{qn('w:del')}"
_POSITION, _VALUE = f"{qn('w:rPr')}/{qn('w:vertAlign')}", qn("w:val")
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FORMULA = f"{_MATHS}oMath"
_THROUGH.add(f"{_MATHS}oMathPara")
_BOX, _NOTE_KIND = qn("w:txbxContent"), qn("w:type")
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same, for older programs
_NOT_IN = frozenset({_BOX, _AGAIN, qn("w:del"), qn("w:moveFrom")})


def blocks(holder: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body or a cell."""
    return _within(holder, PARAGRAPH, TABLE)


def runs(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, those of links, insertions and content controls among them; none that was deleted."""
    return _within(paragraph, RUN)


def words(paragraph: Element) -> str:
    """What a paragraph says, with its formulas; digits above the line are raised ones."""
    pieces = _within(paragraph, RUN, _FORMULA)
    return formula.in_line(
        (_run_words(piece), False) if piece.tag == RUN else (formula.words(piece), True) for piece in pieces
    )


def _run_words(run: Element) -> str:
    position = run.find(_POSITION)
    above = position is not None and position.get(_VALUE) == "superscript"
    return raised(run.text) if above else str(run.text)


def boxes(block: Element) -> Iterator[Element]:
    """The paragraphs and tables of the text boxes that are anchored in a paragraph or a table, but of none in these."""
    for box in block.iter(_BOX):
        between = takewhile(lambda above: above is not block, box.iterancestors())
        if not any(above.tag in _NOT_IN for above in between):
            yield from blocks(box)


def notes(holder: Element) -> Iterator[Element]:
    """The footnotes or endnotes of a file, which hold paragraphs and tables; not the lines drawn above them."""
    return (note for note in holder if note.get(_NOTE_KIND) in (None, "normal"))


def rows(table: Element) -> Iterator[list[str]]:
    """The words of each row's cells. One that goes over several columns is told once, one over several rows in each."""
    above: dict[int, Element] = {}
    for row in _within(table, _ROW):
        if row.find(_DELETED_ROW) is not None:
            continue
        column, said = 0, []
        for cell in _within(row, _CELL):
            origin = above.get(column, cell) if cell.vMerge == "continue" else cell
            said.append(_cell_words(origin))
            above[column] = origin
            column += cell.grid_span
        yield said


def _cell_words(cell: Element) -> str:
    parts: list[str] = []
    for block in blocks(cell):
        parts += [words(block)] if block.tag == PARAGRAPH else [" ".join(row) for row in rows(block)]
    return " ".join(" ".join(parts).split())


def _within(holder: Element, *wanted: str) -> Iterator[Element]:
    for child in holder:
        if child.tag in wanted:
            yield child
        elif child.tag in _THROUGH:
            yield from _within(child, *wanted)
