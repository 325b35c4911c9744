"""One quotation or sentence of a briefing as it looks and is changed. Every change goes to the briefing as it is by
then: somebody else may have it open too."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

import streamlit as st

from index.errors import QuothError
from qa.brief import Item, moved, new_id, put_back, with_item, with_note, without
from qa.difference import differences
from qa.highlight import Markup, element
from qa.model import Briefing, Note, Pin, Section
from qa.pages.actions import copy_button
from qa.pages.cards import citation_link, quotation
from qa.pages.shared import notice, say, show, workspace
from qa.recheck import Finding, Verification

Edit = Callable[[Briefing], Briefing]
_TAGS = {"removed": "del", "added": "ins"}


def change(id: str, edit: Edit) -> None:
    """Carry out an edit on briefing `id` as it is by now; a problem is told at the top of the page."""
    st.session_state.pop("removed", None)
    try:
        workspace().briefings.change(id, edit)
    except QuothError as error:
        say("briefing", str(error))


def sign(text: str) -> str:
    """A part of a field's key that changes with what is stored, so that the field shows it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def item(briefing: Briefing, one: Item, number: int, found: Verification | None) -> None:
    """A numbered quotation, or a sentence, with what can be done to it."""
    with st.container(key=f"item-{one.id}"):
        if isinstance(one, Pin):
            finding = found.of(one) if found else None
            current = finding.citation if finding and finding.stands and finding.citation else one.citation
            show(element("p", f"{number}", class_="q-number", aria_label=f"Quotation {number}"), quotation(current))
            citation_link(current)
            if finding:
                show(_standing(finding))
        else:
            _note(briefing, one)
        with st.container(key=f"doing-{one.id}", horizontal=True, vertical_alignment="center"):
            if isinstance(one, Pin):
                st.html(copy_button(one.citation), width="content")
            _doing(briefing, one)


def removed(briefing: Briefing) -> None:
    """What was removed last, with the way to have it back, until something else is changed."""
    home, one, back = st.session_state.get("removed", (None, None, None))
    if home != briefing.id:
        return
    with st.container(key="removed", horizontal=True, vertical_alignment="center"):
        notice("The quotation was removed." if isinstance(one, Pin) else "Your words were removed.")
        st.button("Put it back", type="tertiary", icon=":material/undo:", on_click=change, args=(home, back))


def adding(briefing: Briefing, section: Section) -> None:
    """Add a sentence at a section's end."""
    if section.items and isinstance(section.items[-1], Note) and not section.items[-1].text:
        return  # there is an empty one already
    add = partial(with_item, item=Note(new_id(), ""), section=section.id)
    _button("Add a sentence", "add", f"add-{section.id}", briefing, add)


def _note(briefing: Briefing, note: Note) -> None:
    key = f"note-{note.id}-{sign(note.text)}"
    st.text_area(
        "Your own words",
        note.text,
        key=key,
        height="content",
        max_chars=20_000,
        label_visibility="collapsed",
        placeholder="Your own words",
        on_change=_write,
        args=(briefing, note, key),
    )


def _write(briefing: Briefing, note: Note, key: str) -> None:
    words = st.session_state[key] or ""
    change(briefing.id, partial(with_note, id=note.id, text=words, seen=note.text))


def _doing(briefing: Briefing, one: Item) -> None:
    _button("Up", "arrow_upward", f"up-{one.id}", briefing, partial(moved, id=one.id, by=-1))
    _button("Down", "arrow_downward", f"down-{one.id}", briefing, partial(moved, id=one.id, by=1))
    if isinstance(one, Pin):
        below = partial(with_item, item=Note(new_id(), ""), after=one.id)
        _button("Add a sentence", "add", f"below-{one.id}", briefing, below)
    st.button(
        "Remove",
        key=f"remove-{one.id}",
        type="tertiary",
        icon=":material/close:",
        on_click=_remove,
        args=(briefing, one),
    )


def _remove(briefing: Briefing, one: Item) -> None:
    home, at = next((part.id, part.items.index(one)) for part in briefing.sections if one in part.items)
    change(briefing.id, partial(without, seen=one))
    if "said" not in st.session_state and (isinstance(one, Pin) or one.text):
        st.session_state["removed"] = briefing.id, one, partial(put_back, item=one, section=home, at=at)


def _button(name: str, icon: str, key: str, briefing: Briefing, edit: Edit) -> None:
    st.button(name, key=key, type="tertiary", icon=f":material/{icon}:", on_click=change, args=(briefing.id, edit))


def _standing(finding: Finding) -> Markup:
    """What became of a quotation, and of an altered one, what was changed in it."""
    told = element("p", element("b", finding.standing.capitalize()), f": {finding.reason}", role="status")
    if finding.standing != "altered" or finding.citation is None:
        return element("div", told, class_=f"q-standing q-{finding.standing}")
    pieces = differences(finding.pin.citation.quote, finding.citation.quote)
    changed = (element(_TAGS.get(piece.change, "span"), piece.text) for piece in pieces)
    return element("div", told, element("p", *changed, class_="q-changed"), class_="q-standing q-altered")
