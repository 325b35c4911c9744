"""What an Excel workbook's own XML says and its values do not: which numbers are shown as a percentage or a duration,
and which cell goes on over the rows below it. Knows nothing of documents.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from index.errors import LoadError
from index.loaders.markup import attribute, local, parsed
from index.loaders.unpack import Package

BOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
BUILT_IN = {"9": "0%", "10": "0.00%", "46": "[h]:mm:ss"}  # formats that have a number and are not written down
LARGEST = 50_000_000  # bytes of a sheet's XML that are gone through a second time for this
LONGEST = 60  # characters of a cell that is repeated beside the rows that it goes on over: a name, not a text
DAY = 86_400  # seconds
_OPTIONAL = re.compile(r'"[^"]*"|\\.|_.|\*.')  # words and room within a format
_DURATION = re.compile(r"\[(h+|m+|s+)\]", re.I)
_DATED = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)?)?")  # how a duration comes: as a day, long ago
_AT = re.compile(r"([A-Z]{1,3})(\d+)")

Rows = Sequence[Sequence[str]]
Place = tuple[int, int]  # row and column, both from 1


@dataclass(slots=True)
class _Sheet:
    """What a sheet's XML says: where its values are, those that are shown otherwise, and cells over several rows."""

    filled: set[Place] = field(default_factory=set)
    numbers: dict[Place, tuple[float, str]] = field(default_factory=dict)  # and their formats
    tall: list[tuple[Place, int]] = field(default_factory=list)  # the topmost place, and the last row


class Workbook:
    """A workbook's parts and formats. Where they are broken, or not where they usually are, nothing is known."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._sizes = {member.filename: member.file_size for member in package.members}
        self._parts: dict[str, str] = {}
        self._formats: list[str] = []
        try:
            self._parts = dict(_parts(package))
            self._formats = list(_formats(parsed(package.read(STYLES)))) if STYLES in package else []
        except LoadError:  # its values can be read nevertheless
            self._parts = {}

    def shown(self, sheet: str, rows: Rows) -> Rows:
        """The rows of a sheet as it shows them, given their values from the first row and column that has one."""
        try:
            found = self._sheet(self._parts.get(sheet, ""))
        except (LoadError, etree.LxmlError, ValueError):  # as above
            return rows
        if not found.filled:
            return rows
        top, left = min(row for row, _ in found.filled), min(column for _, column in found.filled)
        bottom, right = max(row for row, _ in found.filled), max(column for _, column in found.filled)
        if len(rows) != bottom - top + 1 or any(len(row) != right - left + 1 for row in rows):
            return rows  # other rows or columns were left out: it cannot be told which these are
        shown = [list(row) for row in rows]
        for (row, column), (value, code) in found.numbers.items():
            shown[row - top][column - left] = as_shown(shown[row - top][column - left], value, code)
        for (row, column), last in found.tall:
            _repeat(shown, row - top, column - left, last - top)
        return shown

    def _sheet(self, part: str) -> _Sheet:
        """What the XML of a sheet says, where it can matter."""
        if not 0 < self._sizes.get(part, 0) <= LARGEST:
            return _Sheet()
        data = self._package.read(part)
        if b"mergeCell" not in data and not any(self._formats):
            return _Sheet()
        return _read(data, self._formats)


def as_shown(cell: str, value: float, code: str) -> str:
    """A number as a format shows it: ``12.5%``, to all its digits, or ``36:00``. Any other cell stays as it is."""
    if code.endswith("%"):
        try:
            same = abs(float(cell) - value) <= 1e-9 * abs(value)
        except ValueError:
            return cell
        return f"{value * 100:.12g}%" if same else cell
    if value < 0 or not _DATED.fullmatch(cell):
        return cell
    seconds = round(value * DAY)
    minutes, rest = divmod(seconds, 60)
    if code[0] == "s":
        return str(seconds)
    shown = f"{minutes // 60}:{minutes % 60:02}" if code[0] == "h" else str(minutes)
    return f"{shown}:{rest:02}" if code.endswith("s") else shown


def _repeat(rows: list[list[str]], row: int, column: int, last: int) -> None:
    """Write a name beside all the rows that it goes on over; an empty row stays empty."""
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row]) and len(rows[row][column]) <= LONGEST):
        return
    for below in rows[row + 1 : last + 1]:
        if any(below) and not below[column]:
            below[column] = rows[row][column]


def _parts(package: Package) -> Iterator[tuple[str, str]]:
    """The sheets' names, and the parts that hold them."""
    if BOOK in package and RELATIONS in package:
        targets = {attribute(one, "Id"): attribute(one, "Target") for one in parsed(package.read(RELATIONS))}
        for sheet in parsed(package.read(BOOK)).iter():
            if local(sheet) == "sheet":
                target = targets.get(attribute(sheet, "id"), "")
                yield attribute(sheet, "name"), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _formats(styles: Any) -> Iterator[str]:
    """The formats of a workbook's styles, in their order: ``%``, or the largest and the smallest unit of a duration,
    such as ``hm``; "" for any other."""
    codes = dict(BUILT_IN)
    for element in styles.iter():
        if local(element) == "numFmt":
            codes[attribute(element, "numFmtId")] = attribute(element, "formatCode")
    for group in styles:
        if local(group) == "cellXfs":
            yield from (_format(codes.get(attribute(style, "numFmtId"), "")) for style in group)


def _format(code: str) -> str:
    code = _OPTIONAL.sub("", code.split(";")[0]).strip().lower()
    duration = _DURATION.search(code)
    if duration:
        return duration[1][0] + ("s" if "s" in code[duration.end() :] else "m")
    return "%" if code.endswith("%") else ""


def _read(data: bytes, formats: Sequence[str]) -> _Sheet:
    """Go through a sheet's XML row by row, keeping no more of it than what is told. Raises etree.LxmlError."""
    sheet, row = _Sheet(), 0
    tags = ("{*}row", "{*}mergeCell")
    for _, element in etree.iterparse(
        io.BytesIO(data), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    ):
        if local(element) == "row":
            row = int(element.get("r") or row + 1)
            _read_row(element, row, formats, sheet)
        else:
            first, last = (_AT.fullmatch(one) for one in (element.get("ref", "").split(":") * 2)[:2])
            if first and last and last[2] != first[2]:
                sheet.tall.append(((int(first[2]), _column(first[1])), int(last[2])))
        element.clear()
    return sheet


def _read_row(element: Any, row: int, formats: Sequence[str], sheet: _Sheet) -> None:
    column = 0
    for cell in element:
        at = _AT.fullmatch(cell.get("r", ""))
        column = _column(at[1]) if at else column + 1
        value = next((one.text for one in cell if local(one) == "v" and one.text), None)
        if value is not None or any(local(one) == "is" for one in cell):
            sheet.filled.add((row, column))
        style = cell.get("s", "")
        code = formats[int(style)] if style.isdigit() and int(style) < len(formats) else ""
        if code and value is not None and cell.get("t", "n") == "n":
            sheet.numbers[row, column] = float(value), code


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
