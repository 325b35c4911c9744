"""The row of controls above what was looked up: what it is narrowed to, each choice with its count; and the order.

What is chosen is known before the row is drawn, since the search that it belongs to is run first. It is in the address
too, from which a session that begins with it takes it up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index.model import Facets
from qa.highlight import label
from qa.pages.narrowed_address import PARAMETERS, Choices, choices, narrowed_query
from qa.pages.results import FACETS, ORDERS, Narrowed, Order, Row, counted_by

TITLES = {"publishers": "Publisher", "authors": "Author", "kinds": "Kind"}
CHOICES = 24  # values of one kind: enough to choose from, few enough to look through
EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)

Rows = Callable[[Narrowed], Sequence[Row]]


def arrive(days: Facets) -> None:
    """Choose what the address says that this session came with."""
    if "arrived" in st.session_state:
        return
    st.session_state["arrived"] = True
    wanted = choices({name: st.query_params.get_all(name) for name in st.query_params}, days)
    for name in FACETS:
        values = getattr(wanted.narrowed, name)
        if values:
            st.session_state[_key(name)] = values[0] if name == "year" else list(values)
    for name in ("after", "before"):
        if day := getattr(wanted.narrowed, name):
            st.session_state[_key(name)] = day
    st.session_state["order"], st.session_state["copies"] = wanted.order, wanted.copies_hidden


def tell() -> None:
    """Say in the address what is chosen, so that it can be sent, kept, and gone back to."""
    query = narrowed_query(Choices(narrowed(), order(), copies_hidden()))
    for name in PARAMETERS:
        if st.query_params.get_all(name) != query.get(name, []):
            if name in query:
                st.query_params[name] = query[name]
            else:
                del st.query_params[name]


def narrowed() -> Narrowed:
    """What is chosen."""
    after, before = (st.session_state.get(_key(name)) for name in ("after", "before"))
    return Narrowed(
        **{name: _chosen(name) for name in FACETS},
        after=after if isinstance(after, date) else None,
        before=before if isinstance(before, date) else None,
    )


def order() -> Order:
    """The order that is chosen."""
    chosen = st.session_state.get("order")
    return next((one for one in ORDERS if one == chosen), ORDERS[0])


def copies_hidden() -> bool:
    """Whether each source text is to have one row."""
    return bool(st.session_state.get("copies"))


def clear() -> None:
    """Choose nothing, so that everything is allowed."""
    st.session_state["cleared"] = st.session_state.get("cleared", 0) + 1


def controls(chosen: Narrowed, rows_of: Rows, days: Facets) -> None:
    """Draw the row. `rows_of` gives what is found when a search is narrowed so; `days`, between which dates lie."""
    with st.container(key="narrowing", horizontal=True, vertical_alignment="center"):
        for name, title in TITLES.items():
            counts = _counts(name, chosen, rows_of)
            with _opened(title, len(getattr(chosen, name)), disabled=not counts):
                _pills(name, title, counts, many=True)
        dates = bool(chosen.year) + bool(chosen.after or chosen.before)
        with _opened("Date", dates, disabled=days.earliest is None):
            _pills("year", "Year", _counts("year", chosen, rows_of), many=False)
            left, right = st.columns(2)
            with left:
                _day("From", "after", days)
            with right:
                _day("Until", "before", days)
        st.checkbox("Hide copies", key="copies", persist_state="session")
        st.selectbox("Order", ORDERS, key="order", label_visibility="collapsed", width=150, persist_state="session")


def _key(name: str) -> str:
    """A control's key: a new one whenever all is cleared, for a closed popover's controls do not hear of it, and would
    soon choose again what they had."""
    return f"{name}-{st.session_state.get('cleared', 0)}"


def _chosen(name: str) -> tuple[str, ...]:
    value = st.session_state.get(_key(name))
    return (value,) if isinstance(value, str) else tuple(value or ())


def _counts(name: str, chosen: Narrowed, rows_of: Rows) -> dict[str, int]:
    """The values to choose from, with how many rows have each: of those shown where it is chosen, else of those that
    would be found if nothing of the kind were."""
    shown = counted_by(rows_of(chosen), name)
    taken = _chosen(name)
    if not taken:
        return dict(list(shown.items())[:CHOICES])
    others = counted_by(rows_of(chosen.but(name)), name)
    mine = {value: shown.get(value, 0) for value in taken}
    return {value: mine.get(value, count) for value, count in list(others.items())[:CHOICES]} | mine


def _opened(title: str, chosen: int, *, disabled: bool) -> DeltaGenerator:
    name = f"{title} · {chosen}" if chosen else title
    return st.popover(name, type="tertiary", key=f"by-{title.lower()}", disabled=disabled)


def _pills(name: str, title: str, counts: Mapping[str, int], *, many: bool) -> None:
    if not counts:
        return
    st.pills(
        title,
        list(counts),
        selection_mode="multi" if many else "single",
        format_func=lambda value: f"{label(value)} ({counts[value]:,})",
        key=_key(name),
        persist_state="session",
    )


def _day(title: str, name: str, days: Facets) -> None:
    st.date_input(
        title,
        None,
        min_value=days.earliest or EARLIEST,
        max_value=days.latest or LATEST,
        key=_key(name),
        persist_state="session",
    )
