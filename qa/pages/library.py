"""Library: which documents there are, which could not be read and why; adding and removing them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from index.library import Library
from index.model import DocumentStatus
from index.origins import firsts
from qa.highlight import element, joined, label
from qa.pages import words
from qa.pages.adding import adding, work
from qa.pages.correcting import correct
from qa.pages.shared import LIBRARY, SOURCE, UNREADABLE, assistant, calmly, dialog, notice, show

PER_PAGE = 25  # rows with a button each: quick to draw, and to look through
STATUSES = {"All": None, "Readable": "ready", UNREADABLE: "failed"}  # what can be shown -> the status it means


def page() -> None:
    """Draw the page."""
    st.session_state["came_from"] = LIBRARY
    library = assistant().library
    listed = library.list()
    show(element("h1", "Library"))
    adding(library, expanded=not listed)
    work()
    if not listed:
        notice("Nothing is in it yet. Add files or a folder above; they stay on this machine.")
        return
    chosen, first = _chosen(listed), firsts(listed)
    pages = max(1, -(-len(chosen) // PER_PAGE))
    _count(len(chosen), len(listed))
    rows = st.container(key="documents")
    number = _page_number(pages)  # below the rows, but known before them: the address may hold it
    with rows:
        if not chosen:
            notice("None is like that. Clear the filter to see all.")
        for status in chosen[(number - 1) * PER_PAGE : number * PER_PAGE]:
            _row(library, status, first.get(status.origin or ""))


def matching(listed: Sequence[DocumentStatus], wanted: str, show_only: str = "All") -> list[DocumentStatus]:
    """Those whose title, path, author or publisher hold every word of `wanted`, in any case, with that status."""
    asked, status = wanted.casefold().split(), STATUSES[show_only]
    return [
        one
        for one in listed
        if (status is None or one.status == status)
        and all(
            word in " ".join(filter(None, (one.title, one.path, one.author, one.publisher))).casefold()
            for word in asked
        )
    ]


def _chosen(listed: Sequence[DocumentStatus]) -> list[DocumentStatus]:
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        wanted = st.text_input(
            "Filter by title, file, author or publisher",
            key="filter",
            bind="query-params",
            label_visibility="collapsed",
            placeholder="Filter by title, file, author or publisher",
            icon=":material/filter_list:",
            on_change=_first_page,
        )
    with right:
        only = st.segmented_control(
            "Show",
            list(STATUSES),
            default="All",
            key="show",
            bind="query-params",
            label_visibility="collapsed",
            on_change=_first_page,
        )
    return matching(listed, wanted or "", only or "All")


def _first_page() -> None:
    st.session_state["page"] = 1


def _page_number(pages: int) -> int:
    """The page to show: the last when there are fewer than before."""
    if pages == 1:
        return 1
    if int(st.session_state.get("page") or 1) > pages:
        st.session_state["page"] = pages
    return min(int(st.pagination(pages, key="page", bind="query-params")), pages)


def _count(chosen: int, listed: int) -> None:
    many = words.counted(listed, "file or document", "files and documents")
    show(element("p", many if chosen == listed else f"{chosen:,} of {many}", class_="q-count", role="status"))


def _row(library: Library, status: DocumentStatus, first: DocumentStatus | None) -> None:
    with st.container(key=f"row-{status.id}"):
        left, right = st.columns([8, 1], vertical_alignment="top")
        with left:
            if status.status == "ready":
                st.page_link(SOURCE, label=label(status.title), query_params={"document": status.id})
            else:
                show(element("p", status.path, class_="q-unread"))
            show(_details(status, first))
        with right:
            name = label(status.title or status.path)
            if status.status == "ready" and st.button(
                "Edit", key=f"edit-{status.id}", type="tertiary", help=f"Change title, author or date of {name}"
            ):
                correct(library, status)
            if st.button("Remove", key=f"remove-{status.id}", type="tertiary", help=f"Remove {name} from the library"):
                _confirm(library, status)


def _details(status: DocumentStatus, first: DocumentStatus | None) -> str:
    if status.status != "ready":
        return element("p", status.reason or "It could not be read.", class_="q-reason")
    parts = (
        status.publisher or status.author,
        words.day(status.date) if status.date else None,
        status.kind,
        words.counted(status.passages, "passage"),
    )
    byline = element("p", " · ".join(part for part in parts if part), class_="q-byline")
    path = element("p", status.path, class_="q-path") if status.path != status.title else None
    if first is None or first.id == status.id:
        return joined(byline, path)
    name = first.title if first.title != status.title else first.path
    return joined(byline, path, element("p", f"Copy of {name}", class_="q-path"))


@dialog("Remove from the library?")
def _confirm(library: Library, status: DocumentStatus) -> None:
    show(
        element("p", element("b", status.title or status.path)),
        element("p", "It will not be searched or quoted any more. Files outside the library stay where they are."),
    )
    keep, remove = st.columns(2)
    with keep:
        if st.button("Keep it", width="stretch"):
            st.rerun()
    with remove, calmly():
        if st.button("Remove it", type="primary", width="stretch"):
            library.remove([status.id])
            st.rerun()


if __name__ == "__main__":
    with calmly():
        page()
