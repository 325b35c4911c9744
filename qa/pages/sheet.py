"""A PDF's page as it looks, with the quotation marked on it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from operator import itemgetter

import streamlit as st

from index.model import Box, Document, PagePicture, Span, number_at
from index.settings import Settings
from qa.highlight import Markup, element, label
from qa.pages.addresses import Wanted
from qa.pages.pictures import Drawn, Pictures, Wish
from qa.pages.shared import SOURCE, assistant, notice, show

PICTURES = Pictures(24)  # what a few readers turn to and fro: some 6 MB of print, 100 MB of photographs at most
GONE = "Its file is not where it was any more."


def has_sheets(document: Document) -> bool:
    """Whether the document has pages that look like something."""
    return document.kind == "pdf" and bool(document.pages)


def sheet_of(document: Document, asked: Wanted) -> int:
    """Which page, counted from 1, an address asks for: the one turned to, else the answer's, else the quotation's."""
    if asked.sheet is not None:
        return min(max(asked.sheet, 1), len(document.pages))
    spans = dict(asked.spans)
    quote, answer = spans.get("quote"), spans.get("answer")
    at = answer.start if answer and quote and asked.at == quote.start else asked.at
    return max(number_at(document.pages, at), 1)


def sheet_view(document: Document, asked: Wanted) -> bool:
    """Draw the page; False, and one line that says why, where it cannot be shown."""
    sheet = sheet_of(document, asked)
    with st.empty():
        drawn = _drawn(document, sheet, tuple(span for _, span in asked.spans))
        if isinstance(drawn, str):
            notice(f"The page cannot be shown as it looks; this is its text. {drawn}")
            return False
        show(figure_of(document, sheet, drawn, asked))
    _turning(document, sheet)
    return True


def figure_of(document: Document, sheet: int, picture: PagePicture, asked: Wanted) -> Markup:
    """The picture with the boxes over it, and below it which page it is, and what is marked."""
    boxes = [*_boxes([name for name, _ in asked.spans], picture)]
    said = f"{_called(document, sheet)}. {_note(document, sheet, asked, found=bool(boxes))}".strip()
    image = element(
        "img",
        src=f"data:image/png;base64,{b64encode(picture.png).decode('ascii')}",
        alt=f"{document.title}: {said}",
        width=str(picture.width),
        height=str(picture.height),
    )
    return _figure(element("div", image, *boxes, class_="q-paper"), said, asked)


def _figure(paper: Markup, said: str, asked: Wanted) -> Markup:
    """The paper in a frame, in which a narrow screen moves it about: so it can be reached by the keyboard."""
    frame = element("div", paper, class_="q-frame", tabindex="0", role="group", aria_label="The page")
    in_view = "start" if asked.sheet is not None else None
    return element("figure", frame, element("figcaption", said), class_="q-sheet", data_in_view=in_view)


def _boxes(names: list[str], picture: PagePicture) -> Iterator[Markup]:
    """The answer's boxes before the quotation's: the first is brought in view."""
    for name, group in sorted(zip(names, picture.boxes, strict=False), key=itemgetter(0)):
        for box in group:
            yield element("div", class_=f"q-box q-{name}-box", style=_style(box), aria_hidden="true")


def _style(box: Box) -> str:
    sides = {"left": box.left, "top": box.top, "width": box.width, "height": box.height}
    return ";".join(f"{side}:{100 * part:.3f}%" for side, part in sides.items())


def _note(document: Document, sheet: int, asked: Wanted, *, found: bool) -> str:
    """What is marked, where something was asked for that stands on the page."""
    if found:
        return "The quotation is marked."
    for _, span in asked.spans:
        if number_at(document.pages, span.start) <= sheet <= number_at(document.pages, max(span.start, span.end - 1)):
            return "Where the quotation stands on it cannot be told for certain, so nothing is marked; its text has it."
    return ""


def _called(document: Document, sheet: int) -> str:
    """A page by its printed label; by its number in the file too, where that is another."""
    printed, count = document.pages[sheet - 1].label, len(document.pages)
    return f"Page {sheet} of {count}" if printed == str(sheet) else f"Page {printed} (PDF page {sheet} of {count})"


def _turning(document: Document, sheet: int) -> None:
    """To the page before and the one after."""
    query = {key: value for key, value in st.query_params.to_dict().items() if key != "at"}
    with st.container(key="turning", horizontal=True, horizontal_alignment="distribute"):
        for number, icon in ((sheet - 1, "arrow_back"), (sheet + 1, "arrow_forward")):
            if 1 <= number <= len(document.pages):
                name = f"Page {label(document.pages[number - 1].label)}"
                there = query | {"sheet": str(number)}
                st.page_link(SOURCE, label=name, icon=f":material/{icon}:", query_params=there)


def _drawn(document: Document, sheet: int, spans: tuple[Span, ...]) -> Drawn:
    """The page, or in a sentence why there is none. While it is drawn, an empty sheet stands in its place."""
    wish = Wish.of(document, sheet, spans, assistant().library.original(document.id))
    if wish is None:
        return GONE
    kept = PICTURES.kept(wish)
    if kept is not None:
        return kept
    waiting = element("p", "Drawing the page …", class_="q-looking", role="status")
    show(element("figure", element("div", waiting, class_="q-paper q-blank"), class_="q-sheet"))
    return PICTURES.draw(wish, document, Settings().limits())
