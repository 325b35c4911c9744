"""Check a draft: upload one, see how far it is, read what was found, take the marked copy away."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from index.library import Library
from index.model import Progress, Report, Span
from index.settings import Settings
from qa.check.checker import check
from qa.check.draft import KINDS, read
from qa.check.marked import Remark, marked_copy, marked_text, remarks
from qa.check.notes import HEADS, summary
from qa.check.report import CheckReport, Place
from qa.highlight import element, label
from qa.pages import words
from qa.pages.addresses import source_query
from qa.pages.jobs import Job, Jobs
from qa.pages.shared import CHECK, SOURCE, assistant, calmly, first_run, notice, show
from qa.pages.waiting import waiting

SUFFIXES = [suffix for suffixes in KINDS.values() for suffix in suffixes]
COPIES = {".docx": "Word", ".html": "Web page", ".md": "Markdown"}
SHOWN = {"What to look at": True, "Everything": False}  # a choice -> whether it shows flagged remarks only


@dataclass(slots=True)
class Checking:
    """A draft that this reader gave, the job that checks it, and what came of it. Written by the worker, once."""

    name: str
    job: Job | None = None
    report: CheckReport | None = None
    copies: dict[str, bytes] = field(default_factory=dict)


@st.cache_resource(show_spinner=False)
def checks() -> Jobs:
    """The line of checks: apart from the library's own work, so that none waits while documents are added."""
    return Jobs()


def page() -> None:
    """Draw the page."""
    st.session_state["came_from"] = CHECK
    helper = assistant()
    if first_run(helper.library.searched()):
        return
    show(
        element("h1", "Check a draft"),
        element(
            "p",
            "Every quotation in it is looked up in the documents, and every figure too. The draft itself is not kept.",
        ),
    )
    batch = st.session_state.setdefault("draft-batch", 0)
    st.file_uploader(
        "A draft: Word, Markdown or plain text",
        type=[suffix.removeprefix(".") for suffix in SUFFIXES],
        key=f"draft-{batch}",
        on_change=_take,
        args=(helper.library, f"draft-{batch}"),
    )
    given: Checking | None = st.session_state.get("checking")
    if given is None or given.job is None:
        return
    if given.report is not None:
        _result(given, given.report)
    else:
        waiting(given.job, checks(), lambda: given.report is not None)


def checked(given: Checking, data: bytes, library: Library, progress: Progress) -> Report:
    """Check the draft that was given as `data`, and make its copies. Raises a LoadError for one that cannot be read."""
    suffix = Path(given.name).suffix.lower()
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / f"draft{suffix}"
        path.write_bytes(data)
        report = check(read(path, name=given.name, limits=Settings().limits()), library, progress)
    for kind in COPIES:
        given.copies[kind] = marked_copy(report, kind, data if suffix == ".docx" else None)
    given.report = report
    return Report()


def _take(library: Library, key: str) -> None:
    file = st.session_state[key]
    if file is None:
        return
    given, data = Checking(file.name), file.getvalue()
    given.job = checks().submit(f"Checking {file.name}", lambda progress: checked(given, data, library, progress))
    st.session_state["checking"] = given
    st.session_state["draft-batch"] += 1  # a new uploader, empty again


def _result(given: Checking, report: CheckReport) -> None:
    show(element("h2", given.name), element("p", summary(report), role="status"))
    with st.container(horizontal=True):
        for suffix, name in COPIES.items():
            st.download_button(
                f"Marked copy: {name}",
                given.copies[suffix],
                f"{Path(given.name).stem}-checked{suffix}",
                on_click="ignore",
                key=f"copy{suffix}",
                icon=":material/download:",
            )
    chosen = st.segmented_control("Show", list(SHOWN), default="What to look at", key="check-show")
    found = list(enumerate(remarks(report), 1))
    flagged = [(number, one) for number, one in found if one.name != "verbatim"]
    if not flagged:
        notice("Every quotation stands as it is quoted, and every figure is in the documents.")
    shown = flagged if SHOWN[chosen or "What to look at"] else found
    places = {(one.start, one.end): one.places for one in report.quotations}
    with st.container(key="remarks"):
        for number, one in shown:
            _remark(number, one, report.text, places.get((one.start, one.end), ()))
    with st.expander("The draft with its marks", expanded=True):
        show(element("article", marked_text(report, {number for number, _ in shown}), class_="q-draft"))


def _remark(number: int, one: Remark, text: str, places: tuple[Place, ...]) -> None:
    with st.container(key=f"remark-{number}"):
        head = HEADS.get(one.name, "Figure")
        show(
            element("p", f"{number}. {head}", class_="q-label", id=f"remark-{number}"),
            element("blockquote", element("p", text[one.start : one.end]), class_="q-quote q-small"),
            element("p", one.words, class_="q-byline"),
        )
        for place in places[:1]:
            span = Span(place.document.id, place.start, place.end)
            line = words.byline(place.document, place.locator)
            st.page_link(
                SOURCE,
                label=f"**{label(place.document.title)}**" + (f" · {label(line)}" if line else ""),
                icon=":material/article:",
                query_params=source_query(span, place.words),
            )


if __name__ == "__main__":
    with calmly():
        page()
