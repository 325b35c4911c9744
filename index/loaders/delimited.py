"""CSV and TSV files: a row is a paragraph, with its columns' names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from index.errors import DamagedDocument
from index.loaders.plain import decoded
from index.loaders.rows import add_rows
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document

SAMPLE = 20_000  # characters that the delimiter is told by
FIELD = 10_000_000  # characters of one cell; Python's own limit is smaller than a long text


def load(source: Source) -> Iterator[Document]:
    """The document of a CSV or TSV file. Raises DamagedDocument for data that is no text."""
    text = decoded(source.data).lstrip("\ufeff")
    csv.field_size_limit(FIELD)
    delimiter = "\t" if source.relative.lower().endswith(".tsv") else _delimiter(text)
    assembly = Assembly()
    try:
        add_rows(assembly, "", csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise DamagedDocument(f"The table cannot be read: {error}.") from error
    yield document(source, "table", assembly, Metadata(title=source.stem), cued=False)


def _delimiter(text: str) -> str:
    """The character that cuts the first lines into the same number of cells, and into most."""
    lines = [line for line in text[:SAMPLE].split("\n")[:20] if line.strip()]

    def cells(delimiter: str) -> tuple[bool, int]:
        counts = [line.count(delimiter) for line in lines]
        return min(counts, default=0) > 0, min(counts, default=0)

    return max(",;\t|", key=cells)
