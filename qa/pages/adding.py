"""Adding to the library, and how far long work is: uploads, folders, sync, and the jobs of all readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from index.library import Library
from index.model import Progress, Report, Step
from qa.highlight import element
from qa.pages import words
from qa.pages.jobs import Job
from qa.pages.shared import jobs, notice, redraw, show
from qa.pages.waiting import how_far

MOST_FAILURES = 20  # of one job; the list below has them all


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a reader gave: its name, and its bytes."""

    name: str
    data: bytes


def adding(library: Library, *, expanded: bool) -> None:
    """Ways to give documents; each hands its work to the line of jobs and returns at once."""
    with st.expander("Add documents", icon=":material/add:", expanded=expanded, key="adding"):
        # The uploader's key changes with each batch, so that it is empty again once the files are taken.
        batch = st.session_state.setdefault("batch", 0)
        st.file_uploader(
            "Files from this computer; one takes the place of an earlier upload of the same name",
            accept_multiple_files=True,
            key=f"upload-{batch}",
            on_change=_take_uploads,
            args=(library, f"upload-{batch}"),
        )
        with st.form("folder", border=False):
            st.text_input("A folder on the machine that Quoth runs on", key="path", placeholder="/srv/reports")
            st.form_submit_button("Add the folder", icon=":material/create_new_folder:", on_click=_add, args=(library,))
        if st.session_state.pop("no-path", False):
            notice("Give the folder's full path, for example /srv/reports.", kind="problem")
        st.button(
            "Look for changes in the folders added so far",
            icon=":material/sync:",
            on_click=_sync,
            args=(library,),
            type="tertiary",
        )


def work() -> None:
    """The jobs, those of other readers among them; drawn anew each second while one is active."""
    if jobs().all():
        st.fragment(_work, run_every=1 if jobs().active() else None)(polling=bool(jobs().active()))


def add_all(library: Library, uploads: Sequence[Upload], progress: Progress) -> Report:
    """Read uploads one after the other; one that cannot be read is in the report, and the rest goes on."""
    total = Report()
    for done, upload in enumerate(uploads):
        one = library.add_upload(upload.name, upload.data, _of_all(progress, done, len(uploads)))
        total = Report(
            total.added + one.added,
            total.updated + one.updated,
            total.unchanged + one.unchanged,
            total.removed + one.removed,
            (*total.failed, *one.failed),
        )
    return total


def told_apart(uploads: Sequence[Upload]) -> list[Upload]:
    """Uploads given together, those of one name but other bytes numbered: of different folders, none may be lost."""
    taken: dict[str, bytes] = {}
    for one in uploads:
        path, number, name = Path(one.name), 1, one.name
        while taken.get(name, one.data) != one.data:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        taken[name] = one.data
    return [Upload(name, data) for name, data in taken.items()]


def absolute(typed: str) -> Path | None:
    """The full path that somebody typed, a home directory's ``~`` among it; None when it is not one."""
    try:
        path = Path(typed.strip()).expanduser()
    except RuntimeError:  # the home of somebody unknown
        return None
    return path if path.is_absolute() else None


def _of_all(progress: Progress, done: int, total: int) -> Progress:
    """Progress of one file told as progress of all; that of a single file goes through as it is."""
    if total == 1:
        return progress
    return lambda step: progress(Step(step.stage, done, total, step.name))


def _take_uploads(library: Library, key: str) -> None:
    uploads = told_apart([Upload(file.name, file.getvalue()) for file in st.session_state[key]])
    if not uploads:
        return
    what = uploads[0].name if len(uploads) == 1 else words.counted(len(uploads), "file")
    jobs().submit(f"Adding {what}", lambda progress: add_all(library, uploads, progress))
    st.session_state["batch"] += 1


def _add(library: Library) -> None:
    path = absolute(st.session_state["path"])
    if path is None:
        st.session_state["no-path"] = True
        return
    jobs().submit(f"Adding {path}", lambda progress: library.add([path], progress))
    st.session_state["path"] = ""


def _sync(library: Library) -> None:
    jobs().submit("Looking for changes", library.sync)


def _work(*, polling: bool) -> None:
    for job in jobs().all():
        with st.container(key=f"job-{job.number}", border=True):
            _job(job)
    if polling and not jobs().active():
        redraw()  # the page itself has changed: the list, and the counts at its side


def _job(job: Job) -> None:
    show(element("p", job.what, class_="q-job"))
    if job.is_active:
        how_far(job, jobs())
        return
    show(element("p", _ended(job), class_="q-job-ended", role="status"))
    failed = job.report.failed if job.report else ()
    if failed:
        lines = [element("li", element("b", one.path), " ", one.reason) for one in failed[:MOST_FAILURES]]
        show(element("ul", *lines, class_="q-failures"))
    st.button("Dismiss", key=f"dismiss-{job.number}", type="tertiary", on_click=jobs().dismiss, args=(job.number,))


def _ended(job: Job) -> str:
    if job.state == "failed":
        return job.problem or "It failed."
    if job.state == "stopped":
        return "Stopped. What was read so far stays."
    return words.outcome(job.report).capitalize() if job.report else "Done."
