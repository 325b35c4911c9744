import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.text import Pair, normalise, paragraph_number, paragraphs, sentences

LETTERS = "aB1 \t\n\r.!?…。、”\"')é🙂\u0301\u00a0\u2028\u200f\x00\x0b\x0c\x85\ufeff\ud800"
ANY = st.text(alphabet=st.one_of(st.sampled_from(LETTERS), st.characters()), max_size=200)


def told(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def blocks(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


# Sentences


@pytest.mark.parametrize(
    "whole",
    [
        "Dr. Amal Khan met Mrs. Reed and Prof. J. R. Hale.",
        "It opened on 5 Jan. 1987 at 9 a.m. Monday.",
        "The share rose to 3.5 per cent, then 4.25.",
        "Tools, e.g. Hammers, were lent out.",
        "See fig. 3 and pp. 12.",
        "See no. 5, para. 12 and Sec. 4.",
        "Smith et al. (2019) found more.",
        "Cllr. Ann Reed paid Rs. 500 to Messrs. Hale.",
        "The U.S. Senate voted.",
        "“Did you see it?” she asked.",
        "Visit example.org/a.html now.",
        "He waited... and left.",
    ],
)
def test_a_stop_that_ends_no_sentence(whole: str):
    assert told(f"{whole} Then it rained.") == [whole, "Then it rained."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It stopped.", ["It rained.", "It stopped."]),
        ("Really?! Yes… No.", ["Really?!", "Yes…", "No."]),
        ("She said “Go.” Then she went.", ["She said “Go.”", "Then she went."]),
        ('He said "Stop!" (Twice.) Nobody did.', ['He said "Stop!"', "(Twice.)", "Nobody did."]),
        ("In 1987. 30 boats came.", ["In 1987.", "30 boats came."]),
        ("The answer was no. The board left.", ["The answer was no.", "The board left."]),
        ("In 1950.[3] He left.[4][5] They did.", ["In 1950.[3]", "He left.[4][5]", "They did."]),
        (
            "会議は月曜日に開かれた。「本当か。」彼は尋ねた。",
            ["会議は月曜日に開かれた。", "「本当か。」", "彼は尋ねた。"],
        ),
        ("وصل القطار. ثم غادر.", ["وصل القطار.", "ثم غادر."]),
        ("No stop at all", ["No stop at all"]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]):
    assert told(text) == expected


def test_sentences_between_two_offsets_are_offsets_into_the_whole_text():
    text = "One. Two. Three."
    assert sentences(text, 5) == [(5, 9), (10, 16)]
    assert sentences(text, 5, 9) == [(5, 9)]


def test_a_sentence_goes_on_over_hard_wrapped_lines():
    text = (
        "The harbour of Varn was dredged in 1987 to a depth of\n"
        "eleven metres, which the port's own engineers thought\n"
        "too little. It was done again in 1994."
    )
    assert told(text) == [text[: text.index(" It was")], "It was done again in 1994."]


# Paragraphs


def test_blank_lines_part_paragraphs():
    assert blocks("One\n\n Two \n \t\n\nThree") == ["One", "Two", "Three"]


def test_lines_of_a_list_are_paragraphs_of_their_own():
    assert blocks("Apples\nPears\n\nPlums") == ["Apples", "Pears", "Plums"]


def test_long_lines_that_end_as_paragraphs_do_are_paragraphs():
    lines = [f"This line {number} is as long as any hard-wrapped one would be, and ends." for number in range(4)]
    assert blocks("\n".join(lines)) == lines


def test_a_hard_wrapped_block_is_one_paragraph():
    text = "\n".join(["words of about the same width in every line of it"] * 3)
    assert paragraphs(text) == [(0, len(text))]


def test_wrapped_lines_right_under_a_heading_go_on_with_one_another():
    heading, item = "1.  MINUTES OF THE LAST MEETING", "2.2 Councillor Brodie asked why."
    wrapped = (
        "    The minutes of 17 January were agreed, with one correction: at item\n"
        "    6 the grant to the Quayside youth club should read GBP 4,500 and\n"
        "    not GBP 45,000."
    )
    assert blocks(f"{heading}\n{wrapped}\n    {item}") == [heading, wrapped.strip(), item]
    assert told(wrapped) == [wrapped.strip()]


def test_a_line_goes_on_after_a_semicolon_where_the_next_begins_with_a_small_letter():
    text = (
        "In the 2019 staff survey 17 per cent of those who deal with the public had been abused by name that year;\n"
        "among housing officers it was 34 per cent. We would rather hear about it early."
    )
    assert told(text)[0].endswith("34 per cent.")


def test_a_line_goes_on_after_a_word_that_ends_none_on_purpose():
    item = "  - replace the four lamps between the mosque and the bus stop before\n    Ramadan begins;"
    assert blocks(f"The committee agreed to:\n{item}\n  - report back in June.")[1] == item.strip()


def test_a_list_of_names_that_is_wrapped_after_commas_is_one_paragraph():
    text = (
        "Present: Councillor Edith Vaughan-Price (chair, Thornmere), Councillor\n"
        "Tariq Mahmood-Ellis (Calderwick), Councillor Ian Brodie (Eastholm),\n"
        "Nasreen Iqbal (Forum)"
    )
    assert blocks(text) == [text]


def test_a_hard_wrapped_block_is_cut_after_its_heading_and_before_the_items_of_a_list():
    parts = [
        "3.  SENNET STREET",
        "3.1 The board noted that Gareth Tull was sentenced at Eastholm Crown\n"
        "    Court on 21 February to nine years' imprisonment for arson, which\n"
        "    the judge said was no more than what was provided for in section\n"
        "    3.1 of the Act. He had gone from his first message on the channel\n"
        "    to the attack in seventeen weeks and four days, or thereabouts.",
        "3.2 Councillor Mahmood-Ellis reported that the Council had granted\n    GBP 15,000 towards doors and cameras.",
    ]
    assert blocks("\n    ".join(parts)) == parts


def test_a_row_of_a_table_is_a_paragraph():
    rows = ["| In work or education | 15 of 38 | 29 of 38 |", "| Sees a relative every week | 12 of 38 | 27 of 38 |"]
    assert blocks("\n".join(rows)) == rows


@pytest.mark.parametrize(("offset", "number"), [(0, 1), (3, 1), (4, 1), (5, 2), (99, 3)])
def test_paragraphs_are_counted_from_one_and_a_gap_belongs_to_the_one_before(offset: int, number: int):
    assert paragraph_number(paragraphs("One\n\nTwo\n\nThree"), offset) == number


def test_before_the_first_paragraph_is_the_first():
    assert paragraph_number([], 0) == 1
    assert paragraph_number([(5, 8)], 0) == 1


# Normalising


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line ends of Windows and old Macs"),
        pytest.param("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf", id="every other line end"),
        pytest.param("a\x00\x07\x1b\ufeffb\tc", "ab\tc", id="control characters but the tabulator"),
        pytest.param("co\xadoperation, on\u2060going", "cooperation, ongoing", id="marks of where a line may break"),
        pytest.param("cafe\u0301", "café", id="composed"),
        pytest.param("a  \n\u00a0\nb", "a\n\nb", id="white space at a line's end"),
        pytest.param("a" + "\n" * 9 + "b", "a\n\n\nb", id="many blank lines"),
        pytest.param("\n\n  a b\n\n", "  a b", id="blank lines around"),
        pytest.param("a\ud800b", "a\ufffdb", id="half a surrogate pair"),
        pytest.param("👩‍🔬 שלום \u200fx", "👩‍🔬 שלום \u200fx", id="emoji and directions stay"),
        pytest.param("ﬁne ½ Ａ", "ﬁne ½ Ａ", id="compatibility characters stay: they are what is written"),
    ],
)
def test_normalise(raw: str, stored: str):
    assert normalise(raw) == stored


# What holds for every text


@settings(deadline=None)  # the machine may be busy
@given(ANY)
@example("a\r\u2028\x85 \n\n\n\n\n\u0301")
def test_normalising_twice_is_normalising_once(text: str):
    once = normalise(text)
    assert normalise(once) == once
    once.encode("utf-8")


@settings(deadline=None)
@given(ANY, st.sampled_from([paragraphs, sentences]))
def test_spans_are_in_order_apart_inside_and_without_outer_white_space(text: str, spans: Callable[[str], list[Pair]]):
    before = 0
    for start, end in spans(text):
        assert before <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        before = end


@settings(deadline=None)
@given(ANY, st.sampled_from([paragraphs, sentences]))
def test_every_character_but_white_space_is_in_a_span(text: str, spans: Callable[[str], list[Pair]]):
    covered = {at for start, end in spans(text) for at in range(start, end)}
    assert all(at in covered or letter.isspace() for at, letter in enumerate(text))


@settings(deadline=None)
@given(ANY)
def test_no_sentence_crosses_the_end_of_a_paragraph(text: str):
    around = paragraphs(text)
    assert all(any(a <= start and end <= b for a, b in around) for start, end in sentences(text))


# Texts made to take long: each is done in a moment, whatever its length


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" + " " * 200_000 + "y", id="spaces within a line"),
        pytest.param("x\n" + " \n" * 100_000 + "y", id="blank lines"),
        pytest.param("Contents" + "." * 200_000 + "y", id="dot leaders"),
        pytest.param("x" + ".)" * 100_000 + "y", id="brackets"),
        pytest.param("x" + "?" * 100_000 + ")" * 100_000 + "y", id="stops, then brackets"),
        pytest.param("A. " * 70_000, id="initials"),
    ],
)
def test_time_grows_with_the_length_only(text: str):
    started = time.process_time()
    assert sentences(normalise(text))
    assert time.process_time() - started < 2
