"""Look up: words in the documents, with the passages that hold them; narrowed and ordered, all of which is in the
address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from index.model import Facets
from qa.assistant import Assistant
from qa.highlight import Markup, element, label, marked
from qa.pages import words
from qa.pages.addresses import source_query
from qa.pages.narrowing import arrive, clear, controls, copies_hidden, narrowed, order, tell
from qa.pages.results import Narrowed, Row, in_order, one_an_origin
from qa.pages.shared import LOOK_UP, SOURCE, assistant, calmly, first_run, notice, show
from qa.pages.snippets import excerpt, looked_up
from qa.query import Query, parse

MOST = 30  # passages for words, and rows drawn at once: further down, other words find more than more reading
EVERY = 300  # passages that hold a phrase: few hold one, and they are all of them what was asked for
COPIES = 3  # times as many are looked at where copies are hidden, so that as many rows are left


def page() -> None:
    """Draw the page."""
    st.session_state["came_from"] = LOOK_UP
    helper = assistant()
    if first_run(helper.library.searched()):
        return
    show(element("h1", "Look up"))
    days = helper.library.facets()
    arrive(days)
    asked = st.text_input(
        "Words to look up",
        key="words",
        type="search",
        bind="query-params",
        label_visibility="collapsed",
        placeholder="Words, “an exact phrase”, -without",
        icon=":material/search:",
    )
    if (asked or "").strip():
        _results(helper, asked or "", days)
    else:
        _hints()


def _hints() -> None:
    show(
        element("p", "Words in quotation marks are found as they stand: “mapping exercise”."),
        element("p", "A minus leaves out passages that hold a word or phrase: harbour -railings."),
        element("p", "Press / to type, the arrow keys to go through what is found, Enter to open it."),
    )


def _results(helper: Assistant, asked: str, days: Facets) -> None:
    query, one_each = parse(asked), copies_hidden()

    @lru_cache
    def rows_of(narrowed: Narrowed) -> list[Row]:
        return _rows(helper, asked, query, narrowed, one_each=one_each)

    chosen = narrowed()
    rows = in_order(rows_of(chosen), order())
    controls(chosen, rows_of, days)
    _count(rows, narrowed=bool(chosen.where()))
    tell()
    shown = _shown((asked, chosen, one_each))
    with st.container(key="hits"):
        for row in rows[:shown]:
            _row(row, query)
    if len(rows) > shown:
        st.button("Show more", type="tertiary", on_click=_show, args=((asked, chosen, one_each), shown + MOST))


def _rows(helper: Assistant, asked: str, query: Query, narrowed: Narrowed, *, one_each: bool) -> list[Row]:
    most = EVERY if query.phrases else MOST
    found = helper.look_up(asked, top=most * COPIES if one_each else most, where=narrowed.where()).hits
    if not one_each:
        return [Row(one) for one in found]
    return one_an_origin(found, helper.library.origins({one.document.id for one in found}))[:most]


def _count(rows: Sequence[Row], *, narrowed: bool) -> None:
    """How many were found; beside it, the way back to everything."""
    with st.container(key="count", horizontal=True, vertical_alignment="center"):
        if rows:
            documents = len({row.found.document.id for row in rows})
            said = f"{words.counted(len(rows), 'passage')} in {words.counted(documents, 'document')}"
            show(element("p", said, class_="q-count", role="status"))
        else:
            notice("Nothing was found" + (" within these filters." if narrowed else "."))
        if narrowed:
            st.button("Clear the filters", type="tertiary", on_click=clear)


def _shown(search: object) -> int:
    """How many rows are drawn: more than at first where that was asked for, of this very search."""
    held = st.session_state.get("more")
    return int(held[1]) if held and held[0] == search else MOST


def _show(search: object, many: int) -> None:
    st.session_state["more"] = search, many


def _row(row: Row, query: Query) -> None:
    found, passage = row.found, row.found.hit.passage
    with st.container(key=f"hit-{found.hit.rank}"):
        address = source_query(passage.span, passage.text)
        st.page_link(SOURCE, label=label(found.document.title), query_params=address)
        show(
            element("p", words.byline(found.document, found.locator), class_="q-byline"),
            element("p", _snippet(passage.text, query), class_="q-snippet"),
            element("p", words.further(row.passages, row.copies), class_="q-byline") if row.passages else None,
        )


def _snippet(text: str, query: Query) -> Markup:
    highlights, first = looked_up(text, query)
    begin, end = excerpt(text, first or highlights)
    dots = element("span", "… ", class_="q-cut", aria_hidden="true")
    shown = marked(text[begin:end], highlights, base=begin)
    return element("span", dots if begin else None, shown, dots if end < len(text) else None)


if __name__ == "__main__":
    with calmly():
        page()
