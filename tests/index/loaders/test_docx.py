from datetime import date, datetime
from pathlib import Path

import docx

from index.model import Mark
from tests.index.loaders.made import only, word


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
