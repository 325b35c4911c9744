from datetime import date
from pathlib import Path

import pytest

from index.errors import DamagedDocument, EmptyDocument, EncryptedDocument, LoadError, UnsupportedDocument
from index.loaders import TABLE, loader_of
from tests.index.loaders import samples

ENCRYPTED_WORKBOOK = {"EncryptedPackage": bytes(64), "EncryptionInfo": bytes(64)}


def test_every_entry_of_the_table_names_a_loader():
    assert all(callable(loader_of(suffix)) for suffix in TABLE)


# Tables


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "Name,Age,Place\nAnn,3,\"Varn, the\nport\"\n\nBob,4,\n"),
        ("a.csv", "\ufeffName;Age;Place\r\nAnn;3;Varn, the port\r\nBob;4;\r\n"),
        ("a.tsv", "Name\tAge\tPlace\nAnn\t3\tVarn, the port\nBob\t4\t\n"),
    ],
)  # fmt: skip
def test_a_row_is_a_paragraph_with_the_names_of_its_columns(tmp_path: Path, name: str, data: str):
    document = samples.one(tmp_path / name, data.encode())
    assert document.text == "Name: Ann; Age: 3; Place: Varn, the port\n\nName: Bob; Age: 4"


def test_years_are_names_of_columns(tmp_path: Path):
    document = samples.one(tmp_path / "a.csv", b"Region,2021,2022/23\nNorth,500,600\nSouth,,700\n")
    assert document.text == "Region: North; 2021: 500; 2022/23: 600\n\nRegion: South; 2022/23: 700"
    assert samples.one(tmp_path / "b.csv", b"2001,1987\n2002,1990\n").text == "2001; 1987\n\n2002; 1990"


@pytest.mark.parametrize("beside", ["", "Rain by region\n"])
def test_decimal_commas_do_not_cut_cells(tmp_path: Path, beside: str):
    data = f"{beside}Region;Value\nLeeds;1,5\nYork;2,3\nSource: the weather office\n"
    assert "Region: Leeds; Value: 1,5" in samples.one(tmp_path / "a.csv", data.encode()).text


def test_a_table_of_dates_has_no_date_of_its_own(tmp_path: Path):
    document = samples.one(tmp_path / "a.csv", b"Date,Author\n2018-06-19,Ann\n")
    assert document.text == "Date: 2018-06-19; Author: Ann"
    assert (document.date, document.author) == (None, None)


def test_a_row_of_a_workbook_tells_its_sheet(tmp_path: Path):
    document = samples.one(tmp_path / "a.xlsx", samples.xlsx([["Our people"], [], ["Name", "Age"], ["Ann", 3]]))
    assert document.text == "People\n\nPeople · Our people\n\nPeople · Name: Ann; Age: 3"
    assert samples.labels(document) == ["People"]
    assert (
        samples.one(tmp_path / "b.xlsx", samples.xlsx([[1, 2], [3, 4]])).text
        == "People\n\nPeople · 1; 2\n\nPeople · 3; 4"
    )


def test_a_locked_workbook(tmp_path: Path):
    with pytest.raises(EncryptedDocument):
        samples.read(tmp_path / "a.xlsx", samples.compound(ENCRYPTED_WORKBOOK))


# OpenDocument


def test_opendocument_text(tmp_path: Path):
    body = (
        "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">Harbour</text:h>'
        "<text:p>It was <text:span>dredged</text:span> in<text:s/>1987<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>An item.</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell>"
        "<table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table>"
    )
    document = samples.one(tmp_path / "a.odt", samples.opendocument("text", body))
    assert document.text == "Harbour\n\nIt was dredged in 1987.\n\nA note.\n\nAn item.\n\nA | B"
    assert samples.labels(document) == ["Harbour"]
    assert (document.title, document.author, document.date) == ("The Title", "Ann Lee", date(2018, 6, 19))


def test_opendocument_table(tmp_path: Path):
    def row(*cells: str, repeated: int = 1) -> str:
        inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        last = '<table:table-cell table:number-columns-repeated="16000"/>'
        return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}{last}</table:table-row>'

    rows = row("Name", "Age") + row("Ann", "3") + row(repeated=2) + row("Town", "Size") + row("Leeds", "5")
    rows += row(repeated=1_000_000)
    data = samples.opendocument("spreadsheet", f'<table:table table:name="People">{rows}</table:table>')
    text = "People\n\nPeople · Name: Ann; Age: 3\n\nPeople · Town: Leeds; Size: 5"
    assert samples.one(tmp_path / "a.ods", data).text == text


def test_a_table_within_a_cell_is_told_with_it(tmp_path: Path):
    def table(*cells: str) -> str:
        inner = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        row = f"<table:table-row>{inner}</table:table-row>"
        return f"<table:table><table:table-header-rows>{row}</table:table-header-rows></table:table>"

    inner = table("<text:p>Online</text:p>", "<text:p>64</text:p>")
    data = samples.opendocument("text", table("<text:p>Leeds</text:p>", f"<text:p>Visits</text:p>{inner}"))
    assert samples.one(tmp_path / "a.odt", data).text == "Leeds | Visits Online 64"


def test_a_raised_digit_of_opendocument_is_none_of_the_figure_before_it(tmp_path: Path):
    styles = "".join(
        f'<style:style style:name="{name}"><style:text-properties style:text-position="{position}"/></style:style>'
        for name, position in (("T1", "super 58%"), ("T2", "sub 58%"))
    )
    body = (
        '<text:p>To 1,200<text:span text:style-name="T1">3</text:span> of CO'
        '<text:span text:style-name="T2">2</text:span>.</text:p>'
    )
    space = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    content = (
        f"<office:document-content {samples.OPEN} {space}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    assert samples.one(tmp_path / "a.odt", samples.zipped({"content.xml": content})).text == "To 1,200³ of CO2."


def test_a_comment_on_a_cell_is_no_part_of_it(tmp_path: Path):
    comment = "<office:annotation><text:p>old: 480</text:p></office:annotation>"
    cell = "<table:table-cell>{}</table:table-cell>"
    rows = "".join(
        f"<table:table-row>{''.join(map(cell.format, cells))}</table:table-row>"
        for cells in (
            ["<text:p>Town</text:p>", "<text:p>People</text:p>"],
            ["<text:p>North</text:p>", f"{comment}<text:p>500</text:p>"],
        )
    )
    data = samples.opendocument("spreadsheet", f'<table:table table:name="Towns">{rows}</table:table>')
    assert samples.one(tmp_path / "a.ods", data).text == "Towns\n\nTowns · Town: North; People: 500"


def test_opendocument_slides(tmp_path: Path):
    def frame(words: str, kind: str = "outline") -> str:
        box = f"<draw:text-box><text:p>{words}</text:p></draw:text-box>"
        return f'<draw:frame presentation:class="{kind}">{box}</draw:frame>'

    body = f"<draw:page>{frame('Welcome', 'title')}{frame('Hello.')}</draw:page><draw:page>{frame('Bare.')}</draw:page>"
    document = samples.one(tmp_path / "a.odp", samples.opendocument("presentation", body))
    assert document.text == "Welcome\n\nHello.\n\nSlide 2\n\nBare."
    assert samples.labels(document) == ["Slide 1: Welcome", "Slide 2"]


# XML, JSON


def test_lines_and_paragraphs_of_xml_are_kept_apart(tmp_path: Path):
    data = "<a><address>10 Main Street<br/>Leeds</address><body>Intro.<p>One <b>bo</b>ld.</p><p>Two.</p></body></a>"
    text = samples.one(tmp_path / "a.xml", data.encode()).text
    assert text.split("\n\n") == ["10 Main Street Leeds", "Intro. One bold. Two."]
    mixed = "<doc>Lead<sec><title>Intro</title>Leeds has 300.</sec><note>Rye<term>Bran</term>husk</note></doc>"
    assert samples.one(tmp_path / "b.xml", mixed.encode()).text == "Lead Intro Leeds has 300. Rye Bran husk"


def test_xml_fetches_nothing(tmp_path: Path):
    (tmp_path / "secret").write_text("secret words")
    data = (
        f'<!DOCTYPE r SYSTEM "http://localhost:9/x.dtd" [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
        "<r><title>T</title><p>One &x; <b>two</b>.</p><row><name>Ann</name><age>3</age></row></r>"
    )
    document = samples.one(tmp_path / "a.xml", data.encode())
    assert "secret words" not in document.text
    assert document.text.endswith("name: Ann; age: 3")
    assert document.title == "T"


def test_xml_expands_nothing(tmp_path: Path):
    lol = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    data = f'<!DOCTYPE r [<!ENTITY l0 "lol">{lol}]><r><p>One &l9; two.</p></r>'
    with pytest.raises(DamagedDocument, match="amplification"):
        samples.one(tmp_path / "a.xml", data.encode())


def test_json(tmp_path: Path):
    data = '{"title": "T", "rows": [{"name": "Ann", "tags": ["a", "b"], "bio": "%s"}, {"x": {"y": 3}}]}' % (
        "long " * 80
    )
    document = samples.one(tmp_path / "a.json", data.encode())
    assert document.text == f"title: T\n\nname: Ann; tags: a, b\n\n{'long ' * 80}".strip() + "\n\ny: 3"
    assert document.title == "T"
    with pytest.raises(DamagedDocument):
        samples.read(tmp_path / "b.json", b"[" * 100_000)
    with pytest.raises(DamagedDocument):
        samples.read(tmp_path / "c.json", b"[{}" * 300 + b"]" * 300)


# Pictures


PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)


def test_a_picture_without_tesseract_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedDocument, match="install Tesseract"):
        samples.read(tmp_path / "a.png", PNG)


def test_a_picture_is_read_by_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\n/bin/cat >/dev/null\nprintf 'Words in\\na picture.\\n\\nMore.\\n\\f'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    document = samples.one(tmp_path / "a.png", PNG)
    assert document.text == "Words in\na picture.\n\nMore."
    assert document.kind == "picture"


# What is broken, or is not what its name says


WHOLE = {
    ".pptx": samples.pptx(),
    ".xlsx": samples.xlsx([["Name", "Age"], ["Ann", 3]]),
    ".epub": samples.epub(),
    ".ppt": samples.ppt(),
    ".odt": samples.opendocument("text", "<text:p>Words.</text:p>"),
    ".msg": samples.msg(),
    ".doc": samples.doc([("Words.", True)]),
}
BINARY = [
    *WHOLE,
    ".xls",
    ".ods",
    ".odp",
    ".rtf",
    ".zip",
    ".gz",
    ".bz2",
    ".xz",
    ".png",
    ".tiff",
    ".mbox",
    ".xml",
    ".json",
]


@pytest.mark.parametrize("suffix", BINARY)
@pytest.mark.parametrize(
    "data", [b"Just some words.", b"%PDF-1.4 no", bytes(range(256)) * 20, b"PK\x03\x04" + bytes(99)]
)
def test_a_mislabelled_file_is_told(tmp_path: Path, suffix: str, data: bytes):
    with pytest.raises(LoadError) as told:
        samples.read(tmp_path / f"a.txt{suffix}", data)
    assert str(told.value).endswith(".")


@pytest.mark.parametrize("suffix", WHOLE)
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_file_cut_short_is_told_or_read_as_far_as_it_goes(tmp_path: Path, suffix: str, share: float):
    data = WHOLE[suffix]
    try:
        items = samples.read(tmp_path / f"a{suffix}", data[: int(len(data) * share)])
    except LoadError as error:
        items = [error]
    assert isinstance(items[0], DamagedDocument | EmptyDocument) or suffix in (".ppt", ".doc", ".msg")
