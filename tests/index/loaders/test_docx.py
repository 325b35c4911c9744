from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from index.model import Mark
from tests.index.loaders.made import only, word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def of_body(body: str) -> Callable[[docx.document.Document], None]:
    """Writes paragraphs and tables given as Word keeps them."""

    def write(document: docx.document.Document) -> None:
        for element in parse_xml(f"<w:body {W}>{body}</w:body>"):
            document.element.body.insert_element_before(element, "w:sectPr")

    return write


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_paragraphs_and_tables_in_their_order_headings_marked(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        document.add_heading("The harbour", 0)
        document.add_paragraph("It was\u00a0dredged in 1987.")
        document.add_paragraph("   ")
        table = document.add_table(2, 3)
        for cell, words in zip([*table.rows[0].cells, *table.rows[1].cells], "Leeds 5 5 York 7 8".split(), strict=True):
            cell.text = words
        document.add_heading("Depth", 2)
        document.add_paragraph("Eleven metres,\nmore or less 🙂.")

    document = only(tmp_path, "a.docx", word(write))
    assert document.text.split("\n\n") == [
        "The harbour",
        "It was\u00a0dredged in 1987.",
        "Leeds | 5 | 5",
        "York | 7 | 8",
        "Depth",
        "Eleven metres,\nmore or less 🙂.",
    ]
    assert document.headings == (Mark(0, "The harbour", 1), Mark(document.text.index("Depth"), "Depth", 2))
    assert (document.kind, document.title) == ("word", "The harbour")


def test_a_merged_cell_is_told_once(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        cells = document.add_table(1, 3).rows[0].cells
        cells[0].merge(cells[1]).text = "Wide"
        cells[2].text = "Narrow"

    assert only(tmp_path, "a.docx", word(write)).text == "Wide | Narrow"


def test_an_empty_cell_keeps_its_column(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        table = document.add_table(3, 4)
        for row, words in zip(table.rows, (["", "2019", "2020", ""], ["Leeds", "", "5", ""], [""] * 4), strict=True):
            for cell, word_ in zip(row.cells, words, strict=True):
                cell.text = word_

    assert only(tmp_path, "a.docx", word(write)).text == "| 2019 | 2020\n\nLeeds | | 5"


def test_what_the_file_says_of_itself(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        document.add_paragraph("It was dredged.")
        fields = document.core_properties
        fields.title, fields.author, fields.language = " The harbour\n", "Ann Reed", "en-GB"
        fields.created = datetime(2021, 3, 4, 12)

    document = only(tmp_path, "a.docx", word(write))
    assert (document.title, document.author, document.language) == ("The harbour", "Ann Reed", "en-GB")
    assert document.date == date(2021, 3, 4)


def test_fields_that_hold_nothing_give_way_to_the_text(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        document.add_paragraph("By Ann Reed")
        document.core_properties.title, document.core_properties.author = "  ", " "

    document = only(tmp_path, "a.docx", word(write))
    assert (document.title, document.author) == ("By Ann Reed", "Ann Reed")


def test_tracked_changes_are_read_as_accepted(tmp_path: Path):
    paragraph = (
        f"<w:p>{run('The levy is set at ')}"
        f'<w:del w:id="1" w:author="A"><w:r><w:delText>12</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" w:author="A">{run("15")}</w:ins>{run(" pounds a year, from ")}'
        f'<w:moveFrom w:id="3" w:author="A">{run("May")}</w:moveFrom>'
        f'<w:moveTo w:id="4" w:author="A">{run("June")}</w:moveTo>{run(".")}</w:p>'
    )
    row = (
        '<w:tr><w:trPr><w:del w:id="5" w:author="A"/></w:trPr><w:tc><w:p><w:r><w:t>Gone</w:t></w:r></w:p></w:tc></w:tr>'
    )
    table = f"<w:tbl>{row}<w:tr><w:tc><w:p>{run('Stays')}</w:p></w:tc></w:tr></w:tbl>"
    text = only(tmp_path, "a.docx", word(of_body(paragraph + table))).text
    assert text == "The levy is set at 15 pounds a year, from June.\n\nStays"


def test_content_controls_and_fields_are_read(tmp_path: Path):
    def held(inner: str) -> str:
        return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    cell = held(f"<w:tc><w:p>{run('Leeds')}</w:p></w:tc>")
    row = held(f"<w:tr>{cell}</w:tr>")
    body = (
        f"<w:p>{run('The chair is ')}{held(run('Ann Reed'))}{run('.')}</w:p>"
        + held(f"<w:p>{run('It was dredged ')}<w:fldSimple w:instr='DATE'>{run('in 1987')}</w:fldSimple>.</w:p>")
        + f"<w:tbl>{row}</w:tbl>"
    )
    text = only(tmp_path, "a.docx", word(of_body(body))).text
    assert text == "The chair is Ann Reed.\n\nIt was dredged in 1987\n\nLeeds"


def test_a_table_in_a_cell_is_read_with_the_cell(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = "Staff", "of which"
        inner = cells[1].add_table(1, 2).rows[0].cells
        inner[0].text, inner[1].text = "paid", "12"

    assert only(tmp_path, "a.docx", word(write)).text == "Staff | of which paid 12"


def test_a_cell_over_several_rows_is_told_in_each(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        rows = document.add_table(2, 2).rows
        rows[0].cells[0].merge(rows[1].cells[0]).text = "Leeds"
        rows[0].cells[1].text, rows[1].cells[1].text = "2019", "2020"

    assert only(tmp_path, "a.docx", word(write)).text == "Leeds | 2019\n\nLeeds | 2020"


def test_a_templates_own_heading_styles_do_no_harm(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        style = document.styles.add_style("Heading Unnumbered", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Appendix", style)
        document.add_heading("Depth", 2)

    document = only(tmp_path, "a.docx", word(write))
    assert document.text == "Appendix\n\nDepth"
    assert document.headings == (Mark(10, "Depth", 2),)


def test_a_file_without_properties_is_called_what_its_heading_says(tmp_path: Path):
    def write(document: docx.document.Document) -> None:
        document.add_heading("The harbour", 0)
        related = document.part.package.rels
        key = next(key for key, one in related.items() if one.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES)
        related.pop(key)

    document = only(tmp_path, "a.docx", word(write))
    assert (document.title, document.author, document.date) == ("The harbour", None, None)


RAISED = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'


def test_a_raised_digit_is_none_of_the_figure_before_it(tmp_path: Path):
    mark, power, letters = map(RAISED.format, ("3", "-6", "th"))
    body = f"<w:p>{run('To 1,200')}{mark}{run(', 10')}{power}{run(' and the 19')}{letters}</w:p>"
    assert only(tmp_path, "a.docx", word(of_body(body))).text == "To 1,200³, 10⁻⁶ and the 19th"


M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def of_formula(inner: str) -> str:
    return f"<w:p>{run('It is ')}<m:oMath {M}>{inner}</m:oMath>{run(' of all.')}</w:p>"


def m(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (f"<m:f><m:num>{m('3')}</m:num><m:den>{m('4')}</m:den></m:f>", "3/4"),
        ("<m:r><m:t>1</m:t><m:t>2</m:t></m:r>", "12"),
        (f"{m('1')}{m('2')}<m:f><m:num>{m('3')}</m:num><m:den>{m('4')}</m:den></m:f>", "12 3/4"),
        (f"<m:f><m:num>{m('a+1')}</m:num><m:den>{m('2.5')}</m:den></m:f>", "(a+1)/2.5"),
        (f"<m:sSup><m:e>{m('10')}</m:e><m:sup>{m('6')}</m:sup></m:sSup>", "10⁶"),
        (f"<m:sSup><m:e>{m('x')}</m:e><m:sup>{m('n+1')}</m:sup></m:sSup>", "x^(n+1)"),
        (f"{m('2')}<m:d><m:e>{m('3+4')}</m:e></m:d>", "2(3+4)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e>{m("3")}</m:e></m:d>', "[3"),
        (f"<m:rad><m:deg/><m:e>{m('16')}</m:e></m:rad>", "√16"),
    ],
)
def test_a_formula_is_written_in_the_line(tmp_path: Path, formula: str, text: str):
    assert only(tmp_path, "a.docx", word(of_body(of_formula(formula)))).text == f"It is {text} of all."


def test_a_number_beside_a_formula_s_is_not_one_with_it(tmp_path: Path):
    half = f"<m:oMath {M}><m:f><m:num>{m('1')}</m:num><m:den>{m('2')}</m:den></m:f></m:oMath>"
    body = f"<w:p>{run('It is 1')}{run('3')}{half}{run(' of all, or ')}{half}{run('5.')}</w:p>"
    assert only(tmp_path, "a.docx", word(of_body(body))).text == "It is 13 1/2 of all, or 1/2 5."


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def box(*paragraphs: str) -> str:
    inner = "".join(f"<w:p>{one}</w:p>" for one in paragraphs)
    return f"<w:txbxContent>{inner}</w:txbxContent>"


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path):
    shown = box(run("In the box."), run("And") + f"<w:r>{box(run('Within it.'))}</w:r>")
    both = (
        f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps">{shown}</mc:Choice>'
        f"<mc:Fallback><w:pict>{shown}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    deleted = f"<w:del>{both}</w:del>"
    cell = f"<w:tbl><w:tr><w:tc><w:p>{run('Cell.')}<w:r>{box(run('Beside it.'))}</w:r></w:p></w:tc></w:tr></w:tbl>"
    body = f"<w:p>{run('Before it')}{both}{run(' all.')}</w:p><w:p>{run('After.')}{deleted}</w:p>{cell}"
    assert only(tmp_path, "a.docx", word(of_body(body))).text.split("\n\n") == [
        "Before it all.", "In the box.", "And", "Within it.", "After.", "Cell.", "Beside it.",
    ]  # fmt: skip


def with_notes(kind: str, notes: str) -> Callable[[docx.document.Document], None]:
    """Writes a paragraph, and the part of a file that has its notes."""

    def write(document: docx.document.Document) -> None:
        document.add_paragraph("The grant is 300 pounds.")
        xml = f"<w:{kind} {W}>{notes}</w:{kind}>".encode()
        mime = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        part = Part(PackURI(f"/word/{kind}.xml"), mime, xml, document.part.package)
        document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, kind.upper()))

    return write


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_notes_stand_at_the_end(tmp_path: Path, kind: str):
    one = kind.removesuffix("s")
    notes = (
        f'<w:{one} w:type="separator" w:id="-1"><w:p>{run("___")}</w:p></w:{one}>'
        f'<w:{one} w:id="1"><w:p><w:r><w:{one}Ref/></w:r>{run(" It excludes VAT of 60 pounds.")}</w:p></w:{one}>'
        f'<w:{one} w:id="2"><w:p>{run("As in 2019.")}</w:p></w:{one}>'
    )
    text = only(tmp_path, "a.docx", word(with_notes(kind, notes))).text
    assert text == "The grant is 300 pounds.\n\nIt excludes VAT of 60 pounds.\n\nAs in 2019."
