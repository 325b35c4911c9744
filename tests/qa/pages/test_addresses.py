import pytest

from index.errors import NotInLibrary
from index.model import Document, Span
from qa.pages.addresses import MOST_PLACES, Place, check_of, place_query, source_query, wanted

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


def place(words: str, answer: str | None = None) -> Place:
    start = TEXT.index(words)
    inner = Span("d1", TEXT.index(answer), TEXT.index(answer) + len(answer)) if answer else None
    return Place(Span("d1", start, start + len(words)), inner, check_of(words))


PLACES = [place("It has nine members.", "nine"), place("The board", None), place("met in May.", "May")]


def test_an_address_leads_to_the_other_places_that_answer_in_their_order():
    first, middle, last = PLACES[1], PLACES[2], PLACES[0]
    query = place_query(middle, [*PLACES, Place(Span("d2", 0, 4), None, "x")])
    around = wanted(query).neighbours(document())
    assert around is not None
    assert (around.number, around.count, around.before, around.after) == (2, 3, first, last)
    onward = wanted(place_query(last, wanted(query).places))
    assert (onward.spans, onward.places) == ((("quote", last.quote), ("answer", last.answer)), (first, middle, last))
    assert onward.stands(document())
    end = onward.neighbours(document())
    assert end is not None
    assert (end.number, end.before, end.after) == (3, middle, None)


def test_a_place_that_does_not_stand_any_more_is_left_out():
    around = wanted(place_query(PLACES[2], PLACES)).neighbours(document(TEXT.replace("nine", "nice")))
    assert around is not None
    assert (around.number, around.count, around.after) == (2, 2, None)
    assert wanted(place_query(PLACES[2], PLACES)).neighbours(document(TEXT[10:])) is None


def test_one_place_alone_has_no_neighbours():
    query = place_query(PLACES[0], [PLACES[0]])
    assert "places" not in query
    assert wanted(query).neighbours(document()) is None


def test_an_address_does_not_grow_without_end():
    many = [Place(Span("d1", at, at + 1), None, check_of(TEXT[at])) for at in range(30)]
    assert len(wanted(place_query(many[0], many)).places) == MOST_PLACES


@pytest.mark.parametrize(
    "query",
    [
        {"start": "x"},
        {"start": "9", "end": "4"},
        {"at": "top"},
        {"start": "-1"},
        {"sheet": "iv"},
        {"places": "1-2"},
        {"places": "9-4-9-4-aa"},
    ],
)
def test_a_damaged_address_is_told(query: dict[str, str]):
    with pytest.raises(NotInLibrary, match="damaged"):
        wanted({"document": "d1", **query})
