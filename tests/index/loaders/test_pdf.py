from datetime import date
from pathlib import Path

import pytest

from index.errors import DamagedDocument, EmptyDocument
from index.loaders.pdf import Line, rejoined
from index.model import Document, Mark
from tests.index.loaders.made import form, lines, loaded, only, pdf

SAMPLE = Path(__file__).parents[3] / "data" / "sample"


def test_pages_are_marked_where_they_begin(tmp_path: Path):
    document = only(tmp_path, "a.pdf", pdf([lines("First page."), lines("Second page."), lines("Third page.")]))
    assert document.text == "First page.\n\nSecond page.\n\nThird page."
    assert document.pages == (Mark(0, "1"), Mark(13, "2"), Mark(27, "3"))
    assert document.kind == "pdf"


def test_pages_are_called_as_they_are_printed(tmp_path: Path):
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 7 >>] >>"
    document = only(tmp_path, "a.pdf", pdf([lines(f"Page {number}.") for number in range(3)], catalog=labels))
    assert [page.label for page in document.pages] == ["i", "ii", "7"]


def test_a_page_without_text_among_others_is_passed_over(tmp_path: Path):
    document = only(tmp_path, "a.pdf", pdf([lines("First."), "", lines("Third.")]))
    assert document.text == "First.\n\nThird."
    assert document.pages == (Mark(0, "1"), Mark(8, "2"), Mark(8, "3"))


PICTURE = "q 400 0 0 400 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID A EI Q"


def test_a_stamp_on_each_page_makes_no_text_of_a_scan(tmp_path: Path):
    pages = [f"{PICTURE} {lines(f'CONFIDENTIAL LCC0000{number}')}" for number in range(1, 6)]
    with pytest.raises(EmptyDocument, match="5 of 5 pages"):
        only(tmp_path, "a.pdf", pdf(pages))
    document, told = loaded(tmp_path, "b.pdf", pdf([*pages, lines("It was dredged in 1987.", "And again in 1990.")]))
    assert isinstance(document, Document)
    assert "It was dredged in 1987." in document.text
    assert isinstance(told, EmptyDocument)
    assert "5 of 6 pages" in told.reason


def test_a_picture_with_words_of_its_own_page_is_no_scan(tmp_path: Path):
    document = only(tmp_path, "a.pdf", pdf([f"{PICTURE} {lines('A cover with a title')}", lines("It was dredged.")]))
    assert document.text == "A cover with a title\n\nIt was dredged."


def test_what_the_file_says_of_itself(tmp_path: Path):
    info = "<< /Title (The\\rharbour) /Author (Ann Reed) /CreationDate (D:20210304120000Z) >>"
    document = only(tmp_path, "a.pdf", pdf([lines("It was dredged.")], trailer="/Info 4 0 R", more=[info]))
    assert (document.title, document.author, document.date) == ("The harbour", "Ann Reed", date(2021, 3, 4))


def test_without_fields_the_text_or_the_name_tells(tmp_path: Path):
    document = only(tmp_path, "spring plan.pdf", pdf([lines("It was dredged in 1987.", "By Ann Reed", apart=60)]))
    assert (document.title, document.author, document.date) == ("spring plan", "Ann Reed", None)


def test_lines_are_put_together_to_paragraphs(tmp_path: Path):
    page = lines("The harbour of Varn was dredged in the year", "1987 to a depth of eleven metres by two ships.")
    below = lines("It was dredged again some seven years later,", "though that was not at all needed.", top=300)
    assert only(tmp_path, "a.pdf", pdf([f"{page} {below}"])).text == (
        "The harbour of Varn was dredged in the year 1987 to a depth of eleven metres by two ships.\n\n"
        "It was dredged again some seven years later, though that was not at all needed."
    )


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ("a long line that ends in a hyphen-", "ated word", ["a long line that ends in a hyphenated word"]),
        ("a long line that ends in a hyphen\u00ad", "ated word", ["a long line that ends in a hyphenated word"]),
        ("a long line about the north-", "South railway", ["a long line about the north-South railway"]),
        (
            "A short end.",
            "The next paragraph, which is longer",
            ["A short end.", "The next paragraph, which is longer"],
        ),
        ("a long line before the list of it", "• an item", ["a long line before the list of it", "• an item"]),
        ("a long line before the list of it", "(a) an item", ["a long line before the list of it", "(a) an item"]),
        ("a long line before the list of it", "iv. an item", ["a long line before the list of it", "iv. an item"]),
        ("whether the election was really", "won. The chair", ["whether the election was really won. The chair"]),
        ("a long line that goes on with Ann", "Dr. Reed too", ["a long line that goes on with Ann Dr. Reed too"]),
    ],
)
def test_where_a_line_goes_on(one: str, two: str, joined: list[str]):
    assert rejoined([Line(one, 100, 12), Line(two, 86, 12)]) == joined


def test_letters_of_another_size_begin_a_paragraph():
    assert rejoined([Line("The harbour", 100, 18), Line("It was dredged", 86, 12)]) == ["The harbour", "It was dredged"]


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.pdf")), ids=lambda path: path.stem)
def test_typeset_reports_have_text_on_each_page(tmp_path: Path, path: Path):
    document = only(tmp_path, path.name, path.read_bytes())
    starts = [page.start for page in document.pages]
    assert starts == sorted(set(starts))
    assert starts[-1] < len(document.text)
    assert document.author
    assert document.date


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("(To 1,200) Tj 5 Ts /F 7 Tf (3) Tj", "To 1,200³"),
        ("(To 1,200) Tj 5 Ts /F 7 Tf (3,14) Tj 0 Ts /F 12 Tf ( people) Tj", "To 1,200³,¹⁴ people"),
        ("(Some 10) Tj 5 Ts /F 7 Tf (6) Tj 0 Ts /F 12 Tf ( people) Tj", "Some 10⁶ people"),
        ("(Some 10) Tj 5 Ts /F 7 Tf (-6) Tj", "Some 10⁻⁶"),
        ("(The 19) Tj 5 Ts /F 7 Tf (th) Tj", "The 19th"),
        ("(CO) Tj -2 Ts /F 7 Tf (2) Tj 0 Ts /F 12 Tf (, 2-3 and 1,200) Tj", "CO2, 2-3 and 1,200"),
    ],
    ids=["a mark", "two marks", "a power", "a negative power", "letters", "nothing raised"],
)
def test_a_raised_digit_is_none_of_the_figure_before_it(tmp_path: Path, content: str, text: str):
    assert only(tmp_path, "a.pdf", pdf([f"BT /F 12 Tf 20 360 Td {content} ET"])).text == text


def test_lines_of_turned_text_are_kept_apart(tmp_path: Path):
    content = "BT /F 12 Tf 0 1 -1 0 40 20 Tm (It was dredged in) Tj 0 1 -1 0 54 20 Tm (it all.) Tj ET"
    assert only(tmp_path, "a.pdf", pdf([content])).text.split() == "It was dredged in it all.".split()


def test_a_damaged_page_is_named_beside_the_others(tmp_path: Path):
    data = pdf([lines("First."), lines("Second."), lines("Third.")])
    at = data.index(b"<< /Type /Page /", data.index(b"6 0 obj"))
    end = data.index(b"endobj", at)
    document, told = loaded(tmp_path, "a.pdf", data[:at] + b"null".ljust(end - at) + data[end:])
    assert isinstance(document, Document)
    assert document.text == "First.\n\nThird."
    assert document.pages == (Mark(0, "1"), Mark(8, "2"), Mark(8, "3"))
    assert isinstance(told, DamagedDocument)
    assert "1 of 3 pages cannot be read (page 2)" in told.reason


def test_a_file_of_damaged_pages_is_damaged(tmp_path: Path):
    data = pdf([lines("First.")])
    at, end = data.index(b"<< /Type /Page /"), data.index(b"endobj", data.index(b"<< /Type /Page /"))
    with pytest.raises(DamagedDocument):
        loaded(tmp_path, "a.pdf", data[:at] + b"null".ljust(end - at) + data[end:])


def test_what_is_filled_in_in_a_form_is_read_below_its_label(tmp_path: Path):
    fields = ("/FT /Tx /V (Ann Reed)", "/FT /Tx /V (500 pounds)", "/FT /Ch /Ff 131072 /V (L) /Opt [[(L) (Leeds)]]")
    text = only(tmp_path, "a.pdf", form(*fields)).text
    assert text.split("\n\n") == ["Name:", "Ann Reed", "Sum:", "500 pounds", "Town:", "Leeds"]


def test_what_a_form_does_not_show_is_not_read(tmp_path: Path):
    fields = ("/FT /Tx /V (Ann) /F 2", "/FT /Tx /Ff 8192 /V (secret)", "/FT /Btn /V /Yes /AS /Yes")
    assert only(tmp_path, "a.pdf", form(*fields)).text.split("\n\n") == ["Name:", "Sum:", "Town:"]
