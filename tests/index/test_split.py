import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.model import Document, Passage
from index.split import split
from index.text import normalise, sentences

WORDS = st.sampled_from(
    ["a", "harbour", "Dr.", "end.", "Why?", "“Go.”", "終わった。", "🙂🙂", "👩‍🔬", "שלום", "e\u0301", "x" * 150]
)
GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\n\n\n", "\t", "\u00a0", ""])
TEXT = st.lists(st.tuples(WORDS, GAPS), max_size=120).map(lambda pairs: "".join(word + gap for word, gap in pairs))
ANY = st.one_of(TEXT, st.text(max_size=300)).map(normalise)
SIZE = st.integers(100, 700)
OVERLAP = st.integers(0, 3)


def made(text: str) -> Document:
    return Document("d1", text, "Title", "a.txt", "0" * 64, "text")


def passages(text: str, characters: int = 100, overlap_sentences: int = 0) -> list[Passage]:
    return split(made(text), characters, overlap_sentences)


def texts(text: str, characters: int = 100, overlap_sentences: int = 0) -> list[str]:
    return [passage.text for passage in passages(text, characters, overlap_sentences)]


# Examples


def test_a_short_text_is_one_passage():
    assert texts("Bees\n\nA colony keeps its brood warm.") == ["Bees\n\nA colony keeps its brood warm."]


@pytest.mark.parametrize("text", ["", " ", "\n\n \n"])
def test_a_text_without_words_has_no_passages(text: str):
    assert passages(text) == []


def test_paragraphs_stay_whole_where_they_fit():
    text = "\n\n".join(["one " * 15, "two " * 15, "three " * 6])
    assert texts(text) == [("one " * 15).strip(), ("two " * 15 + "\n\n" + "three " * 6).strip()]


def test_sentences_stay_whole_where_they_fit():
    one, two, three = (f"The ferry to {place} leaves every day at noon sharp." for place in ("Ost", "Varn", "Hale"))
    assert texts(f"{one} {two} {three}", 110) == [f"{one} {two}", three]


def test_a_heading_leads_in_the_paragraph_below_it_though_it_fits_above():
    body = "The harbour was dredged in 1987 to a depth of eleven metres by two ships."
    assert texts(f"{body}\n\n1 Findings\n\n{body}", 100, 1) == [f"{body}\n\n1 Findings", f"1 Findings\n\n{body}"]


def test_a_word_longer_than_a_passage_is_cut_and_nothing_of_it_lost():
    word = "x" * 250
    assert texts(word) == ["x" * 100, "x" * 100, "x" * 50]


@pytest.mark.parametrize(
    "text", ["🙂" * 250, "שלום " * 60, "終" * 130 + "。" + "始" * 130], ids=["emoji", "RTL", "CJK"]
)
def test_sizes_are_counted_in_characters_of_any_script(text: str):
    parts = texts(text)
    assert max(map(len, parts)) <= 100
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_passage_is_led_in_by_the_sentence_before_it():
    lead = "It was filled again in the year after."
    first, second = texts(f"The harbour lies at Varn, and was dredged in 1987. {lead} It is deep, they say.", 100, 1)
    assert first.endswith(lead)
    assert second == f"{lead} It is deep, they say."


def test_a_lead_in_longer_than_half_a_passage_is_left_out():
    long = "This one sentence goes on and on about the harbour of Varn, its ships and its sailors."
    assert texts(f"{long} It is deep now, they say.", 100, 1) == [long, "It is deep now, they say."]


# What holds for every text


@settings(deadline=None)  # the machine may be busy
@given(ANY, SIZE, OVERLAP)
@example("x" * 99 + "\n\n" + "y", 100, 1)
def test_a_passage_is_its_slice_without_outer_white_space(text: str, characters: int, overlap: int):
    for passage in passages(text, characters, overlap):
        assert passage.text == text[passage.span.start : passage.span.end]
        assert passage.text == passage.text.strip() != ""


@settings(deadline=None)
@given(ANY, SIZE, OVERLAP)
def test_every_character_but_white_space_is_in_a_passage(text: str, characters: int, overlap: int):
    covered: set[int] = set()
    for passage in passages(text, characters, overlap):
        covered.update(range(passage.span.start, passage.span.end))
    assert all(at in covered or letter.isspace() for at, letter in enumerate(text))


@settings(deadline=None)
@given(ANY, SIZE, OVERLAP)
def test_passages_are_in_order_and_of_bounded_size(text: str, characters: int, overlap: int):
    found = passages(text, characters, overlap)
    assert all(len(passage.text) <= characters + characters // 2 for passage in found)
    assert all(one.span.end < two.span.end and one.span.start <= two.span.start for one, two in pairwise(found))


@settings(deadline=None)
@given(ANY, SIZE)
def test_without_lead_in_passages_do_not_overlap_and_fit(text: str, characters: int):
    found = passages(text, characters, 0)
    assert all(len(passage.text) <= characters for passage in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))


@settings(deadline=None)
@given(ANY, SIZE, OVERLAP)
def test_a_lead_in_begins_a_sentence_and_is_at_most_half_a_passage_long(text: str, characters: int, overlap: int):
    starts = {start for start, _ in sentences(text)}
    for plain, led in zip(passages(text, characters, 0), passages(text, characters, overlap), strict=True):
        assert led.span.end == plain.span.end
        assert led.span.start == plain.span.start or led.span.start in starts
        assert 0 <= plain.span.start - led.span.start <= characters // 2
        before = [start for start in starts if led.span.start <= start < plain.span.start]
        assert len(before) <= overlap


@settings(deadline=None)
@given(ANY, SIZE, OVERLAP)
def test_ids_are_deterministic_and_distinct(text: str, characters: int, overlap: int):
    found = passages(text, characters, overlap)
    assert found == passages(text, characters, overlap)
    assert len({passage.id for passage in found}) == len(found)


# A large document


@pytest.mark.parametrize(
    "unit",
    ["The harbour of Varn was dredged in 1987. ", "It rained all day. " * 9 + "\n\n"],
    ids=["one line", "paragraphs"],
)
def test_five_megabytes_are_split_in_seconds(unit: str):
    text = normalise(unit * (5_000_000 // len(unit)))
    started = time.process_time()
    found = passages(text, 600, 1)
    assert time.process_time() - started < 20
    assert (found[0].span.start, found[-1].span.end) == (0, len(text.rstrip()))
