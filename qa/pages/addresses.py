"""The source page's address: a document, the spans to mark in it, and a check that they still are what was quoted.

Pure: values in, parameters out, and back. What the address says is never trusted to be true of the document today.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from index.errors import NotInLibrary
from index.model import Document, Span

CHECK = 12  # hexadecimal digits: enough that changed words are noticed, few enough for a link in a letter


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for: a document, and the spans in it to be marked, by name. The first is brought in view.

    `check` is of the first span's words when the link was made; None in an address that was typed or shortened.
    """

    document: str
    spans: tuple[tuple[str, Span], ...]
    at: int
    check: str | None = None

    def stands(self, document: Document) -> bool:
        """Whether the document still has, at the first span, the words that the link was made for."""
        if any(span.end > len(document.text) for _, span in self.spans):
            return False
        return not (self.spans and self.check) or check_of(self.spans[0][1].of(document.text)) == self.check


def source_query(quote: Span, words: str, answer: Span | None = None) -> dict[str, str]:
    """The part of an address that opens the source at a quotation of `words`, and marks the answer in it."""
    query = {"document": quote.document, "start": str(quote.start), "end": str(quote.end), "check": check_of(words)}
    if answer and answer != quote:
        query |= {"answer_start": str(answer.start), "answer_end": str(answer.end)}
    return query


def wanted(query: Mapping[str, str]) -> Wanted:
    """What the address's parameters ask for. Raises NotInLibrary, with what to do, where they make no sense."""
    document = query.get("document", "")
    spans = []
    try:
        for name, first, last in (("quote", "start", "end"), ("answer", "answer_start", "answer_end")):
            if first in query:
                spans.append((name, Span(document, int(query[first]), int(query.get(last, query[first])))))
        at = int(query.get("at", spans[0][1].start if spans else 0))
    except ValueError as error:
        raise NotInLibrary("This link is damaged: it does not say where in the document. Ask for it again.") from error
    return Wanted(document, tuple(spans), max(at, 0), query.get("check"))


def check_of(words: str) -> str:
    """A short digest of quoted words."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:CHECK]
