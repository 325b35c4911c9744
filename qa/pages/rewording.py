"""How a follow-up was understood, and two ways to put it right: ask it as it was typed, or word it by hand."""

from __future__ import annotations

import zlib

import streamlit as st

from qa.highlight import element
from qa.model import Turn
from qa.pages.shared import current_talk
from qa.pages.turns import Asked


def rewording(turn: Turn, number: int) -> None:
    """Show it where the question was not taken as it was typed; what is asked instead becomes a turn of its own."""
    if turn.reworded is None:
        return
    with st.container(key=f"doing-reworded-{number}", horizontal=True, vertical_alignment="center"):
        st.html(element("p", "Understood as: ", element("q", turn.reworded), class_="q-reworded"), width="content")
        st.button(
            "Ask it as typed", key=f"as-typed-{number}", type="tertiary", on_click=_ask_alone, args=(turn.question,)
        )
        _by_hand(turn.reworded, number)


def _by_hand(wording: str, number: int) -> None:
    """The wording in a field that floats over the page, so that nothing on it moves; Enter asks."""
    times = st.session_state.get(f"worded-{number}", 0)  # another key is another popover, which is closed
    key = f"{number}-{times}-{zlib.crc32(wording.encode())}"
    with st.popover("Change it", type="tertiary", key=f"change-{key}"), st.form(f"wording-{key}", border=False):
        st.text_input("The question in full", wording, key=f"wording-field-{key}")
        st.form_submit_button("Ask this instead", type="primary", on_click=_ask_worded, args=(key, number))


def _ask_worded(key: str, number: int) -> None:
    st.session_state[f"worded-{number}"] = st.session_state.get(f"worded-{number}", 0) + 1
    if wording := str(st.session_state[f"wording-field-{key}"]).strip():
        _ask_alone(wording)


def _ask_alone(question: str) -> None:
    current_talk().waiting.append(Asked(question, alone=True))
