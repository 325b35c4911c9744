"""Conversations: those that were kept, found again by their words, named, and gone on with."""

from __future__ import annotations

import streamlit as st

from qa.highlight import element, label
from qa.pages import words
from qa.pages.shared import ASK, calmly, current_talk, dialog, left_talks, notice, show, workspace, zone
from qa.pages.turns import Talk
from qa.workspace.conversations import Conversation

MOST = 50  # rows at once: what is further back is found by its words


def page() -> None:
    """Draw the page."""
    st.session_state.pop("left", None)  # from here, the one that was left can be gone on with
    show(element("h1", "Conversations"))
    wanted = st.text_input(
        "Find by name, question or quotation",
        key="found-by",
        label_visibility="collapsed",
        placeholder="Find by name, question or quotation",
        icon=":material/search:",
    )
    kept = workspace().conversations.list(wanted or "")
    if not kept:
        notice("No conversation has these words." if wanted else "Nothing was asked yet.")
        return
    more = f"; the last {MOST} of them are shown" if len(kept) > MOST else ""
    show(element("p", words.counted(len(kept), "conversation") + more, class_="q-count", role="status"))
    with st.container(key="conversations"):
        for one in kept[:MOST]:
            _row(one)


def _row(one: Conversation) -> None:
    with st.container(key=f"row-{one.id}"):
        st.page_link(ASK, label=label(one.name), query_params={"conversation": one.id})
        first = one.first if one.first.split() != one.name.split() else None
        when = f"{words.counted(one.turns, 'question')} · {words.moment(one.changed_at, zone())}"
        show(element("p", first, class_="q-path") if first else None, element("p", when, class_="q-byline"))
        with st.container(key=f"doing-{one.id}", horizontal=True):
            if st.button("Rename", key=f"rename-{one.id}", type="tertiary", icon=":material/edit:"):
                _rename(one)
            if st.button("Delete", key=f"delete-{one.id}", type="tertiary", icon=":material/delete:"):
                _delete(one)


@dialog("Rename the conversation")
def _rename(one: Conversation) -> None:
    name = st.text_input("Name", one.name, max_chars=200)
    with calmly():
        if st.button("Rename it", type="primary"):
            workspace().conversations.rename(one.id, name or "")
            st.rerun()


@dialog("Delete the conversation?")
def _delete(one: Conversation) -> None:
    show(element("p", element("b", one.name)), element("p", "Its questions and answers are deleted for everybody."))
    with calmly():
        if st.button("Delete it", type="primary"):
            for talk in (current_talk(), *left_talks()):
                if talk.kept == one.id:
                    talk.waiting.clear()  # else the next answer would begin it anew
            workspace().conversations.delete(one.id)
            if current_talk().kept == one.id:
                st.session_state["talk"] = Talk()
            st.rerun()


if __name__ == "__main__":
    with calmly():
        page()
