"""Word files: paragraphs and tables in their order, headings marked, then the notes (python-docx)."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from index.errors import DamagedDocument, EncryptedDocument, TooLarge
from index.loaders import wordtext
from index.loaders.cues import parsed_date
from index.loaders.rows import barred
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document
from index.text import normalise

BOMB = 100  # times its packed size: text in XML packs some ten times
SMALL = 10_000_000  # bytes that are unpacked whatever they were packed to
OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # what an encrypted Word file is wrapped in; old .doc files too

_HEADING = re.compile(r"Heading ([1-9])\b")
_COMPANY = re.compile(r"<Company>([^<]{1,200})</Company>")


def load(source: Source) -> Iterator[Document]:
    """The document of a .docx file. Raises DamagedDocument, EncryptedDocument or TooLarge."""
    _check(source)
    try:
        word = docx.Document(io.BytesIO(source.data))
        _plain(word.element)
        assembly = _assembly(word)
    except Exception as error:  # python-docx and lxml raise many kinds; all mean that this is no Word file to read
        said = re.sub(r"file '<.*?>'", "it", str(error)).rstrip(".")  # python-docx names the bytes it was given
        raise DamagedDocument(f"The file is not a Word document that can be read: {said}.") from error
    yield document(source, "word", assembly, replace(_properties(word), publisher=_company(source.data)))


def _company(data: bytes) -> str | None:
    """The organisation that the file names among its properties, which python-docx does not read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "docProps/app.xml" not in archive.namelist():
            return None
        found = _COMPANY.search(archive.read("docProps/app.xml").decode("utf-8", "replace"))
    return normalise(html.unescape(found.group(1))).strip() or None if found else None


def _check(source: Source) -> None:
    """Look into the archive before anything is unpacked."""
    if source.data.startswith(OLE):
        raise EncryptedDocument("The file is protected by a password, or is an old .doc: save it as .docx without one.")
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise DamagedDocument("The file is not a Word document, whatever its name says.") from error
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise DamagedDocument("The file is an archive, but not a Word document.")
    if size > SMALL and size > BOMB * len(source.data):
        raise TooLarge(f"Unpacked, the file would take {size / len(source.data):.0f} times its size: no document does.")
    if size > 2 * source.max_bytes:
        raise TooLarge(
            f"Unpacked, the file would take {size / 1e6:.0f} MB; at most {2 * source.max_bytes / 1e6:.0f} are read."
        )


def _assembly(word: docx.document.Document) -> Assembly:
    assembly = Assembly()
    for block in wordtext.blocks(word.element.body):
        _add(block, assembly, 0 if block.tag == wordtext.TABLE else _level(Paragraph(block, word)))
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        for relation in word.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                for note in wordtext.notes(_plain(parse_xml(relation.target_part.blob))):
                    for block in wordtext.blocks(note):
                        _add(block, assembly)
    return assembly


def _add(block: wordtext.Element, assembly: Assembly, level: int = 0) -> None:
    """Append a paragraph or a table, and after it what stands in the text boxes that are anchored in it."""
    if block.tag == wordtext.TABLE:
        for cells in wordtext.rows(block):
            assembly.add(barred(cells))
    else:
        assembly.add(wordtext.words(block), heading=level)
    for inner in wordtext.boxes(block):
        _add(inner, assembly)


def _plain(root: wordtext.Element) -> wordtext.Element:
    """The root of a part. Raises ValueError where entities are declared: they are never resolved, so the words around
    them would go."""
    if root.getroottree().docinfo.doctype:
        raise ValueError("it declares a document type, which Word never does")
    return root


def _level(paragraph: Paragraph) -> int:
    """1 to 9 for a heading, by its style; 0 for anything else, a template's "Heading Unnumbered" too."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    found = _HEADING.match(style)
    return 1 if style == "Title" else int(found.group(1)) if found else 0


def _properties(word: docx.document.Document) -> Metadata:
    """What the file says of itself. Where it says nothing, python-docx would make up a title, an author and a date."""
    if all(one.reltype != RELATIONSHIP_TYPE.CORE_PROPERTIES for one in word.part.package.rels.values()):
        return Metadata()
    fields = word.core_properties
    return Metadata(
        title=fields.title or None,
        author=fields.author or None,
        date=parsed_date(fields.created.strftime("%Y-%m-%d")) if fields.created else None,
        language=fields.language or None,
    )
