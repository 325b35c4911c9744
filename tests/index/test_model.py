import pytest

from index.model import Document, Imprint, Mark, Passage, Span, document_id, mark_at

TEXT = "Ünïcode 🙂 text"
DOCUMENT = Document("d1", TEXT, "Title", "a.txt", "0" * 64, "text")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_that_is_none_cannot_be_made(start: int, end: int):
    with pytest.raises(ValueError, match="not a span"):
        Span("d1", start, end)


def test_offsets_are_code_points():
    assert Span("d1", 8, 9).of(TEXT) == "🙂"


def test_a_span_beyond_the_text_is_an_error_not_a_shorter_quotation():
    with pytest.raises(ValueError, match="span ends at 99"):
        Span("d1", 0, 99).of(TEXT)


def test_a_passage_is_its_slice_and_its_id_is_deterministic():
    one, two = Passage.cut(DOCUMENT, 0, 7), Passage.cut(DOCUMENT, 0, 7)
    assert one == two
    assert one.text == TEXT[0:7]
    assert 0 <= one.id < 2**63
    assert Passage.cut(DOCUMENT, 0, 8).id != one.id


def test_a_documents_id_is_its_places():
    assert document_id("/a.txt") == document_id("/a.txt") != document_id("/b.txt")
    assert document_id("/a.jsonl", "1") != document_id("/a.jsonl", "2")


def test_the_mark_before_an_offset():
    pages = (Mark(0, "i"), Mark(10, "1"))
    assert mark_at(pages, 9) == pages[0]
    assert mark_at(pages, 10) == pages[1]
    assert mark_at((Mark(5, "x"),), 4) is None


def test_what_stands_over_a_passage_is_told_once_the_nearest_heading_last():
    headings = (Mark(0, "About us", 1), Mark(90, "How we began", 2))
    imprint = Imprint("About us", None, "Bridgelight Trust", headings)
    assert imprint.over(10) == ("Bridgelight Trust", "About us")
    assert imprint.over(90) == ("Bridgelight Trust", "About us", "How we began")
    assert Imprint("").over(0) == ()
