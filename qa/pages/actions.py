"""What can be done with an answer: copy it with its citation, pin it to a briefing, say whether it was right."""

from __future__ import annotations

import streamlit as st

from index.errors import NotInLibrary, QuotationError, QuothError
from qa.brief import pin_of, with_item
from qa.highlight import element, label
from qa.model import Answer, Briefing, Citation, Pin, Turn
from qa.pages.shared import BRIEFING, assistant, calmly, dialog, said, say, workspace
from qa.reference import reference
from qa.workspace.judgements import Judgement, Reason, Verdict, judgement_of

REASONS: dict[str, Reason] = {
    "The documents do not answer it": "absent",
    "Another answer is right": "other",
    "The quotation does not say that": "unfair",
}


def actions(turn: Turn, number: int, citation: Citation, home: Briefing | None) -> None:
    """Copy and pin, beside a quotation; and beside that of the first answer, whether it is right. `home` is the
    briefing that pins go to."""
    key = f"{number}-{citation.number}"
    with st.container(key=f"actions-{key}", horizontal=True, vertical_alignment="center"):
        st.html(copy_button(citation), width="content")
        _pin_button(turn, citation, key, home)
        if turn.answer and citation.number == turn.answer.answers[0].citations[0]:
            _judging(turn.answer, number)
    said(key)


def refusal_actions(answer: Answer, number: int) -> None:
    """Beside a refusal, whether it is right."""
    with st.container(key=f"actions-{number}", horizontal=True, vertical_alignment="center"):
        _judging(answer, number)


def _pin_button(turn: Turn, citation: Citation, key: str, home: Briefing | None) -> None:
    """Pin, or where it is pinned, the way to its briefing."""
    if home and _pinned(home, citation):
        name = f"Pinned in {label(home.title)}"
        st.page_link(BRIEFING, label=name, icon=":material/keep:", query_params={"briefing": home.id})
        return
    st.button(
        "Pin",
        key=f"pin-{key}",
        type="tertiary",
        icon=":material/keep:",
        help=f"Put it into the briefing {label(home.title)}" if home else "Put it into a new briefing",
        on_click=_pin,
        args=(turn, citation, key, home.id if home else None),
    )


def copy_button(citation: Citation) -> str:
    """A button that copies the quotation in quotation marks, with its citation behind it."""
    where = reference(citation.document, citation.locator)
    words = f"“{citation.quote}” ({where})"
    return element("button", "Copy", type="button", class_="q-act", data_copy="words", data_words=words)


def _judging(answer: Answer, number: int) -> None:
    """Say whether the first answer, or that there is none, was right; it is kept for `quoth evaluate`."""
    kept = workspace().judgements.of(answer)
    refused = not answer.answers
    st.button(
        "Rightly so" if refused else "Right",
        key=f"good-{number}",
        type="tertiary",
        icon=":material/check:",
        on_click=_judge,
        args=(answer, "good", number),
    )
    wrong = "It is in there" if refused else "Wrong"
    if st.button(wrong, key=f"bad-{number}", type="tertiary", icon=":material/close:"):
        _why(answer)
    if kept:
        st.html(element("p", _noted(kept), class_="q-byline", role="status"), width="content")
    said(f"judged-{number}")


def current_briefing() -> Briefing | None:
    """The briefing that pins go to: the one last opened here, else the one last changed; None where there is none."""
    briefings = workspace().briefings
    chosen = _own_briefing() or next((one.id for one in briefings.list()), None)
    return briefings.get(chosen) if chosen else None


def _own_briefing() -> str | None:
    """The briefing last opened or pinned to in this session, if it is still there."""
    chosen = st.session_state.get("briefing")
    return next((one.id for one in workspace().briefings.list() if one.id == chosen), None)


def _pinned(briefing: Briefing, citation: Citation) -> bool:
    return any((pin.citation.span, pin.citation.quote) == (citation.span, citation.quote) for pin in briefing.pins)


def _pin(turn: Turn, citation: Citation, key: str, home: str | None) -> None:
    """Put the quotation into the briefing that the button named, whatever others have changed since; once."""
    try:
        pinned = _made(turn, citation)
        home = home or _own_briefing() or workspace().briefings.create("Briefing").id
        workspace().briefings.change(home, lambda held: held if _pinned(held, citation) else with_item(held, pinned))
        st.session_state["briefing"] = home
    except QuothError as error:
        say(key, str(error))


def _made(turn: Turn, citation: Citation) -> Pin:
    library = assistant().library
    asked = turn.answer.resolved_question if turn.answer else turn.question
    try:
        return pin_of(library.document(citation.document.id), citation, asked, library.searched())
    except (NotInLibrary, QuotationError) as error:
        raise QuotationError(
            "The document has gone or changed since this was answered, so it cannot be pinned: ask again."
        ) from error


def _judge(answer: Answer, verdict: Verdict, number: int) -> None:
    try:
        workspace().judgements.put(judgement_of(answer, verdict))
    except QuothError as error:
        say(f"judged-{number}", str(error))


@dialog("What was wrong?")
def _why(answer: Answer) -> None:
    reason: Reason = "other"
    if answer.answers:
        chosen = st.radio("What was wrong?", list(REASONS), label_visibility="collapsed")
        reason = REASONS[chosen or next(iter(REASONS))]
    right = ""
    if reason == "other":
        right = st.text_input("The right answer, in the documents’ words", max_chars=500) or ""
    more = st.text_input("Anything else, for whoever looks at it later", max_chars=1000) or ""
    with calmly():
        if st.button("Note it", type="primary"):
            workspace().judgements.put(judgement_of(answer, "bad", reason=reason, right=right, words=more))
            st.rerun()


def _noted(kept: Judgement) -> str:
    if kept.verdict == "good":
        return "Noted: right."
    reason = next((words for words, reason in REASONS.items() if reason == kept.reason), "")
    told = f"the right answer is “{kept.right}”" if kept.right else reason[:1].lower() + reason[1:]
    return f"Noted: wrong; {told}." if told else "Noted: wrong."
