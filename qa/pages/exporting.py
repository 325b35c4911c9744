"""A briefing as files to take away; each is made, and every quotation verified once more, when it is asked for."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from index.errors import LibraryError
from index.library import Library
from qa.export import FORMATS, export
from qa.model import Briefing
from qa.pages.shared import assistant, workspace
from qa.recheck import Verification, verify
from qa.workspace import Workspace


def exporting(briefing: Briefing) -> None:
    """A list of formats, each a download."""
    try:
        library: Library | str = assistant().library
    except LibraryError as error:
        library = str(error)
    kept = workspace()
    with st.popover("Export", icon=":material/download:"):
        for suffix, form in FORMATS.items():
            st.download_button(
                f"{form.name} (.{suffix})",
                partial(_file, kept, library, briefing.id, suffix),
                file_name=f"{file_stem(briefing.title)}.{suffix}",
                mime=form.media_type,
                key=f"export-{suffix}",
                on_click="ignore",
                type="tertiary",
            )


def verified(briefing: Briefing) -> Verification | str:
    """The briefing looked at again, or why it cannot be."""
    try:
        return _verified(assistant().library, briefing)
    except LibraryError as error:
        return str(error)


def file_stem(title: str) -> str:
    """A name for a file that every system takes."""
    return re.sub(r"[^\w-]+", " ", title).strip()[:80] or "Briefing"


def _file(kept: Workspace, library: Library | str, id: str, suffix: str) -> bytes:
    """The file, of the briefing as it is when the button is pressed; runs outside the page."""
    briefing = kept.briefings.get(id)
    return export(briefing, library if isinstance(library, str) else _verified(library, briefing), suffix)


def _verified(library: Library, briefing: Briefing) -> Verification | str:
    try:
        if not library.searched().documents:
            return f"the library in {library.path} is gone or empty."
        return verify(library, briefing)
    except LibraryError as error:
        return str(error)
