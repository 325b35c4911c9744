"""The source: a document with a quotation in view and marked, a PDF's page as it looks or its text. Its address can be
sent to a colleague."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from index.errors import NotInLibrary
from index.model import Document
from index.viewing import stretch_of
from qa.highlight import element
from qa.pages import words
from qa.pages.addresses import Wanted, place_query, wanted
from qa.pages.reading import page_of, part_about
from qa.pages.shared import (
    ASK,
    BRIEFING,
    CHECK,
    HERE,
    LIBRARY,
    LOOK_UP,
    SOURCE,
    assistant,
    calmly,
    current_talk,
    notice,
    show,
)
from qa.pages.sheet import has_sheets, sheet_of, sheet_view

LOOKS = "Page as it looks"
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
    _say_the_address()
    bar = st.container(key="back", horizontal=True, vertical_alignment="center")
    with bar:
        _way_back()
    if not asked.document:
        show(element("h1", "Source"))
        notice("No document was asked for. Choose one in the library, or click a citation.")
        return
    try:
        document = assistant().library.document(asked.document)
    except NotInLibrary:
        show(element("h1", "Source"))
        notice("This document is no longer in the library, so nothing is quoted from it any more.", kind="problem")
        return
    _head(document)
    if not asked.stands(document):
        notice(
            "The document has changed since this link was made: what was quoted does not stand there any more. "
            "Ask again for the quotation.",
            kind="problem",
        )
        asked = replace(asked, spans=(), check=None, places=(), at=asked.at if "at" in st.query_params else 0)
    with bar:
        _to_neighbours(asked, document)
        looks = has_sheets(document) and _view() == LOOKS
    if not (looks and sheet_view(document, asked)):
        _text(document, asked)
    _into_view(asked, looks=looks)


def _way_back() -> None:
    """Back to where the reader came from; to the first question where there is no conversation, as for a colleague who
    opens the link that she was sent."""
    came_from = st.session_state.get("came_from", ASK)
    talk = current_talk()
    if came_from == ASK and not (talk.turns or talk.waiting):
        st.page_link(ASK, label="Ask a question", icon=":material/chat:")
    else:
        st.page_link(came_from, label=BACK[came_from], icon=":material/arrow_back:")


def _say_the_address() -> None:
    """Have the browser's address name what is shown: a link from this page to itself changes the parameters alone, and
    the address that is copied, reloaded or gone back to would be that of before."""
    browsers = dict(parse_qsl(urlsplit(st.context.url or "").query))
    if "document" in st.query_params and browsers != st.query_params.to_dict():
        st.query_params["document"] = st.query_params["document"]  # any one of them sends all


def _to_neighbours(asked: Wanted, document: Document) -> None:
    """To the places before and after this one in the document that answer."""
    found = asked.neighbours(document)
    if found is None:
        return
    view = {"view": st.query_params["view"]} if "view" in st.query_params else {}
    with st.container(key="places", horizontal=True, vertical_alignment="center", width="content"):
        for place, name, icon in ((found.before, "Previous", "arrow_upward"), (found.after, "Next", "arrow_downward")):
            if place:
                query = place_query(place, asked.places) | view
                st.page_link(SOURCE, label=name, icon=f":material/{icon}:", query_params=query)
        st.html(element("p", f"place {found.number} of {found.count} that answer", class_="q-count"), width="content")


def _view() -> str:
    """Which of the two ways a PDF is shown in. Who chooses the text sees text until choosing again; an address where it
    was chosen says so, and any other opens with the page."""
    return st.segmented_control(
        "How the document is shown",
        [LOOKS, "Text"],
        default=LOOKS,
        required=True,
        key="view",
        bind="query-params",
        label_visibility="collapsed",
    )


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
    turned = asked.sheet is not None and has_sheets(document)
    at = stretch_of(document, sheet_of(document, asked))[0] if turned else asked.at
    part = part_about(document, at)
    query = {key: value for key, value in st.query_params.to_dict().items() if key != "sheet"}
    if part.start > 0:
        st.page_link(
            SOURCE,
            label="Earlier in this document",
            icon=":material/arrow_upward:",
            query_params=query | {"at": str(part.before)},
        )
    show(page_of(document, part, asked.spans, asked.sheet))
    if part.end < len(document.text):
        st.page_link(
            SOURCE,
            label="Later in this document",
            icon=":material/arrow_downward:",
            query_params=query | {"at": str(part.end)},
        )


def _into_view(asked: Wanted, *, looks: bool) -> None:
    # Its numbers make the script a new one for each place, so that it runs again; it holds no words.
    script = (HERE / "in_view.js").read_text("utf-8")
    st.html(f"<script>/* {asked.at} {asked.sheet} {looks} */ {script}</script>", unsafe_allow_javascript=True)


if __name__ == "__main__":
    with calmly():
        page()
