"""Evidence -> citations: numbered, located, and verified character for character against the stored text.

Knows nothing of search or of the reader. A quotation that differs raises; it is never shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from index.errors import QuotationError
from index.model import Document, Locator, Span, mark_at, number_at
from index.text import paragraph_number, paragraphs
from qa.model import Citation
from qa.speakers import speaker_at


def locate(document: Document, span: Span) -> Locator:
    """Where a person finds `span` in the original: page, paragraph (counted from 1), nearest heading above."""
    sheet, heading = number_at(document.pages, span.start), mark_at(document.headings, span.start)
    page = document.pages[sheet - 1].label if sheet else None
    number = paragraph_number(_paragraphs(document.text), span.start)
    return Locator(page, number, heading.label if heading else None, None if page == str(sheet) else sheet or None)


def verified(document: Document, span: Span, expected: str) -> str:
    """The span's words in the stored text. Raises QuotationError when they are not exactly `expected`."""
    if span.end > len(document.text) or span.of(document.text) != expected:
        raise QuotationError(
            f"the quotation at {span.start}-{span.end} of {document.path} is not what its stored text holds. "
            "Run `quoth verify`."
        )
    return expected


class Citations:
    """Numbers quotations in the order in which they are first cited; the same quotation keeps its number."""

    def __init__(self, document: Callable[[str], Document]) -> None:
        self._document = document
        self._made: dict[tuple[Span, Span | None], Citation] = {}

    def add(self, quote: Span, words: str, answer: Span | None) -> int:
        """Cite `quote`, whose words retrieval saw as `words`; return its number. Raises QuotationError."""
        key = (quote, answer)
        if key not in self._made:
            document = self._document(quote.document)
            text = verified(document, quote, words)
            number = len(self._made) + 1
            speaker = speaker_at(document.text, answer.start, answer.end) if answer else None
            place = locate(document, answer or quote)
            self._made[key] = Citation(number, document, place, text, quote, answer, speaker)
        return self._made[key].number

    def all(self) -> tuple[Citation, ...]:
        """The citations in order of their numbers."""
        return tuple(self._made.values())


@lru_cache(maxsize=16)
def _paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text; cached, since the answers to one question often cite one document."""
    return paragraphs(text)
