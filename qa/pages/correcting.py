"""The dialog that sets by hand what a document says of itself, as `quoth set` does."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from index.corrections import FIELDS, FOUND
from index.library import Library
from index.model import DocumentStatus
from qa.highlight import element, label
from qa.pages.shared import calmly, dialog, show

HINTS = {"date": "2018-06-19 or 19 June 2018", "language": "en, fr, ar …"}  # how a value is written


def changes(shown: Mapping[str, str], entered: Mapping[str, str], by_hand: Mapping[str, str | None]) -> dict[str, str]:
    """What to set: the fields whose words were changed; one that was emptied goes back to what the file says, if it was
    set by hand, and else stays as it is."""
    return {
        field: words
        for field, words in entered.items()
        if words.strip() != shown[field] and (words.strip() or field in by_hand)
    }


@dialog("What it says of itself")
def correct(library: Library, status: DocumentStatus) -> None:
    """Show the fields to be changed; an empty one goes back to what the file says."""
    by_hand = {one.field: one.found for one in library.corrections(status.id)}
    shown = {field: str(getattr(status, field) or "") for field in FIELDS}
    found = dict(library.document(status.id).provenance)
    entered = {field: _field(status, field, shown[field], where_from(field, by_hand, found)) for field in FIELDS}
    show(element("p", "What is set here stays when the file changes. Empty a field to go back to what the file says."))
    if st.button("Save", type="primary", width="stretch"):
        with calmly():
            if chosen := changes(shown, entered, by_hand):
                with st.spinner("Saving"):
                    library.correct(status.id, chosen)
            st.rerun()


def where_from(field: str, by_hand: Mapping[str, str | None], found: Mapping[str, str]) -> str | None:
    """Where a field's value comes from, in a sentence of Markdown; None where nothing is known of it."""
    if field in by_hand:
        said = by_hand[field]
        return f"Set by hand; the file says {label(said) if said else 'nothing'}."
    where = FOUND.get(found.get(field, ""))
    return f"Taken {where}." if where else None


def _field(status: DocumentStatus, field: str, words: str, said: str | None) -> str:
    return st.text_input(
        field.capitalize(), words, key=f"set-{field}-{status.id}", placeholder=HINTS.get(field), help=said
    )
