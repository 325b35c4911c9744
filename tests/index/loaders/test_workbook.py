import io
import zipfile
from pathlib import Path

import pytest

from index.loaders.workbook import as_shown
from tests.index.loaders import samples
from tests.index.loaders.made import rezipped

FORMATS = {"plain": 0, "[h]:mm": 1, "0.0%": 2, "day": 3, "time": 4}
STYLES = (
    f'<styleSheet xmlns="{samples.MAIN}"><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="165" formatCode="0.0%"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>'
)


def cell(place: str, value: str | float, style: str = "plain") -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{FORMATS[style]}"><v>{value}</v></c>'


def workbook(*rows: list[str], merged: str = "") -> bytes:
    """A workbook of these rows of cells, the first of them in row 3, with formats."""
    data = "".join(f'<row r="{number}">{"".join(row)}</row>' for number, row in enumerate(rows, 3))
    merges = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    sheet = f'<worksheet xmlns="{samples.MAIN}"><sheetData>{data}</sheetData>{merges}</worksheet>'
    book = rezipped(samples.xlsx([]), "xl/worksheets/sheet1.xml", lambda _: sheet.encode())
    relation = f'<Relationship Id="r9" Type="{samples.R}/styles" Target="styles.xml"/></Relationships>'
    book = rezipped(book, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", relation.encode()))
    return added(book, "xl/styles.xml", STYLES)


def added(book: bytes, name: str, words: str) -> bytes:
    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, words)
    return out.getvalue()


def shown(tmp_path: Path, data: bytes) -> list[str]:
    return samples.one(tmp_path / "a.xlsx", data).text.split("\n\n")[1:]


def test_a_duration_and_a_percentage_are_as_the_sheet_shows_them(tmp_path: Path):
    data = workbook(
        [cell("B3", "Town"), cell("C3", "Hours"), cell("D3", "Share")],
        [cell("B4", "Leeds"), cell("C4", 1.5, "[h]:mm"), cell("D4", 0.125, "0.0%")],
        [cell("B5", "York"), cell("C5", 2, "[h]:mm"), cell("D5", 0.07, "0.0%")],
        [cell("B6", "Varn"), cell("C6", 0.5, "time"), cell("D6", 0.125)],
    )
    assert shown(tmp_path, data) == [
        "People · Town: Leeds; Hours: 36:00; Share: 12.5%",
        "People · Town: York; Hours: 48:00; Share: 7%",
        "People · Town: Varn; Hours: 12:00:00; Share: 0.125",
    ]


def test_a_day_in_1900_stays_a_day(tmp_path: Path):
    data = workbook([cell("B3", "Born"), cell("C3", 2, "day")], [cell("B4", "Worked"), cell("C4", 2, "[h]:mm")])
    assert shown(tmp_path, data) == ["People · Born; 1900-01-02", "People · Worked; 48:00"]


def test_a_cell_over_several_rows_stands_in_each(tmp_path: Path):
    data = workbook(
        [cell("B3", "Region"), cell("C3", "Town")],
        [cell("B4", "North"), cell("C4", "Leeds")],
        [cell("C5", "York")],
        [cell("C6", "Hull")],
        [cell("C7", "Varn")],
        merged="B4:B6",
    )
    assert shown(tmp_path, data) == [
        "People · Region: North; Town: Leeds",
        "People · Region: North; Town: York",
        "People · Region: North; Town: Hull",
        "People · Town: Varn",
    ]


def test_a_long_text_over_several_rows_is_told_once(tmp_path: Path):
    remark = "A remark that goes on and on, about all of the towns that stand beside it here."
    rows = [[cell("B3", "Leeds"), cell("C3", remark)], [cell("B4", "York")]]
    assert shown(tmp_path, workbook(*rows, merged="C3:C4"))[1] == "People · York"


def test_broken_formats_cost_only_themselves(tmp_path: Path):
    data = workbook([cell("B3", "Leeds"), cell("C3", 0.125, "0.0%")])
    data = rezipped(data, "xl/styles.xml", lambda xml: xml + b"<more/>")
    assert shown(tmp_path, data) == ["People · Leeds; 0.125"]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (1.5, "hm", "36:00"), (0.0625, "hs", "1:30:00"), (0.0625, "ms", "90:00"), (0.0625, "sm", "5400"),
    ],
)  # fmt: skip
def test_units_of_a_duration(value: float, code: str, expected: str):
    assert as_shown("1899-12-31 01:30:00", value, code) == expected


def test_a_cell_that_is_not_the_number_stays_as_it_is():
    assert as_shown("Leeds", 0.125, "%") == "Leeds"
    assert as_shown("0.25", 0.125, "%") == "0.25"
    assert as_shown("Leeds", 1.5, "hm") == "Leeds"
