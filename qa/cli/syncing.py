"""The command that keeps a library in step with its folders: sync, once or as long as it is let run."""

from __future__ import annotations

import datetime
import signal
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from qa.background import step_back
from qa.cli import frame

if TYPE_CHECKING:
    from index.errors import QuothError
    from index.library import Library
    from index.model import Report


@frame.app.command()
def sync(
    watch: Annotated[bool, typer.Option("--watch", help="Go on, after every change, until Ctrl-C.")] = False,
) -> None:
    """Bring the library in line with the folders that it was given: new, changed, moved and deleted files.

    Example, to keep it so: quoth sync --watch
    """
    step_back()
    with frame.library() as library:
        if watch:
            _watch(library)
            return
        with frame.progress() as progress:
            report = library.sync(progress)
    frame.report(report)


def _watch(library: Library) -> None:
    """Sync until Ctrl-C; a line on standard output for each sync that changed something, problems on standard error."""
    from index.watch import watch

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
    stop, said = threading.Event(), set[str]()
    try:
        folders = sorted(library.folders())
        for folder in folders:
            frame.say(f"Watching {frame.in_one_line(folder)}")
        if not folders:
            frame.say("No folder was given to this library yet. Give it one, and it is watched too: quoth add FOLDER")
        watch(library, lambda outcome: _tell(outcome, said), stop)
    except KeyboardInterrupt:
        frame.say("Stopped watching. The library keeps what was committed; the next sync goes on from there.")


def _tell(outcome: Report | QuothError, said: set[str]) -> None:
    """Print what a sync did; a problem that was told before, and is still so, is not told again."""
    now = f"{datetime.datetime.now():%H:%M:%S}"
    if isinstance(outcome, Exception):
        problems = {str(outcome)}
    else:
        problems = {frame.in_one_line(f"{failure.path}: {failure.reason}") for failure in outcome.failed}
        if words := frame.summary(outcome):
            print(f"{now}  {words}", flush=True)
    for problem in sorted(problems - said):
        frame.say(f"{now}  {problem}")
    said.clear()
    said.update(problems)
