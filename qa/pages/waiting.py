"""A reader's own piece of long work on the page: how far it is, a way to stop it, and why it came to nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from qa.highlight import element
from qa.pages import words
from qa.pages.jobs import Job, Jobs
from qa.pages.shared import notice, redraw, show

EVERY = 1.0  # seconds between two looks


def waiting(job: Job, line: Jobs, done: Callable[[], bool]) -> None:
    """Draw a job of `line`, again and again while it is active; the whole page once more when it is `done`."""
    st.fragment(_drawn, run_every=EVERY if job.is_active else None)(job, line, done)


def _drawn(job: Job, line: Jobs, done: Callable[[], bool]) -> None:
    if not job.is_active:
        if done():
            redraw()
            return
        notice(job.problem or "Stopped. Nothing of it is kept.", kind="problem" if job.problem else "calm")
        return
    show(element("p", job.what, class_="q-job"))
    step = job.step
    st.progress(min(step.done / step.total, 1.0) if step and step.total else 0.0)
    said = "Stopping" if job.stopping else words.doing(step)
    show(element("p", said, class_="q-byline", role="status"))
    st.button("Stop", key=f"stop-{job.number}", type="tertiary", on_click=line.stop, args=(job.number,))
