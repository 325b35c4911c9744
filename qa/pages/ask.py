"""Ask: a conversation. A question at the foot of the page, its answer above, the earlier ones above that.

Each turn is kept as it was given, so that the conversation can be found again, and goes on after a restart.
"""

from __future__ import annotations

import threading

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index.errors import NotInWorkspace
from qa.assistant import Assistant
from qa.highlight import element
from qa.model import Briefing, Citation, Turn
from qa.pages import words
from qa.pages.actions import actions, current_briefing, refusal_actions
from qa.pages.cards import question_line, turn_card
from qa.pages.rewording import rewording
from qa.pages.shared import (
    ASK,
    CONVERSATIONS,
    LIBRARY,
    LOOK_UP,
    assistant,
    calmly,
    current_talk,
    first_run,
    left_talks,
    notice,
    show,
    workspace,
)
from qa.pages.turns import Asked, Talk, answered, finish, folded


def page() -> None:
    """Draw the page."""
    st.session_state["came_from"] = ASK
    helper = assistant()
    searched = helper.library.searched()
    if first_run(searched):
        return
    with calmly():
        _reopen(current_talk(), helper)
    talk = current_talk()
    turns, waiting = talk.turns, talk.waiting  # a question asked meanwhile interrupts the run
    if typed := st.chat_input("Ask these documents a question", key="question"):
        waiting.append(Asked(typed))
    if not (turns or waiting):
        _invitation(words.counted(searched.documents, "document"))
        return
    show(element("h1", "Ask", class_="q-heard"))
    home = _home()
    shown = _fold(len(turns))  # counted here, for an earlier run of the page may settle a question while this one draws
    while shown < len(turns) or waiting:
        slot = st.empty()
        if shown == len(turns) and (asked := next(iter(waiting), None)):
            _look_through(helper, asked, slot, talk)
        if shown < len(turns):
            with slot.container(key=f"turn-{shown}"):
                _turn(turns[shown], shown, searched.as_of, home)
            shown += 1
    with st.container(key="after", horizontal=True, vertical_alignment="center"):
        st.button("New conversation", type="tertiary", icon=":material/edit_square:", on_click=_begin, args=(helper,))
        st.page_link(CONVERSATIONS, label="All conversations", icon=":material/forum:")


def _fold(turns: int) -> int:
    """How many turns are not drawn; in their place stands how to have them."""
    earlier = 0 if st.session_state.get("unfolded") else folded(turns)
    if earlier:
        st.button(
            f"Show the {earlier} earlier questions",
            key="earlier",
            type="tertiary",
            icon=":material/expand_less:",
            on_click=lambda: st.session_state.update(unfolded=True),
        )
    return earlier


def _reopen(talk: Talk, helper: Assistant) -> None:
    """Show the conversation that the address names, and have the address name the one that is shown."""
    wanted, current = st.query_params.get("conversation"), talk.kept
    if wanted and wanted == st.session_state.get("left"):  # browsers give the address of before until they hear of it
        wanted = None
        del st.query_params["conversation"]
    else:
        st.session_state.pop("left", None)
    if wanted and wanted != current:
        try:
            opened = _opened(wanted)
        except NotInWorkspace as error:
            del st.query_params["conversation"]
            notice(str(error))
            return
        # Another object: what is still being looked up, in a run that this one ended, belongs to the one before.
        st.session_state["talk"] = opened
        _leave(talk, helper)
        st.session_state.pop("unfolded", None)
    elif current:
        st.query_params["conversation"] = current


def _opened(id: str) -> Talk:
    """The conversation so called: as this reader left it where she waits for answers in it, else as it is kept."""
    for left in left_talks():
        if left.kept == id and left.is_waiting:
            return left
    return Talk(list(workspace().conversations.get(id)[1]), kept=id)


def _leave(talk: Talk, helper: Assistant) -> None:
    """Have what waits in a conversation answered while another is shown."""
    if talk.is_waiting:
        st.session_state["left-talks"] = [*(left for left in left_talks() if left.is_waiting), talk]
        keep = workspace().conversations.append
        threading.Thread(target=finish, args=(talk, helper, keep), name="quoth-asking", daemon=True).start()


def _home() -> Briefing | None:
    """The briefing that pins go to."""
    with calmly():
        return current_briefing()
    return None


def _begin(helper: Assistant) -> None:
    talk = current_talk()
    st.session_state.pop("unfolded", None)
    st.session_state["left"] = talk.kept
    st.session_state["talk"] = Talk()
    _leave(talk, helper)


def _look_through(helper: Assistant, asked: Asked, slot: DeltaGenerator, talk: Talk) -> None:
    """Show a question at once, and put its answer, as soon as it is there, among the turns."""
    conversations = workspace().conversations
    with slot.container(key=f"turn-pending-{len(talk.turns)}"):
        question_line(asked.question)
        show(element("p", "Looking through the documents …", class_="q-looking", role="status"))
    turn = answered(talk, asked, helper)
    with calmly():  # an answer that cannot be kept is shown nevertheless
        if kept := talk.settle(asked, turn, conversations.append):
            st.query_params["conversation"] = kept


def _turn(turn: Turn, number: int, as_of: str, home: Briefing | None) -> None:
    question_line(turn.question)
    rewording(turn, number)

    def beside(citation: Citation) -> None:
        with calmly():  # where nothing can be kept, answers are shown nevertheless
            actions(turn, number, citation, home)

    turn_card(turn, beside)
    if turn.answer is None:
        return
    if not turn.answer.answers:
        with calmly():
            refusal_actions(turn.answer, number)
    if turn.answer.searched.as_of != as_of:
        show(element("p", "As it was answered then: the library has changed since.", class_="q-reworded"))


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
    st.page_link(CONVERSATIONS, label="Go on with an earlier conversation", icon=":material/forum:")
    st.page_link(LIBRARY, label="See which documents these are", icon=":material/local_library:")


if __name__ == "__main__":
    with calmly():
        page()
