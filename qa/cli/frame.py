"""What every command has: the app, the library it was given, progress, and how results and errors are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from index.errors import QuothError

if TYPE_CHECKING:
    from index.library import Library
    from index.model import Progress, Report
    from index.settings import Settings
    from qa.assistant import Assistant
    from qa.reader.span_reader import SpanReader
    from qa.workspace import Workspace


class Commands(TyperGroup):
    """The commands, with every error translated once. It has to be here: whatever passes Typer's own `main` has become
    an exit code of its choice by then, without a word."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command: exit 0 when done, 1 when something failed (said on stderr); wrong usage stays Typer's 2."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except QuothError as error:
            say(str(error))
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            say("Stopped. What was finished is kept; the same command goes on from there.")
            raise typer.Exit(1) from error
        except BrokenPipeError:  # the reader of our output, `head` say, has gone: nothing is wrong
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        return result


app = typer.Typer(
    cls=Commands,
    help="Answers questions in the words of your own documents, verbatim and cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line, and nothing else.")]
Top = Annotated[int, typer.Option("--top", min=1, help="How many at most.")]
_chosen: dict[str, Path] = {}


@app.callback()
def _global(
    library: Annotated[
        Path | None,
        typer.Option("--library", help="The library's directory.", envvar="QUOTH_LIBRARY", file_okay=False),
    ] = None,
) -> None:
    """Answers questions in the words of your own documents, verbatim and cited.

    Example: quoth add ~/reports, then: quoth ask "Who chairs the board?"
    """
    _chosen.clear()
    if library:
        _chosen["library"] = library


def settings() -> Settings:
    """The settings, with the library that was given. Raises SettingsError for one that cannot be used."""
    from index.settings import Settings

    return Settings(library=_chosen["library"]) if _chosen else Settings()


@contextmanager
def library(*, create: bool = False) -> Iterator[Library]:
    """The library, open. Raises LibraryError."""
    from index.library import Library

    chosen = settings()
    with Library.open(chosen.library_path(), chosen, create=create) as opened:
        yield opened


@contextmanager
def assistant(*, reads: bool = True) -> Iterator[Assistant]:
    """The library's assistant. Raises LibraryError. If it `reads`, its reader is being opened, on another processor,
    while the rest is imported."""
    chosen = settings()

    def open_reader() -> SpanReader:
        from qa.reader.span_reader import SpanReader

        return SpanReader.open(chosen.reader)

    ahead = ThreadPoolExecutor(1).submit(open_reader) if reads else None
    from index.library import Library
    from qa.assistant import Assistant

    library = Library.open(chosen.library_path(), chosen)
    try:
        yield Assistant(library, chosen, load=lambda _: ahead.result() if ahead else open_reader())
    finally:
        library.close()


def workspace() -> Workspace:
    """The briefings and conversations kept beside the library; the library itself need not be there."""
    from qa.workspace import Workspace

    return Workspace(settings().workspace_path())


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on stderr for what writes to the library."""
    from qa.console import steps

    with steps() as shown:
        yield shown


def report(report: Report) -> None:
    """Print what became of the files; exit 1 when one failed."""
    print(summary(report) or "Nothing to do.")
    for failure in report.failed:
        say(in_one_line(f"{failure.path}: {failure.reason}"))
    if report.failed:
        raise typer.Exit(1)


def summary(report: Report) -> str:
    """What became of the files in a few words; none when nothing did."""
    parts = [
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.removed, "removed"),
    ]
    return ", ".join(f"{count} {word}" for count, word in parts if count)


def in_one_line(words: str) -> str:
    """The words with what would end the line, or steer the terminal, escaped: a file's name may hold anything."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def print_json(value: object) -> None:
    """One object, one line."""
    print(json.dumps(value, ensure_ascii=False, allow_nan=False, default=str), flush=True)


def say(message: str) -> None:
    """A line for people, on stderr."""
    print(message, file=sys.stderr)
