"""A briefing as files to take away; each is made, and every quotation verified once more, when it is asked for.

A short one is handed over at once. A long one takes its time, in the background: how far it is can be seen, and it can
be stopped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

import streamlit as st

from index.errors import LibraryError
from index.library import Library
from index.model import Progress, Report
from qa.export import FORMATS, Format, export
from qa.model import Briefing
from qa.pages.jobs import Job, Jobs
from qa.pages.shared import assistant, workspace
from qa.pages.waiting import waiting
from qa.recheck import Verification, verify
from qa.workspace import Workspace

AT_ONCE = 100  # quotations that are verified and written while a reader waits: half a second

Sources = Library | str  # the library; or, where it cannot be opened, why


@dataclass(slots=True)
class Exporting:
    """A long briefing that this reader asked for as a file, the job that makes it, and the file. Written by the worker,
    once."""

    briefing: str
    version: int
    suffix: str
    file_name: str
    job: Job | None = None
    data: bytes | None = None


@st.cache_resource(show_spinner=False)
def exports() -> Jobs:
    """The line of exports: apart from the library's own work, so that none waits while documents are added."""
    return Jobs()


def exporting(briefing: Briefing) -> None:
    """A list of formats: each a download, or for a long briefing the order to make one."""
    library = _library()
    kept = workspace()
    with st.popover("Export", icon=":material/download:"):
        for suffix, form in FORMATS.items():
            draw = _at_once if len(briefing.pins) <= AT_ONCE else _in_the_background
            draw(briefing, form, partial(_file, kept, library, briefing.id, suffix))


def exported(briefing: Briefing) -> None:
    """A long briefing's file: how far it is, and when it is there, the way to save it; none once the briefing has been
    changed, which is not in it."""
    given: Exporting | None = st.session_state.get("exporting")
    if given is None or given.job is None or (given.briefing, given.version) != (briefing.id, briefing.version):
        return
    if given.data is None:
        waiting(given.job, exports(), lambda: given.data is not None)
        return
    st.download_button(
        f"Save {FORMATS[given.suffix].name}",
        given.data,
        given.file_name,
        FORMATS[given.suffix].media_type,
        key="save-export",
        on_click="ignore",
        icon=":material/download:",
    )


def verified(briefing: Briefing) -> Verification | str:
    """The briefing looked at again, or why it cannot be."""
    library = _library()
    return library if isinstance(library, str) else _verified(library, briefing, lambda _: None)


def file_stem(title: str) -> str:
    """A name for a file that every system takes."""
    return re.sub(r"[^\w-]+", " ", title).strip()[:80] or "Briefing"


def _at_once(briefing: Briefing, form: Format, make: partial[bytes]) -> None:
    st.download_button(
        f"{form.name} (.{form.suffix})",
        make,
        file_name=f"{file_stem(briefing.title)}.{form.suffix}",
        mime=form.media_type,
        key=f"export-{form.suffix}",
        on_click="ignore",
        type="tertiary",
    )


def _in_the_background(briefing: Briefing, form: Format, make: partial[bytes]) -> None:
    name = f"{form.name} (.{form.suffix})"
    st.button(name, key=f"export-{form.suffix}", type="tertiary", on_click=_begin, args=(briefing, form, make))


def _begin(briefing: Briefing, form: Format, make: partial[bytes]) -> None:
    old: Exporting | None = st.session_state.get("exporting")
    if old and old.job and old.job.is_active:
        exports().stop(old.job.number)
    given = Exporting(briefing.id, briefing.version, form.suffix, f"{file_stem(briefing.title)}.{form.suffix}")

    def work(progress: Progress) -> Report:
        given.data = make(progress=progress)
        return Report()

    given.job = exports().submit(f"Making {given.file_name}", work)
    st.session_state["exporting"] = given


def _library() -> Sources:
    try:
        return assistant().library
    except LibraryError as error:
        return str(error)


def _file(kept: Workspace, library: Sources, id: str, suffix: str, *, progress: Progress = lambda _: None) -> bytes:
    """The file, of the briefing as it is when the button is pressed; runs outside the page."""
    briefing = kept.briefings.get(id)
    return export(briefing, library if isinstance(library, str) else _verified(library, briefing, progress), suffix)


def _verified(library: Library, briefing: Briefing, progress: Progress) -> Verification | str:
    try:
        if not library.searched().documents:
            return f"the library in {library.path} is gone or empty."
        return verify(library, briefing, progress)
    except LibraryError as error:
        return str(error)
