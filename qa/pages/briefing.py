"""Briefing: quotations in sections with the analyst's own sentences, looked at again, and exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial

import streamlit as st

from index.errors import NotInWorkspace, QuothError
from qa.brief import section_moved, section_titled, titled, with_section, without_section
from qa.export.paper import paper_of
from qa.highlight import element
from qa.model import Briefing, Section
from qa.pages import words
from qa.pages.briefing_items import adding, change, item, removed, sign
from qa.pages.exporting import exported, exporting, verified
from qa.pages.shared import BRIEFING, assistant, calmly, dialog, notice, said, say, show, workspace, zone
from qa.recheck import Verification


def page() -> None:
    """Draw the page."""
    st.session_state["came_from"] = BRIEFING
    try:
        briefing = _chosen()
    except NotInWorkspace:  # deleted since it was listed: the page, drawn anew, knows that it is gone
        st.rerun()
    if briefing is None:
        _invitation()
        return
    _title(briefing)
    said("briefing")
    removed(briefing)
    _library_is_there()
    found = _looking_again(briefing)
    numbers = {pin.id: number for number, pin in enumerate(briefing.pins, 1)}
    for section in briefing.sections:
        with st.container(key=f"section-{section.id}"):
            _section(briefing, section)
            for one in section.items:
                item(briefing, one, numbers.get(one.id, 0), found)
            if not section.items:
                show(element("p", "Nothing is in this section yet.", class_="q-byline"))
            adding(briefing, section)
    add = partial(with_section, title="New section")
    with st.container(key="briefing-end", horizontal=True):
        st.button("Add a section", type="tertiary", icon=":material/add:", on_click=change, args=(briefing.id, add))
    _timeline(briefing, found)


def _chosen() -> Briefing | None:
    """The briefing that the address names, else the one last opened here, else the one last changed; None where there
    is none. Raises NotInWorkspace where it is deleted at that moment."""
    listed = {one.id: one.title for one in workspace().briefings.list()}
    wanted = st.query_params.get("briefing")
    if wanted and wanted not in listed:
        begin = "Go on with the one below, or begin" if listed else "Begin"
        notice(f"This briefing has been deleted. {begin} a new one.")
    if not listed:
        return None
    opened = [one for one in (wanted, st.session_state.get("briefing")) if one in listed]
    current = opened[0] if opened else next(iter(listed))
    with st.container(key="briefing-choice", horizontal=True, vertical_alignment="bottom"):
        if len(listed) > 1:
            names = _names(listed)
            st.selectbox(
                "Briefing",
                list(names),
                index=list(names).index(current),
                format_func=names.__getitem__,
                label_visibility="collapsed",
                key=f"choice-{current}",
                on_change=_open,
                args=(f"choice-{current}",),
            )
        st.button("New briefing", type="tertiary", icon=":material/add:", on_click=_new)
    st.session_state["briefing"] = st.query_params["briefing"] = current
    return workspace().briefings.get(current)


def _names(listed: Mapping[str, str]) -> dict[str, str]:
    """By id, the titles in their order, each told from others like it: the list knows its choices by their names, and
    must not change with what was changed last."""
    seen = Counter(listed.values())
    names = {key: f"{title} ({key})" if seen[title] > 1 else title for key, title in listed.items()}
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))


def _open(key: str) -> None:
    st.session_state["briefing"] = st.query_params["briefing"] = st.session_state[key]


def _new() -> None:
    try:
        made = workspace().briefings.create("New briefing")
        st.session_state["briefing"] = st.query_params["briefing"] = made.id
    except QuothError as error:
        say("briefing", str(error))


def _invitation() -> None:
    show(
        element(
            "section",
            element("h1", "Briefings hold quotations"),
            element(
                "p",
                "Pin a quotation beside an answer, and it stands here: in sections, in your order, with your own "
                "sentences between them; to be looked at again later, and exported with footnotes.",
            ),
            class_="q-first",
        )
    )
    st.button("New briefing", type="primary", on_click=_new)
    said("briefing")


def _title(briefing: Briefing) -> None:
    show(element("h1", briefing.title, class_="q-heard"))  # what is seen is a field
    key = f"briefing-title-{briefing.id}-{sign(briefing.title)}-{_emptied()}"
    st.text_input(
        "Title",
        briefing.title,
        key=key,
        max_chars=200,
        label_visibility="collapsed",
        on_change=_retitle,
        args=(briefing, key),
    )
    counted = words.counted(len(briefing.pins), "quotation")
    when = words.moment(briefing.changed_at, zone())
    show(element("p", f"{counted} · last changed on {when}", class_="q-byline"))


def _retitle(briefing: Briefing, key: str) -> None:
    title = st.session_state[key]
    change(briefing.id, partial(titled, title=title))
    _filled_again(title)


def _filled_again(title: str) -> None:
    """Have the field show what is kept where it was emptied, which changes nothing: as another field."""
    if not title.strip():
        st.session_state["emptied"] = _emptied() + 1


def _emptied() -> int:
    return int(st.session_state.get("emptied", 0))


def _library_is_there() -> None:
    """Say so where the library that quotations come from is gone, or empty by now."""
    try:
        searched = assistant().library.searched()
    except QuothError as error:
        notice(f"This can be read and exported, but nothing can be verified: {error}", kind="problem")
        return
    if not searched.documents:
        notice(
            f"The library in {searched.library} is gone or empty. This can be read and exported, but its quotations "
            "cannot be verified.",
            kind="problem",
        )


def _looking_again(briefing: Briefing) -> Verification | None:
    """Verify and export; what the last verification in this session found."""
    found: dict[str, Verification] = st.session_state.setdefault("verified", {})
    with st.container(key="briefing-doing", horizontal=True):
        if st.button("Verify now", icon=":material/fact_check:", disabled=not briefing.pins):
            with calmly():
                outcome = verified(briefing)
                if isinstance(outcome, Verification):
                    found[briefing.id] = outcome
                else:
                    found.pop(briefing.id, None)
                    notice(outcome, kind="problem")
        exporting(briefing)
        if st.button("Delete", type="tertiary", icon=":material/delete:"):
            _delete(briefing)
    exported(briefing)
    verification = found.get(briefing.id)
    if verification and all(map(verification.of, briefing.pins)):  # what was pinned since is not spoken for
        statement = paper_of(briefing, verification).statement
        show(element("div", *(element("p", sentence) for sentence in statement), class_="q-byline", role="status"))
    return verification


def _section(briefing: Briefing, section: Section) -> None:
    key = f"section-title-{section.id}-{sign(section.title)}-{_emptied()}"
    st.text_input(
        "Section",
        section.title,
        key=key,
        max_chars=200,
        label_visibility="collapsed",
        on_change=_retitle_section,
        args=(briefing, section, key),
    )
    if len(briefing.sections) < 2:
        return
    with st.container(key=f"doing-{section.id}", horizontal=True):
        for name, icon, by in (("Section up", "arrow_upward", -1), ("Section down", "arrow_downward", 1)):
            move = partial(section_moved, id=section.id, by=by)
            st.button(
                name,
                key=f"{name}-{section.id}",
                type="tertiary",
                icon=f":material/{icon}:",
                on_click=change,
                args=(briefing.id, move),
            )
        if not section.items:
            drop = partial(without_section, id=section.id)
            st.button(
                "Remove section",
                key=f"remove-{section.id}",
                type="tertiary",
                icon=":material/close:",
                on_click=change,
                args=(briefing.id, drop),
            )


def _retitle_section(briefing: Briefing, section: Section, key: str) -> None:
    title = st.session_state[key]
    change(briefing.id, partial(section_titled, id=section.id, title=title))
    _filled_again(title)


def _timeline(briefing: Briefing, found: Verification | None) -> None:
    events = paper_of(briefing, found or "").timeline
    if not events:
        return
    with st.expander("In order of time", icon=":material/timeline:"):
        lines = (
            element("div", element("dt", words.day(event.date)), element("dd", f"“{event.text}” ({event.number})"))
            for event in events
        )
        show(element("dl", *lines, class_="q-timeline"))


@dialog("Delete the briefing?")
def _delete(briefing: Briefing) -> None:
    show(element("p", element("b", briefing.title)), element("p", "It is deleted for everybody. What it quotes stays."))
    with calmly():
        if st.button("Delete it", type="primary"):
            workspace().briefings.delete(briefing.id, version=briefing.version)
            st.session_state.pop("briefing", None)
            st.query_params.clear()
            st.rerun()


if __name__ == "__main__":
    with calmly():
        page()
