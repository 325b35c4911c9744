"""Commands that keep a library: add, remove, keep, list, text."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.background import step_back
from qa.cli import frame

if TYPE_CHECKING:
    from index.model import Document


@frame.app.command()
def add(paths: Annotated[list[Path], typer.Argument(help="Files and folders.")]) -> None:
    """Add files and folders. Example: quoth add ~/reports minutes.pdf

    It gives way to whoever asks meanwhile.
    """
    step_back()
    with frame.library(create=True) as library, frame.progress() as progress:
        report = library.add(paths, progress)
    frame.report(report)


@frame.app.command()
def remove(documents: Annotated[list[str], typer.Argument(metavar="ID|PATH...", help="Ids or paths.")]) -> None:
    """Remove documents: they are never quoted again. Adding the same file again brings it back."""
    with frame.library() as library:
        report = library.remove(documents)
    frame.report(report)


@frame.app.command()
def keep(
    document: Annotated[str, typer.Argument(metavar="ID")],
    undo: Annotated[bool, typer.Option("--undo", help="Leave the boilerplate out again.")] = False,
) -> None:
    """Look through all of a document's text, where boilerplate was found by mistake. See: quoth list --boilerplate"""
    with frame.library() as library, frame.progress() as progress:
        stretches = library.keep(document, kept=not undo, progress=progress).boilerplate
    print(f"Left out again: {len(stretches)}." if undo else "All of its text is looked through from now on.")


@frame.app.command("list")
def list_documents(
    as_json: frame.Json = False,
    boilerplate: Annotated[
        str | None, typer.Option(metavar="ID", help="List what of this document is left out, and why.")
    ] = None,
) -> None:
    """List the documents with their status; for unreadable ones, the reason.

    With --boilerplate ID, list the stretches of one document that are not looked through: newsletter prompts, page
    headers and the like. A mistake is undone by: quoth keep ID
    """
    from index.origins import firsts

    with frame.library() as library:
        if boilerplate is not None:
            _print_boilerplate(library.document(boilerplate), as_json=as_json)
            return
        listed = library.list()
    first = firsts(listed)
    for status in listed:
        if as_json:
            frame.print_json(asdict(status))
            continue
        like = first.get(status.origin or "", status)
        note = status.reason or (f"copy of {like.id} {like.path}" if like.id != status.id else "")
        print(
            frame.in_one_line(
                f"{status.id or '-':16}  {status.status:7} {status.path}" + (f"  ({note})" if note else "")
            )
        )


@frame.app.command()
def text(document: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Print the stored text that offsets refer to, exactly."""
    with frame.library() as library:
        sys.stdout.buffer.write(library.text(document).encode("utf-8"))
        sys.stdout.buffer.flush()


def _print_boilerplate(document: Document, *, as_json: bool) -> None:
    for stretch in document.boilerplate:
        words = document.text[stretch.start : stretch.end]
        if as_json:
            frame.print_json(asdict(stretch) | {"text": words})
        else:
            print(f"{stretch.reason:13}  {' '.join(words.split())}")
