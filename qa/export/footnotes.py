"""Real footnotes in a Word file: the part that python-docx (1.2) has no interface for.

After ECMA-376, Part 1, sections 11.3.7 (the part) and 17.11 (footnotes). Knows nothing of what they say.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

SEPARATOR, CONTINUATION = "-1", "0"  # the ids that Word itself gives the lines above footnotes
TEXT, REFERENCE = "Footnote Text", "Footnote Reference"


class Footnotes:
    """The footnotes of one Word document, numbered by Word in their order. `finish` puts them into it, once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        self._count = 0
        for number, kind in ((SEPARATOR, "separator"), (CONTINUATION, "continuationSeparator")):
            line = f"<w:p><w:r><w:{kind}/></w:r></w:p>"
            note = f'<w:footnote w:type="{kind}" w:id="{number}" {nsdecls("w")}>{line}</w:footnote>'
            self._root.append(parse_xml(note))
        self._styles()
        self._settings()

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a footnote's number at the paragraph's end, and `text` at the foot of its page."""
        self._count += 1
        paragraph.add_run(style=REFERENCE)._r.append(_element("w:footnoteReference", id=str(self._count)))
        note = _element("w:footnote", id=str(self._count))
        inside = Paragraph(OxmlElement("w:p"), self._document._body)
        inside.style = TEXT
        inside.add_run(style=REFERENCE)._r.append(OxmlElement("w:footnoteRef"))
        inside.add_run(f" {text}")
        note.append(inside._p)
        self._root.append(note)

    def finish(self) -> None:
        """Add the part with all of them to the document."""
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _styles(self) -> None:
        styles = self._document.styles
        text: Any = styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(2)
        reference: Any = styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER, builtin=True)
        reference.font.superscript = True

    def _settings(self) -> None:
        """Name the two lines in the settings, in the place that the schema's order gives them."""
        settings = self._document.settings.element
        properties = OxmlElement("w:footnotePr")
        for number in (SEPARATOR, CONTINUATION):
            properties.append(_element("w:footnote", id=number))
        compat = settings.find(qn("w:compat"))
        if compat is None:
            settings.append(properties)
        else:
            compat.addprevious(properties)


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
