"""Pictures (.png, .jpg, .tiff): the text in them, where it can be recognised."""

from __future__ import annotations

from collections.abc import Iterator

from index.errors import DamagedDocument, EmptyDocument
from index.loaders.ocr import recognised
from index.loaders.source import Assembly, Source, document
from index.model import Document

STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def load(source: Source) -> Iterator[Document]:
    """The document of a picture. Raises UnsupportedDocument without Tesseract, DamagedDocument or EmptyDocument."""
    if not source.data.startswith(STARTS):
        raise DamagedDocument("The file is not a picture of the kind that its name says.")
    assembly = Assembly()
    for paragraph in recognised(source.data).split("\n\n"):
        assembly.add(paragraph)
    if not assembly.text:
        raise EmptyDocument("No text was recognised in the picture.")
    yield document(source, "picture", assembly)
