"""What stands on every page: the style sheet, the keys, and in the sidebar which library is asked."""

from __future__ import annotations

import streamlit as st

from index.model import Searched
from qa.highlight import element
from qa.pages import words
from qa.pages.shared import HERE, LIBRARY, UNREADABLE, assistant, calmly, jobs, redraw, show, zone


def frame() -> None:
    """Draw it. Called once a run, before the page."""
    st.session_state.pop("in-dialog", None)  # a run of the whole page has closed it
    st.html(HERE / "theme.css")
    # The scripts are this project's own files; nothing that a person or a document says is ever put into them.
    st.html(f"<script>{(HERE / 'keys.js').read_text('utf-8')}</script>", unsafe_allow_javascript=True)
    with st.sidebar, calmly():
        _library(assistant().library.searched())
        if jobs().active():
            _working()


def _library(searched: Searched) -> None:
    name = searched.library.rstrip("/").rsplit("/", 1)[-1] or searched.library
    show(
        element(
            "section",
            element("p", "Library", class_="q-label"),
            element("p", name, class_="q-library", title=searched.library),
            element("p", words.counted(searched.documents, "document")),
            element("p", words.counted(searched.passages, "passage")),
            element("p", f"as of {words.moment(searched.as_of, zone())}" if searched.as_of else "empty so far"),
            class_="q-receipt",
        )
    )
    if searched.unreadable:
        st.page_link(
            LIBRARY,
            label=f"{words.counted(searched.unreadable, 'file')} could not be read",
            icon=":material/visibility_off:",
            query_params={"show": UNREADABLE},
        )


@st.fragment(run_every=2)
def _working() -> None:
    """That documents are being added, wherever the reader is; the page is drawn anew when that ends."""
    active = jobs().active()
    if not active:
        redraw()
        return
    waiting = f"; {len(active) - 1:,} waiting" if len(active) > 1 else ""
    show(element("p", f"{words.doing(active[0].step)}{waiting}", class_="q-working", role="status"))
