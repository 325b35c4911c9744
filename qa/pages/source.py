"""The source: a document's stored text with a quotation in view and marked. Its address can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from index.errors import NotInLibrary
from index.model import Document, Span
from qa.highlight import element
from qa.pages import words
from qa.pages.reading import page_of, part_about
from qa.pages.shared import ASK, HERE, LIBRARY, LOOK_UP, SOURCE, assistant, calmly, notice, show

BACK = {ASK: "Back to the conversation", LOOK_UP: "Back to what was found", LIBRARY: "Back to the library"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for: a document, and the spans in it to be marked, by name. The first is brought in view."""

    document: str
    spans: tuple[tuple[str, Span], ...]
    at: int


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
    return Wanted(document, tuple(spans), max(at, 0))


def page() -> None:
    """Draw the page."""
    asked = wanted(st.query_params.to_dict())
    came_from = st.session_state.get("came_from", ASK)
    with st.container(key="back"):
        st.page_link(came_from, label=BACK.get(came_from, BACK[ASK]), icon=":material/arrow_back:")
    if not asked.document:
        notice("No document was asked for. Choose one in the library, or click a citation.")
        return
    try:
        document = assistant().library.document(asked.document)
    except NotInLibrary:
        notice("This document is no longer in the library, so nothing is quoted from it any more.", kind="problem")
        return
    _head(document)
    if any(span.end > len(document.text) for _, span in asked.spans):
        notice("The document has changed since this link was made, and is shorter now. Ask again for the quotation.")
        asked = Wanted(asked.document, (), 0)
    _text(document, asked)


def _head(document: Document) -> None:
    st.set_page_config(page_title=f"{document.title} – Quoth")
    details = (
        ("By", document.author if document.author != document.publisher else None),
        ("Published by", document.publisher),
        ("Date", words.day(document.date) if document.date else None),
        ("File", document.path),
    )
    known = [(name, value) for name, value in details if value]
    show(
        element(
            "header",
            element("h1", document.title),
            element("dl", *(element("div", element("dt", name), element("dd", value)) for name, value in known)),
            element("button", "Copy the link", type="button", class_="q-copy", data_copy="link"),
            class_="q-source-head",
        )
    )


def _text(document: Document, asked: Wanted) -> None:
    part = part_about(document, asked.at)
    query = st.query_params.to_dict()
    if part.start > 0:
        st.page_link(
            SOURCE,
            label="Earlier in this document",
            icon=":material/arrow_upward:",
            query_params=query | {"at": str(part.before)},
        )
    show(page_of(document, part, asked.spans))
    if part.end < len(document.text):
        st.page_link(
            SOURCE,
            label="Later in this document",
            icon=":material/arrow_downward:",
            query_params=query | {"at": str(part.end)},
        )
    # Its number makes the script a new one for each place, so that it runs again; it holds no words.
    script = (HERE / "in_view.js").read_text("utf-8")
    st.html(f"<script>/* {asked.at} */ {script}</script>", unsafe_allow_javascript=True)


if __name__ == "__main__":
    with calmly():
        page()
