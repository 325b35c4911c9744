"""Look up: words in the documents, with the passages that hold them; filters; the search is part of the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from index.model import Facet, Facets, Filter
from qa.highlight import Highlight, Markup, element, label, marked
from qa.model import Found
from qa.pages import words
from qa.pages.addresses import source_query
from qa.pages.shared import LOOK_UP, SOURCE, assistant, calmly, first_run, notice, show
from qa.pages.snippets import excerpt, occurrences

MOST = 30  # passages: further down, other words find more than more reading


def page() -> None:
    """Draw the page."""
    st.session_state["came_from"] = LOOK_UP
    helper = assistant()
    if first_run(helper.library.searched()):
        return
    show(element("h1", "Look up"))
    asked = st.text_input(
        "Words to look up",
        key="words",
        type="search",
        bind="query-params",
        label_visibility="collapsed",
        placeholder="Words to look up",
        icon=":material/search:",
    )
    where = _filters(helper.library.facets())
    if not (asked or "").strip():
        show(element("p", "Press / to type, the arrow keys to go through what is found, Enter to open it."))
        return
    found = helper.look_up(asked or "", top=MOST, where=where).hits
    if not found:
        notice("Nothing was found" + (" within these filters. Clear them to look everywhere." if where else "."))
        return
    _count(found)
    with st.container(key="hits"):
        for hit in found:
            _hit(hit, asked or "")


def _filters(facets: Facets) -> Filter:
    with st.expander("Filters", expanded=bool(st.session_state.get("filters-open")), key="filters"):
        left, right = st.columns(2)
        with left:
            publishers = _choice("Publisher", "publishers", facets.publishers)
            after = _day("From", "after", facets)
        with right:
            authors = _choice("Author", "authors", facets.authors)
            before = _day("Until", "before", facets)
        kinds = _choice("Kind", "kinds", facets.kinds)
    return Filter(publishers, authors, kinds, after, before)


def _choice(name: str, key: str, facets: Sequence[Facet]) -> frozenset[str]:
    counts = {facet.value: facet.documents for facet in facets}
    chosen = st.multiselect(
        name,
        list(counts),
        format_func=lambda value: f"{value} ({counts[value]:,})",
        key=key,
        placeholder="Any",
        disabled=not counts,
    )
    return frozenset(chosen)


def _day(name: str, key: str, facets: Facets) -> date | None:
    chosen = st.date_input(
        name,
        None,
        min_value=facets.earliest or date(1, 1, 1),
        max_value=facets.latest or date.today(),
        key=key,
        disabled=facets.earliest is None,
    )
    return chosen if isinstance(chosen, date) else None


def _count(found: Sequence[Found]) -> None:
    documents = len({hit.document.id for hit in found})
    passages = words.counted(len(found), "passage")
    show(element("p", f"{passages} in {words.counted(documents, 'document')}, the best first", class_="q-count"))


def _hit(found: Found, asked: str) -> None:
    passage = found.hit.passage
    with st.container(key=f"hit-{found.hit.rank}"):
        query = source_query(passage.span, passage.text)
        st.page_link(SOURCE, label=label(found.document.title), query_params=query)
        show(
            element("p", words.byline(found.document, found.locator), class_="q-byline"),
            element("p", _snippet(passage.text, asked), class_="q-snippet"),
        )


def _snippet(text: str, asked: str) -> Markup:
    highlights: list[Highlight] = occurrences(text, asked)
    begin, end = excerpt(text, highlights)
    dots = element("span", "… ", class_="q-cut", aria_hidden="true")
    shown = marked(text[begin:end], highlights, base=begin)
    return element("span", dots if begin else None, shown, dots if end < len(text) else None)


if __name__ == "__main__":
    with calmly():
        page()
