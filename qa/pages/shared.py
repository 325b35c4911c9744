"""What the pages share: the one assistant and the one line of jobs of this process, and how problems are told.

The paths of the pages stand here, since links are made from them; `app.py` puts them into the navigation.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from functools import wraps
from pathlib import Path
from typing import ParamSpec
from zoneinfo import ZoneInfo

import streamlit as st

from index.errors import QuothError
from index.library import Library
from index.model import Searched
from index.settings import Settings
from qa.assistant import Assistant
from qa.highlight import Markup, element, joined
from qa.pages.jobs import Jobs
from qa.pages.turns import Talk
from qa.workspace import Workspace

ASK, LOOK_UP, CHECK, LIBRARY, SOURCE, BRIEFING, CONVERSATIONS = (
    f"qa/pages/{name}.py" for name in ("ask", "look_up", "check", "library", "source", "briefing", "conversations")
)
HERE = Path(__file__).parent
UNREADABLE = "Unreadable"  # one of the library page's choices, and so part of addresses

log = logging.getLogger(__name__)
P = ParamSpec("P")


def assistant() -> Assistant:
    """The process's one assistant, for all its readers; its library is made where there is none.

    Raises LibraryError when the library cannot be opened.
    """
    return _open(str(Settings().library_path()))


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """What people keep beside the library, which need not be there."""
    return Workspace(Settings().workspace_path())


def current_talk() -> Talk:
    """The conversation that this reader's session shows."""
    talk: Talk = st.session_state.setdefault("talk", Talk())
    return talk


def left_talks() -> list[Talk]:
    """The conversations that this reader left while answers were still to come."""
    left: list[Talk] = st.session_state.get("left-talks", [])
    return left


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """The process's one line of long work."""
    return Jobs()


def show(*parts: str | Markup | None) -> None:
    """Show markup. The only way from a page to the screen for anything that holds words of documents or people."""
    st.html(joined(*parts))


def notice(message: str, *, kind: str = "calm") -> None:
    """One sentence that a reader should see, as text; `kind` is "calm" or "problem"."""
    show(element("p", message, class_=f"q-notice q-{kind}", role="alert" if kind == "problem" else "status"))


@contextmanager
def calmly() -> Iterator[None]:
    """Around a page, or a part of one: a problem becomes a sentence that says what to do; the trace goes to the log."""
    try:
        yield
    except QuothError as error:
        notice(str(error), kind="problem")
    except Exception:  # the edge: nothing above would tell the reader
        log.exception("a page failed")
        notice("Something went wrong in Quoth itself. Try once more; the log has the details.", kind="problem")


def dialog(title: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """A function as a dialog. It is drawn again by itself, so its problems are told in it; and while it is open,
    nothing else may draw the page anew, which would close it over what is being typed: see `redraw`."""

    def made(draw: Callable[P, None]) -> Callable[P, None]:
        @st.dialog(title, on_dismiss="rerun")
        @wraps(draw)
        def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
            st.session_state["in-dialog"] = True
            with calmly():
                draw(*args, **kwargs)

        return drawn

    return made


def redraw() -> None:
    """Draw the whole page anew, unless a dialog is open over it: then whatever closes that does so."""
    if not st.session_state.get("in-dialog"):
        st.rerun()


def say(key: str, message: str) -> None:
    """Have `said` show a problem with what a button did, once, in the place called `key`."""
    st.session_state["said"] = key, message


def said(key: str) -> None:
    """Show the problem that was left for this place, if any."""
    if st.session_state.get("said", ("",))[0] == key:
        notice(st.session_state.pop("said")[1], kind="problem")


def zone() -> tzinfo | None:
    """The reader's own time zone; this machine's where the browser does not say."""
    name = st.context.timezone
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        return None


def first_run(searched: Searched) -> bool:
    """Whether there is nothing to ask yet; if so, what to do is shown."""
    if searched.documents:
        return False
    unread = " None of the files that it was given could be read." if searched.unreadable else ""
    show(
        element(
            "section",
            element("h1", "Begin with your documents"),
            element(
                "p",
                "This library is empty." + unread + " Add reports, minutes, letters or web pages: PDF, Word, HTML, "
                "Markdown or plain text. They stay on this machine, and every answer will be a quotation from them.",
            ),
            class_="q-first",
        )
    )
    st.page_link(LIBRARY, label="Add documents", icon=":material/add:")
    return True


@st.cache_resource(show_spinner=False)
def _open(path: str) -> Assistant:
    settings = Settings()
    opened = Assistant(Library.open(Path(path), settings, create=True), settings)
    threading.Thread(target=_warm, args=(opened,), name="quoth-warming", daemon=True).start()
    return opened


def _warm(opened: Assistant) -> None:
    """Load the models, so that the first question does not wait for them."""
    try:
        if opened.library.searched().documents:
            opened.ask("Is it ready?")
    except QuothError as error:  # the reader's own first question will meet it, and be told
        log.warning("warming up: %s", error)
