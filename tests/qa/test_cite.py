import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuotationError
from index.model import Document, Locator, Mark, Span
from qa.cite import Citations, locate, verified

TEXT = "Page one.\n\nIt has some 30 cameras.\n\nThe end."
DOCUMENT = Document(
    "d1", TEXT, "Title", "a.pdf", "0" * 64, "pdf", pages=(Mark(0, "i"), Mark(11, "2")), headings=(Mark(0, "Page one."),)
)
QUOTE = Span("d1", 11, 34)


def test_a_quotation_is_located_by_page_paragraph_and_heading():
    assert locate(DOCUMENT, QUOTE) == Locator("2", 2, "Page one.")


def test_a_page_whose_label_is_not_its_number_has_both():
    assert locate(DOCUMENT, Span("d1", 0, 4)) == Locator("i", 1, "Page one.", sheet=1)


def test_a_quotation_that_stands_is_returned():
    assert verified(DOCUMENT, QUOTE, "It has some 30 cameras.") == "It has some 30 cameras."


@pytest.mark.parametrize("words", ["It has some 31 cameras.", "It has some 30 cameras", ""])
def test_a_single_differing_character_raises(words: str):
    with pytest.raises(QuotationError, match=r"a\.pdf"):
        verified(DOCUMENT, QUOTE, words)


def test_a_quotation_beyond_the_text_raises():
    with pytest.raises(QuotationError):
        verified(DOCUMENT, Span("d1", 40, 400), TEXT[40:])


@given(st.data())
def test_every_slice_verifies_against_itself_and_no_other(data: st.DataObject):
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, len(TEXT)))
    other = data.draw(st.text())
    assert verified(DOCUMENT, Span("d1", start, end), TEXT[start:end]) == TEXT[start:end]
    if other != TEXT[start:end]:
        with pytest.raises(QuotationError):
            verified(DOCUMENT, Span("d1", start, end), other)


def test_the_same_quotation_keeps_its_number():
    citations = Citations(lambda _: DOCUMENT)
    first = citations.add(QUOTE, QUOTE.of(TEXT), Span("d1", 18, 25))
    second = citations.add(Span("d1", 0, 9), "Page one.", None)
    assert (first, second, citations.add(QUOTE, QUOTE.of(TEXT), Span("d1", 18, 25))) == (1, 2, 1)
    assert [citation.number for citation in citations.all()] == [1, 2]


def test_an_answer_in_somebodys_quoted_words_says_whose():
    text = "The board met. “The roof leaks,” said Ann Archer. It rained."
    document = Document("d2", text, "Title", "b.txt", "0" * 64, "text")
    citations = Citations(lambda _: document)
    leaks, met = text.index("The roof"), text.index("board")
    sentence = Span("d2", text.index("“"), text.index(" It rained"))
    citations.add(sentence, sentence.of(text), Span("d2", leaks, leaks + 14))
    citations.add(Span("d2", 0, 14), text[:14], Span("d2", met, met + 9))
    citations.add(sentence, sentence.of(text), None)
    assert [one.speaker for one in citations.all()] == ["Ann Archer", None, None]
    assert "speaker" not in citations.all()[0].to_dict()
