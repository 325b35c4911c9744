"""The web app: its navigation, and what stands on every page. Started by `quoth serve`."""

from __future__ import annotations

import streamlit as st

from qa.pages.frame import frame
from qa.pages.shared import ASK, BRIEFING, CHECK, CONVERSATIONS, HERE, LIBRARY, LOOK_UP, SOURCE


def _to_first() -> None:
    """Ask is the first page, at the app's own address; who types /ask means it, and what stands behind it."""
    st.switch_page(ASK, query_params=st.query_params.to_dict())


st.set_page_config(page_title="Quoth", page_icon=str(HERE / "mark.svg"), layout="centered")
page = st.navigation(
    [
        st.Page(ASK, title="Ask", url_path="first", icon=":material/chat:", default=True),  # /ask is the address below
        st.Page(LOOK_UP, title="Look up", url_path="look_up", icon=":material/search:"),
        st.Page(BRIEFING, title="Briefing", url_path="briefing", icon=":material/edit_note:"),
        st.Page(CONVERSATIONS, title="Conversations", url_path="conversations", icon=":material/forum:"),
        st.Page(CHECK, title="Check a draft", url_path="check", icon=":material/fact_check:"),
        st.Page(LIBRARY, title="Library", url_path="library", icon=":material/local_library:"),
        st.Page(SOURCE, title="Source", url_path="source", icon=":material/article:", visibility="hidden"),
        st.Page(_to_first, title="Ask", url_path="ask", visibility="hidden"),
    ]
)
frame()
page.run()
