"""Excel workbooks, .xlsx and .xls: a row is a paragraph, a sheet a heading (kreuzberg). Formulas are not calculated:
their stored values are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.errors import EncryptedDocument
from index.loaders.extract import OLE, created, extracted, first
from index.loaders.rows import add_rows
from index.loaders.source import Assembly, Metadata, Source, document
from index.loaders.unpack import Package
from index.loaders.workbook import Workbook
from index.model import Document

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
MIDNIGHT = " 00:00:00"  # what a cell that is a date has behind it
NO_DAY = "1899-12-31 "  # what a cell that is a time of day has before it
_LONG = re.compile(r"-?\d+\.\d{15,}")


def load(source: Source) -> Iterator[Document]:
    """The document of a workbook. Raises DamagedDocument, EncryptedDocument, EmptyDocument or TooLarge."""
    book = None
    if source.data.startswith(OLE):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in source.data:
            raise EncryptedDocument("The file is protected by a password: save a copy without one.")
        found = extracted(source, XLS)
    else:
        Package(source, "an Excel workbook").check()
        found = extracted(source, XLSX)
        again = replace(source, budget=replace(source.budget))  # what is read again is counted once
        book = Workbook(Package(again, "an Excel workbook"))
    names = found.metadata.get("sheet_names") or []
    assembly = Assembly()
    for table in found.tables:
        number = table.page_number
        sheet = names[number - 1] if 0 < number <= len(names) else f"Sheet {number}"
        rows = book.shown(sheet, table.cells) if book else table.cells
        add_rows(assembly, sheet, ([_shown(cell) for cell in row] for row in rows))
    title = first(found.metadata.get("title")) or source.stem
    metadata = Metadata(title=title, author=first(found.metadata.get("authors")), date=created(found.metadata))
    yield document(source, "table", assembly, metadata, cued=False)


def _shown(cell: str) -> str:
    """A cell nearly as the sheet shows it: a day without an hour, an hour without a day, a number to 15 digits, beyond
    which there is only the error of its binary form."""
    cell = cell.removesuffix(MIDNIGHT).removeprefix(NO_DAY)
    return f"{float(cell):.15g}" if _LONG.fullmatch(cell) else cell
