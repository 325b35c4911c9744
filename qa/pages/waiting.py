"""Long work on the page: how far it is or what it waits for, a way to stop it, and why it came to nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from qa.highlight import element
from qa.pages import words
from qa.pages.jobs import Job, Jobs
from qa.pages.shared import notice, redraw, show

EVERY = 1.0  # seconds between two looks


def waiting(job: Job, line: Jobs, done: Callable[[], bool]) -> None:
    """Draw a reader's own job of `line`, again and again while it is active; once `done`, the whole page once more."""
    st.fragment(_drawn, run_every=EVERY if job.is_active else None)(job, line, done)


def how_far(job: Job, line: Jobs) -> None:
    """Draw how far an active job of `line` is, and the way to stop it."""
    step = job.step
    st.progress(min(step.done / step.total, 1.0) if step and step.total else 0.0)
    show(element("p", told(job, line), class_="q-byline", role="status"))
    st.button("Stop", key=f"stop-{job.number}", type="tertiary", on_click=line.stop, args=(job.number,))


def told(job: Job, line: Jobs) -> str:
    """What an active job of `line` is at, or which work it waits for."""
    if job.stopping:
        return "Stopping"
    before = line.before(job)
    return words.after([one.what for one in before]) if before else words.doing(job.step)


def _drawn(job: Job, line: Jobs, done: Callable[[], bool]) -> None:
    if not job.is_active:
        if done():
            redraw()
            return
        notice(job.problem or "Stopped. Nothing of it is kept.", kind="problem" if job.problem else "calm")
        return
    show(element("p", job.what, class_="q-job"))
    how_far(job, line)
