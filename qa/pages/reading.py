"""A document's text laid out for reading: paragraphs, headings and page breaks, with spans marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.model import Document, Mark, Span, number_at
from qa.highlight import Highlight, Markup, element, marked

PART = 60_000  # characters shown at once: some 25 printed pages, drawn in a blink; a book is turned part by part
_LINE = re.compile(r"[^\n]+")
_LARGEST = 2  # a document's own headings stand below the page's


@dataclass(frozen=True, slots=True)
class Part:
    """The stretch of a text that is shown at once; `before` is where the part before it begins."""

    start: int
    end: int
    before: int


def part_about(document: Document, at: int, size: int = PART) -> Part:
    """The part that holds offset `at`, with more after it than before; it begins and ends at a line's end."""
    text = document.text
    if len(text) <= size * 1.25:
        return Part(0, len(text), 0)
    start = _line_start(text, max(0, min(at, len(text) - 1) - size // 4))
    end = _line_start(text, min(len(text), start + size)) if start + size < len(text) else len(text)
    if end <= start or end <= at:  # one line longer than a part
        end = min(len(text), start + size)
    return Part(start, end, max(0, start - size // 2))


def page_of(document: Document, part: Part, spans: Iterable[tuple[str, Span]], sheet: int | None = None) -> Markup:
    """The part as an article: each line of the text a paragraph or heading, each page's beginning a line across.

    Where page number `sheet` begins is brought in view.
    """
    highlights = [Highlight(span.start, span.end, name) for name, span in spans]
    headings = {mark.start: mark for mark in document.headings}
    return element(
        "article", *_blocks(document, part, highlights, headings, sheet), class_="q-reading", lang=document.language
    )


def _blocks(
    document: Document, part: Part, highlights: Sequence[Highlight], headings: dict[int, Mark], sheet: int | None
) -> Iterator[Markup]:
    last = number_at(document.pages, part.start - 1) if part.start else 0
    for line in _LINE.finditer(document.text, part.start, part.end):
        if not line[0].strip():
            continue
        page = number_at(document.pages, line.start())
        if page > last:
            name, in_view = f"Page {document.pages[page - 1].label}", "start" if last < (sheet or 0) <= page else None
            yield element("div", name, class_="q-page", role="separator", aria_label=name, data_in_view=in_view)
            last = page
        words = marked(line[0], highlights, base=line.start())
        heading = _heading(headings, line.start(), line.end())
        yield element(f"h{min(_LARGEST + max(heading.level, 1) - 1, 6)}", words) if heading else element("p", words)


def _heading(headings: dict[int, Mark], start: int, end: int) -> Mark | None:
    """The heading that this line is, if any; a marker such as "#" may stand before its words."""
    return next((headings[at] for at in range(start, min(start + 8, end)) if at in headings), None)


def _line_start(text: str, at: int) -> int:
    """The start of the line that holds `at`, unless that is far away."""
    found = text.rfind("\n", max(0, at - 5000), at)
    return found + 1 if found >= 0 else at
