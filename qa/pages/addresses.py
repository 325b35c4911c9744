"""The source page's address: a document, the spans to mark in it, and a check that they still are what was quoted.

Pure: values in, parameters out, and back. What the address says is never trusted to be true of the document today.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.errors import NotInLibrary
from index.model import Document, Span

MOST_PLACES = 12  # that answer in one document: an address has to fit into a letter
CHECK = 12  # hexadecimal digits: enough that changed words are noticed, few enough for a link in a letter


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation that answers, the answer in it, and a check of the quotation's words."""

    quote: Span
    answer: Span | None
    check: str

    def stands(self, document: Document) -> bool:
        """Whether the document still has the words there that the link was made for."""
        return self.quote.end <= len(document.text) and check_of(self.quote.of(document.text)) == self.check


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A place's number among `count` of its document that answer, and those before and after it."""

    number: int
    count: int
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for: a document, and the spans in it to be marked, by name. The first is brought in view.

    `check` is of the first span's words when the link was made; None in an address that was typed or shortened. `sheet`
    is a PDF's page, counted from 1, where one was turned to; `places` are all those in the document that answer.
    """

    document: str
    spans: tuple[tuple[str, Span], ...]
    at: int
    check: str | None = None
    sheet: int | None = None
    places: tuple[Place, ...] = ()

    def stands(self, document: Document) -> bool:
        """Whether the document still has, at the first span, the words that the link was made for."""
        if any(span.end > len(document.text) for _, span in self.spans):
            return False
        return not (self.spans and self.check) or check_of(self.spans[0][1].of(document.text)) == self.check

    def neighbours(self, document: Document) -> Neighbours | None:
        """Where the quotation stands among the places that answer, without those that do not stand any more; None where
        there are no others."""
        places = [place for place in self.places if place.stands(document)]
        at = next((at for at, place in enumerate(places) if self.spans and place.quote == self.spans[0][1]), None)
        if at is None or len(places) < 2:
            return None
        before, after = places[at - 1] if at else None, places[at + 1] if at + 1 < len(places) else None
        return Neighbours(at + 1, len(places), before, after)


def source_query(quote: Span, words: str, answer: Span | None = None, places: Iterable[Place] = ()) -> dict[str, str]:
    """The part of an address that opens the source at a quotation of `words`, and marks the answer in it.

    `places` are all that answer; those in other documents are left out, and the last where there are very many.
    """
    return place_query(Place(quote, answer, check_of(words)), places)


def place_query(place: Place, places: Iterable[Place] = ()) -> dict[str, str]:
    """The part of an address that opens the source at a place, among those that answer."""
    quote, answer = place.quote, place.answer
    query = {"document": quote.document, "start": str(quote.start), "end": str(quote.end), "check": place.check}
    if answer and answer != quote:
        query |= {"answer_start": str(answer.start), "answer_end": str(answer.end)}
    by_quote = {one.quote: one for one in places if one.quote.document == quote.document} | {quote: place}
    listed = sorted(by_quote.values(), key=lambda one: one.quote)[:MOST_PLACES]
    if len(listed) > 1:
        query["places"] = "~".join(map(_packed, listed))
    return query


def _packed(place: Place) -> str:
    answer = place.answer or place.quote
    return f"{place.quote.start}-{place.quote.end}-{answer.start}-{answer.end}-{place.check}"


def _unpacked(document: str, packed: str) -> Place:
    start, end, answer_start, answer_end, check = packed.split("-")
    quote, answer = Span(document, int(start), int(end)), Span(document, int(answer_start), int(answer_end))
    return Place(quote, answer if answer != quote else None, check)


def wanted(query: Mapping[str, str]) -> Wanted:
    """What the address's parameters ask for. Raises NotInLibrary, with what to do, where they make no sense."""
    document = query.get("document", "")
    spans = []
    try:
        for name, first, last in (("quote", "start", "end"), ("answer", "answer_start", "answer_end")):
            if first in query:
                spans.append((name, Span(document, int(query[first]), int(query.get(last, query[first])))))
        at = int(query.get("at", spans[0][1].start if spans else 0))
        sheet = int(query["sheet"]) if "sheet" in query else None
        places = tuple(_unpacked(document, packed) for packed in query.get("places", "").split("~") if packed)
    except ValueError as error:
        raise NotInLibrary("This link is damaged: it does not say where in the document. Ask for it again.") from error
    return Wanted(document, tuple(spans), max(at, 0), query.get("check"), sheet, places[:MOST_PLACES])


def check_of(words: str) -> str:
    """A short digest of quoted words."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:CHECK]
