import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import file_sha256
from index.errors import ModelError
from index.model import Document, Hit, Passage
from index.settings import Settings
from qa.model import Evidence
from qa.reader.network import LOWER, MANIFEST, TOKENIZER, UPPER, open_network
from qa.reader.passage_text import PassageText
from qa.reader.promise import PROMISE
from qa.reader.span_reader import FARTHEST, HOPELESS, PROMISING, SpanReader, retrieved

TEXT = (
    "The mosque in north London belongs to a charity. Its chief executive, Toufik Kacimi, had some 30 security cameras "
    "installed last spring. Visitors come from all over the city."
)


@cache
def shared_reader() -> SpanReader:
    return SpanReader.open(Settings().reader)


@pytest.fixture
def reader() -> SpanReader:
    return shared_reader()


def hit(text: str, start: int = 0) -> Hit:
    document = Document("d1", text, "Title", "a.txt", "0" * 64, "text")
    return Hit(Passage.cut(document, start, len(text)), 1, 1.0)


def test_the_exact_words_are_found_inside_their_sentence(reader: SpanReader):
    best = reader.read("How many security cameras were installed?", [hit(TEXT)])[0]
    assert "30" in best.answer.of(TEXT)
    assert best.quote.of(TEXT).startswith("Its chief executive")
    assert best.quote.of(TEXT).endswith("last spring.")


def test_an_amount_in_a_currencys_code_is_found_and_quoted_as_it_stands(reader: SpanReader):
    text = "The trustees met in May. They paid GBP 18,400 for two steel doors, front and side. The roof has to wait."
    best = reader.read("How much did the trustees pay for the steel doors?", [hit(text)])[0]
    assert best.answer.of(text) == "GBP 18,400"
    assert best.score > 0


def test_where_links_lead_is_not_read_and_the_words_around_it_are_quoted_as_they_stand(reader: SpanReader):
    text = "In May [Helen Strand](https://example.org/people/strand) became the chief executive.[^1] She is 44."
    best = reader.read("Who became the chief executive?", [hit(text)])[0]
    assert best.answer.of(text) == "Helen Strand"
    assert best.quote.of(text).startswith("In May [Helen Strand](https://example.org/people/strand) became")


def test_offsets_are_of_the_document_not_of_the_passage(reader: SpanReader):
    start = TEXT.index("Its chief")
    best = reader.read("Who is the chief executive?", [hit(TEXT, start)])[0]
    assert best.answer.of(TEXT) == "Toufik Kacimi"
    assert best.answer.start > start


def test_the_passage_that_answers_comes_first(reader: SpanReader):
    hits = [hit("The weather in London was mild, and the streets were dry."), hit(TEXT)]
    assert reader.read("Who is the chief executive?", hits)[0].hit is hits[1]


def test_a_passage_longer_than_the_window_is_read_to_its_end(reader: SpanReader):
    long = "Nothing of interest is said in this sentence. " * 120 + TEXT
    best = reader.read("Who is the chief executive?", [hit(long)])[0]
    assert best.answer.of(long) == "Toufik Kacimi"


def test_a_question_longer_than_the_window_is_read_from_its_start(reader: SpanReader):
    assert reader.read("Who is the chief executive? " + "really " * 400, [hit(TEXT)])


def test_nothing_to_read_is_no_evidence(reader: SpanReader):
    assert reader.read("Who?", []) == []
    assert reader.read("Who?", [hit("")]) == []


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=300))
def test_offsets_are_exact_in_any_script(question: str, text: str):
    one = hit(text)
    for evidence in shared_reader().read(question, [one], over={one.passage.span: (question,)}):
        assert text[evidence.quote.start : evidence.quote.end]
        assert evidence.quote.holds(evidence.answer)
        assert evidence.answer.end <= len(text)


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 lives in 東京 with 𝒜da.", "عاش محمد في القاهرة عام 1990.", "İstanbul’da ﬁve Ǆ houses"]
)
def test_the_answer_is_a_slice_whatever_the_letters(reader: SpanReader, text: str):
    for evidence in reader.read("Where?", [hit(text)]):
        assert evidence.answer.of(text) in text


def test_a_reader_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ModelError, match="QUOTH_READER"):
        SpanReader.open(tmp_path / "none")


FILES = (MANIFEST, LOWER, UPPER, PROMISE, TOKENIZER)


@pytest.mark.parametrize("broken", FILES)
def test_a_missing_or_damaged_file_is_named_with_the_remedy(tmp_path: Path, broken: str):
    for name in FILES:
        (tmp_path / name).symlink_to(Settings().reader / name)
    (tmp_path / broken).unlink()
    with pytest.raises(ModelError, match=rf"{broken}.*Restore it"):
        SpanReader.open(tmp_path)
    (tmp_path / broken).write_text("{}", "utf-8")
    with pytest.raises(ModelError, match=rf"{broken}.*Restore it"):
        SpanReader.open(tmp_path)


def test_a_promise_of_another_version_is_told_with_the_remedy(tmp_path: Path):
    for name in (LOWER, UPPER, TOKENIZER):
        (tmp_path / name).symlink_to(Settings().reader / name)
    manifest = json.loads((Settings().reader / MANIFEST).read_text("utf-8"))
    (tmp_path / PROMISE).write_text('{"bias": 0, "start": [], "end": [], "window": []}', "utf-8")
    manifest["files"][PROMISE] = file_sha256(tmp_path / PROMISE)
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ModelError, match=r"retrieved.*Restore it"):
        SpanReader.open(tmp_path)


WHO = "Who is the chief executive?"


def kept(found: Sequence[Evidence]) -> set[str]:
    return {item.hit.passage.text for item in found}


def test_a_passage_without_hope_is_not_read_to_its_end(reader: SpanReader):
    hits = [hit(f"The weather on day {n} was mild, and the streets were dry.") for n in range(9)]
    hits.insert(5, hit(TEXT))
    found = reader.read(WHO, hits)
    assert found[0].hit is hits[5]
    assert len(kept(found)) == PROMISING
    assert len(kept(reader.read(WHO, hits, thorough=True))) == 10


def test_every_passage_of_which_there_is_hope_is_read_to_its_end(reader: SpanReader):
    hits = [hit(f"{TEXT} It was number {n} of the papers.") for n in range(6)]
    assert len(kept(reader.read(WHO, hits))) == 6


TABLE = """Courses of the spring term.

| Course | Number of places | Taught by |
| --- | --- | --- |
| Pottery | 12 | Ann Lee |
| Weaving | 14 | Robert Ray |
"""


def test_a_row_is_read_with_the_names_that_stand_above_its_passage(reader: SpanReader):
    start = TABLE.index("| Pottery")
    hits = [Hit(Passage.cut(Document("d1", TABLE, "Title", "a.txt", "0" * 64, "text"), start, len(TABLE)), 1, 1.0)]
    found = reader.read("Who teaches weaving?", hits, whole=lambda _: (TABLE, start))
    assert found[0].answer.of(TABLE) == "Robert Ray"
    assert found[0].quote.of(TABLE) == "| Weaving | 14 | Robert Ray |"


def test_no_answer_crosses_from_one_cell_to_the_next(reader: SpanReader):
    for (span,) in reader.spans("How many places are there in pottery and in weaving?", [TABLE], 1):
        assert "|" not in TABLE[span.start : span.end]


def test_a_window_promises_about_what_is_found_in_it():
    network = open_network(Settings().reader)
    network.tokenizer.no_padding()
    assert network.promise is not None

    def promised(text: str) -> float:
        found = retrieved(WHO, replace(hit(text), dense=0.5), PassageText.of(text))
        return network.begin(network.tokenizer.encode(WHO, text)).promise + network.promise.beforehand(found)

    assert promised(TEXT) > HOPELESS > promised("It rained on the streets and in the park, and nobody came.")


def test_how_a_passage_was_found_is_its_scores_and_the_questions_words_in_it_or_over_it():
    found = retrieved(
        "Who founded the Trust?", hit("He founded it."), PassageText.of("He founded it.", None, "Trust. ")
    )
    assert (found.score, found.cosine, found.coverage) == (1.0, FARTHEST, 1.0)


FOUNDED = "He opened it in 2011 with two rooms. It has had a garden since 2015."


def test_a_passage_is_read_with_what_stands_over_it_and_quoted_without(reader: SpanReader):
    question, one = "When did the Bridgelight Trust open?", hit(FOUNDED)
    above = ("Bridgelight Trust", "About us")
    alone, told = (reader.read(question, [one], over=over)[0] for over in ({}, {one.passage.span: above}))
    assert told.score > alone.score
    assert told.answer.of(FOUNDED) == "2011"
    assert told.quote.of(FOUNDED) == "He opened it in 2011 with two rooms."


def test_no_answer_lies_in_what_stands_over_a_passage(reader: SpanReader):
    one = hit(FOUNDED)
    for evidence in reader.read("Who is Ann Lee?", [one], over={one.passage.span: ("Ann Lee, mayor of Skelder",)}):
        assert evidence.answer.of(FOUNDED)


def test_rows_of_a_table_are_read_with_what_stands_over_them(reader: SpanReader):
    one = hit(TABLE)
    over = {one.passage.span: ("Skelder College",)}
    found = reader.read("Who teaches weaving at Skelder College?", [one], over=over)
    assert found[0].answer.of(TABLE) == "Robert Ray"
