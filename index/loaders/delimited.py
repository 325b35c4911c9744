"""CSV and TSV files: a row is a paragraph, with its columns' names."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from index.errors import DamagedDocument
from index.loaders.plain import decoded
from index.loaders.rows import add_rows
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document

SAMPLE, LINES = 20_000, 20  # characters and lines that the delimiter is told by
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
    """The character that cuts every row, or else most of them, into the same number of cells: a title above or a source
    below need have none. Where two do, a semicolon, since figures may have decimal commas."""
    lines = text[:SAMPLE].split("\n")[:LINES]

    def agreeing(delimiter: str) -> tuple[bool, int, int]:
        try:
            cuts = [len(row) - 1 for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return False, 0, 0
        rows = max(((rows, cut) for cut, rows in Counter(cuts).items() if cut), default=(0, 0))
        return min(cuts, default=0) > 0, *rows

    return max(";,\t|", key=agreeing)
