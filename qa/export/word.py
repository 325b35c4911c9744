"""A paper as a Word file, with real footnotes."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qa.export.paper import Paper, Quotation
from qa.reference import day

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Georgia"


def word(paper: Paper) -> bytes:
    """The paper as .docx."""
    import docx

    from qa.export.footnotes import Footnotes

    document = docx.Document()
    _look(document)
    _properties(document, paper)
    footnotes = Footnotes(document)
    document.add_heading(paper.title, level=0)
    for sentence in paper.statement:
        document.add_paragraph(sentence, style="Subtitle")
    for part in paper.parts:
        document.add_heading(part.title, level=1)
        for block in part.blocks:
            if isinstance(block, Quotation):
                footnotes.add(document.add_paragraph(f"“{block.text}”", style="Quote"), block.footnote)
            else:
                for paragraph in block.paragraphs:
                    document.add_paragraph(paragraph)
    _lists(document, paper)
    footnotes.finish()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _lists(document: Document, paper: Paper) -> None:
    """The timeline and the sources."""
    if paper.timeline:
        document.add_heading("In order of time", level=1)
        for event in paper.timeline:
            line = f"{day(event.date)}: “{event.text}” (note {event.number})"
            document.add_paragraph(line, style="List Bullet")
    if paper.documents:
        document.add_heading("Sources", level=1)
        for source in paper.sources:
            document.add_paragraph(source, style="List Number")


def _look(document: Document) -> None:
    """Calmer than python-docx's own template: one family, black headings, quotations set in."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    sizes = {"Normal": 11, "Title": 22, "Heading 1": 14, "Subtitle": 9.5, "Quote": 11.5}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.color.rgb = RGBColor(0x55, 0x55, 0x55) if name == "Subtitle" else RGBColor(0x1A, 0x1A, 0x1A)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # else the template's own family wins
    quote: Any = document.styles["Quote"]
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(1)
    quote.paragraph_format.space_before = Pt(6)
    spaced = document.styles["Subtitle"].element.rPr
    spaced.remove(spaced.find(qn("w:spacing")))  # between its letters


def _properties(document: Document, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = paper.title[:255], "", ""
    about.created = about.modified = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
