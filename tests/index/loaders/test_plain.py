from datetime import date
from pathlib import Path

import pytest

from index.model import Mark
from tests.index.loaders.made import only

ENGLISH = "The café’s “Post” was — opened in 1987, and the naïve visitors came."
GERMAN = "Der Bürgermeister von Köln eröffnete die Straße, über die später alle fuhren."
RUSSIAN = "Совет собрался в понедельник и решил закрыть мост на зиму, потому что он стар."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(ENGLISH, "utf-8", id="UTF-8"),
        pytest.param(ENGLISH, "utf-8-sig", id="UTF-8 with a mark"),
        pytest.param(ENGLISH, "utf-16", id="UTF-16 with a mark"),
        pytest.param("\ufeff" + ENGLISH, "utf-16-be", id="UTF-16, big end first, with a mark"),
        pytest.param(ENGLISH, "utf-16-le", id="UTF-16 without a mark"),
        pytest.param(ENGLISH, "utf-16-be", id="UTF-16, big end first, without a mark"),
        pytest.param("Nothing but ASCII in here.", "utf-16-le", id="UTF-16 without a mark, ASCII"),
        pytest.param("“Go,” he said.", "utf-16-le", id="UTF-16 without a mark, a quotation mark first"),
        pytest.param(ENGLISH, "utf-32", id="UTF-32 with a mark"),
        pytest.param(ENGLISH, "cp1252", id="Windows 1252"),
        pytest.param("café", "cp1252", id="Windows 1252, one word"),
        pytest.param("It cost €5 – no more.", "cp1252", id="Windows 1252, signs only"),
        pytest.param(GERMAN, "latin-1", id="Latin 1"),
        pytest.param("Plain words. " * 10_000 + ENGLISH, "cp1252", id="Windows 1252, far down"),
        pytest.param(RUSSIAN, "cp1251", id="Windows 1251"),
        pytest.param("市議会は月曜日に会合を開き、冬の間橋を閉鎖することを決めた。", "shift_jis", id="Shift JIS"),
        pytest.param("🙂 שלום\tمرحبا", "utf-8", id="emoji and right to left"),
    ],
)
def test_encodings(tmp_path: Path, text: str, encoding: str):
    assert only(tmp_path, "a.txt", text.encode(encoding)).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    "text",
    ["Größe", "Füße", "Bär", "Ä", "résumé", "São", "çà", "Zoë", "€5", "20°", "§", "½", "“Go”", "it’s", "Bär\nFüße"],
)
def test_a_few_letters_are_taken_for_what_is_usual(tmp_path: Path, text: str):
    assert only(tmp_path, "a.txt", text.encode("cp1252")).text == text


def test_a_few_letters_of_a_language_that_is_recognised(tmp_path: Path):
    text = "Zastupitelstvo města schválilo v pondělí rozpočet na příští rok, uvedla primátorka."
    assert only(tmp_path, "a.txt", text.encode("cp1250")).text == text


def test_a_damaged_byte_costs_itself_not_all_letters_beyond_ascii(tmp_path: Path):
    data = f"{GERMAN} ".encode() + b"\xff."
    assert only(tmp_path, "a.txt", data).text == f"{GERMAN} \ufffd."


def test_control_characters_go_and_line_ends_are_one_kind(tmp_path: Path):
    data = b"The harbour\x00 of\x07 Varn\r\nwas dredged.\x0c\r\rIt is deep." + b" More." * 200
    text = only(tmp_path, "a.txt", data).text
    assert text.startswith("The harbour of Varn\nwas dredged.\n\n\nIt is deep. More.")


def test_a_text_tells_of_itself_in_its_header(tmp_path: Path):
    data = b"Title: The harbour\nAuthor: Ann Reed\nPublisher: Port of Varn\nDate: 4 March 2021\n\nIt was dredged."
    document = only(tmp_path, "a.txt", data)
    assert (document.title, document.author, document.publisher) == ("The harbour", "Ann Reed", "Port of Varn")
    assert (document.date, document.kind, document.text) == (date(2021, 3, 4), "text", data.decode())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Harbour\n\nIt was dredged.", "Harbour"),
        ("It was dredged in 1987.", "notes 🙂 of May"),
        ("x" * 200, "notes 🙂 of May"),
    ],
    ids=["first line", "a sentence is no title", "nor is a long line"],
)
def test_the_title_is_the_first_line_or_the_files_name(tmp_path: Path, text: str, title: str):
    assert only(tmp_path, "notes 🙂 of May.txt", text.encode()).title == title


# Markdown


def test_front_matter_is_metadata_and_no_text(tmp_path: Path):
    data = (
        b'---\ntitle: "The harbour"\nauthor: Ann Reed\norganisation: Port\ndate: 2021-03-04\nlang: en\n---\n\nDeep.\n'
    )
    document = only(tmp_path, "a.md", data)
    assert document.text == "Deep."
    assert (document.title, document.author, document.publisher) == ("The harbour", "Ann Reed", "Port")
    assert (document.date, document.language, document.kind) == (date(2021, 3, 4), "en", "markdown")


def test_front_matter_may_have_lists_and_lines_that_go_on(tmp_path: Path):
    data = b"---\ntitle: The harbour\ntags:\n- depth\n  - moles\n# a remark\n\nabout: >\n  all of it\n---\nDeep.\n"
    document = only(tmp_path, "a.md", data)
    assert (document.text, document.title) == ("Deep.", "The harbour")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n# Minutes\n\nThe board agreed: 4,000 pounds.\n\n---\n\nNext meeting: 4 May.",
        "---\nThe board agreed to spend 4,000 pounds.\n---\nNext meeting: 4 May.",
        "---\nAgreed: 4,000 pounds.\nThe chair thanked all.\n---\nNext meeting: 4 May.",
    ],
)
def test_what_stands_between_two_rules_is_text(tmp_path: Path, text: str):
    assert only(tmp_path, "a.md", text.encode()).text == text


def test_headings_are_marked_where_they_stand_and_the_text_stays_as_typed(tmp_path: Path):
    text = "# Harbour #\n\nDeep.\n\n## The *North* mole\n\n```\n# no heading\n```\n\n#nor this"
    document = only(tmp_path, "a.md", text.encode())
    assert document.text == text
    assert document.headings == (Mark(0, "Harbour", 1), Mark(text.index("##"), "The *North* mole", 2))
    assert document.title == "Harbour"


def test_a_heading_made_to_take_long_is_read_in_a_moment(tmp_path: Path):
    text = "# a" + " " * 200_000 + "b" + "#" * 200_000 + "c"
    assert only(tmp_path, "a.md", text.encode()).headings[0].start == 0
