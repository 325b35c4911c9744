"""Word files: paragraphs and tables in their order, headings marked (python-docx)."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.table import Table

from index.errors import DamagedDocument, EncryptedDocument, TooLarge
from index.loaders.cues import parsed_date
from index.loaders.rows import barred
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document
from index.text import normalise

BOMB = 100  # times its packed size: text in XML packs some ten times
SMALL = 10_000_000  # bytes that are unpacked whatever they were packed to
OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # what an encrypted Word file is wrapped in; old .doc files too

_COMPANY = re.compile(r"<Company>([^<]{1,200})</Company>")


def load(source: Source) -> Iterator[Document]:
    """The document of a .docx file. Raises DamagedDocument, EncryptedDocument or TooLarge."""
    _check(source)
    try:
        word = docx.Document(io.BytesIO(source.data))
        if word.element.getroottree().docinfo.doctype:  # entities are never resolved: the words around them would go
            raise ValueError("it declares a document type, which Word never does")
        assembly = _assembly(word)
    except Exception as error:  # python-docx and lxml raise many kinds; all mean that this is no Word file to read
        said = re.sub(r"file '<.*?>'", "it", str(error)).rstrip(".")  # python-docx names the bytes it was given
        raise DamagedDocument(f"The file is not a Word document that can be read: {said}.") from error
    fields = word.core_properties
    metadata = Metadata(
        title=fields.title or None,
        author=fields.author or None,
        publisher=_company(source.data),
        date=parsed_date(fields.created.strftime("%Y-%m-%d")) if fields.created else None,
        language=fields.language or None,
    )
    yield document(source, "word", assembly, metadata)


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
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = {cell._tc: " ".join(cell.text.split()) for cell in row.cells}  # merged cells are listed twice
                assembly.add(barred(cells.values()))
            continue
        style = (block.style.name or "") if block.style is not None else ""
        level = 1 if style == "Title" else int(style[8:9] or 0) if style.startswith("Heading ") else 0
        assembly.add(block.text, heading=level)
    return assembly
