"""The source: a document's stored text with a quotation in view and marked. Its address can be sent to a colleague."""

from __future__ import annotations

import streamlit as st

from index.errors import NotInLibrary
from index.model import Document
from qa.highlight import element
from qa.pages import words
from qa.pages.addresses import Wanted, wanted
from qa.pages.reading import page_of, part_about
from qa.pages.shared import ASK, BRIEFING, CHECK, HERE, LIBRARY, LOOK_UP, SOURCE, assistant, calmly, notice, show

BACK = {
    ASK: "Back to the conversation",
    LOOK_UP: "Back to what was found",
    CHECK: "Back to the checked draft",
    LIBRARY: "Back to the library",
    BRIEFING: "Back to the briefing",
}


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
    if not asked.stands(document):
        notice(
            "The document has changed since this link was made: what was quoted does not stand there any more. "
            "Ask again for the quotation.",
            kind="problem",
        )
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
