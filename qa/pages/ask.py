"""Ask: a conversation. A question at the foot of the page, its answer above, the earlier ones above that."""

from __future__ import annotations

import streamlit as st

from qa.assistant import Assistant
from qa.highlight import element
from qa.model import Turn
from qa.pages import words
from qa.pages.cards import question_line, turn_card
from qa.pages.shared import ASK, LIBRARY, LOOK_UP, assistant, calmly, first_run, show
from qa.pages.turns import Asked, settle, take


def page() -> None:
    """Draw the page."""
    st.session_state["came_from"] = ASK
    helper = assistant()
    searched = helper.library.searched()
    if first_run(searched):
        return
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    waiting: list[Asked] = st.session_state.setdefault("waiting", [])  # a question asked meanwhile interrupts the run
    if typed := st.chat_input("Ask these documents a question", key="question"):
        waiting.append(Asked(typed))
    if not (turns or waiting):
        _invitation(words.counted(searched.documents, "document"))
        return
    for number, turn in enumerate(turns):
        with st.empty().container(key=f"turn-{number}"):
            _turn(turn, number)
    while waiting:
        _ask(helper, waiting[0], waiting, turns)
    if st.button("New conversation", type="tertiary", icon=":material/edit_square:"):
        turns.clear()
        st.rerun()


def _ask(helper: Assistant, asked: Asked, waiting: list[Asked], turns: list[Turn]) -> None:
    """Show a question at once, and its answer in the same place as soon as it is there."""
    slot, number = st.empty(), len(turns)
    with slot.container(key=f"turn-pending-{number}"):
        question_line(asked.question)
        show(element("p", "Looking through the documents …", class_="q-looking", role="status"))
    turn = take(helper, asked.question, [] if asked.alone else turns)
    settle(asked, turn, waiting, turns)
    with slot.container(key=f"turn-{number}"):
        _turn(turns[number], number)


def _turn(turn: Turn, number: int) -> None:
    question_line(turn.question)
    if turn.reworded:
        show(element("p", "Understood as: ", element("q", turn.reworded), class_="q-reworded"))
        st.button(
            "Ask it as typed", key=f"as-typed-{number}", type="tertiary", on_click=_ask_alone, args=(turn.question,)
        )
    turn_card(turn)


def _ask_alone(question: str) -> None:
    st.session_state.setdefault("waiting", []).append(Asked(question, alone=True))


def _invitation(documents: str) -> None:
    show(
        element(
            "section",
            element("h1", "Ask in a sentence"),
            element(
                "p",
                f"Quoth looks through {documents} and answers in their own words, with the place where they stand. "
                "Where they do not say, it tells you so.",
            ),
            class_="q-first",
        )
    )
    st.page_link(LOOK_UP, label="Look words up instead", icon=":material/search:")
    st.page_link(LIBRARY, label="See which documents these are", icon=":material/local_library:")


if __name__ == "__main__":
    with calmly():
        page()
