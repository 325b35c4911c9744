import pytest

from index.errors import NotInLibrary
from index.model import Document, Span
from qa.pages.addresses import source_query, wanted

TEXT = "The board met in May. It has nine members."


def document(text: str = TEXT) -> Document:
    return Document("d1", text, "Title", "a.txt", "0" * 64, "text")


def test_an_address_leads_back_to_its_spans():
    quote, answer = Span("d1", 22, 42), Span("d1", 29, 33)
    asked = wanted(source_query(quote, quote.of(TEXT), answer))
    assert (asked.document, asked.spans, asked.at) == ("d1", (("quote", quote), ("answer", answer)), 22)
    assert asked.stands(document())


@pytest.mark.parametrize("text", [TEXT.replace("nine", "nice"), "A" + TEXT, TEXT[:30]])
def test_a_quotation_that_changed_moved_or_went_does_not_stand(text: str):
    quote = Span("d1", 22, 42)
    assert not wanted(source_query(quote, quote.of(TEXT))).stands(document(text))


def test_what_changed_elsewhere_does_not_matter():
    quote = Span("d1", 22, 42)
    assert wanted(source_query(quote, quote.of(TEXT))).stands(document(TEXT.replace("May", "Mai") + " And more."))


def test_an_address_without_spans_or_check_is_taken_as_it_is():
    assert wanted({"document": "d1"}).stands(document())
    assert wanted({"document": "d1", "start": "4", "end": "9"}).stands(document())


@pytest.mark.parametrize("query", [{"start": "x"}, {"start": "9", "end": "4"}, {"at": "top"}, {"start": "-1"}])
def test_a_damaged_address_is_told(query: dict[str, str]):
    with pytest.raises(NotInLibrary, match="damaged"):
        wanted({"document": "d1", **query})
