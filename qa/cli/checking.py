"""The command that checks a draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import QuothError
from qa.cli import frame

if TYPE_CHECKING:
    from qa.check.report import CheckReport

MARKED = "Write a copy with the findings marked: .docx, .html or .md."


@frame.app.command()
def check(
    draft: Annotated[Path, typer.Argument(help="A Word, Markdown or text file.")],
    as_json: frame.Json = False,
    marked: Annotated[Path | None, typer.Option("--marked", metavar="OUT", help=MARKED, dir_okay=False)] = None,
) -> None:
    """Check a draft's quotations and figures against the documents. Example: quoth check brief.docx --marked out.docx

    Each quotation is verbatim, altered (with the differences), from another source than named, or not found; figures
    that no document has are listed too.
    """
    from qa.check.checker import check as run
    from qa.check.draft import read
    from qa.check.marked import FORMATS, write_copy

    if marked and marked.suffix.lower() not in FORMATS:
        raise typer.BadParameter(f"--marked writes {', '.join(FORMATS)}")
    if marked and marked.exists() and draft.exists() and marked.samefile(draft):
        raise QuothError("The marked copy would take the place of the draft: give another name.")
    with frame.library() as library, frame.progress() as progress:
        report = run(read(draft, limits=frame.settings().limits()), library, progress)
    if marked:
        write_copy(report, draft, marked)
    if as_json:
        frame.print_json(report.to_dict())
    else:
        _print(report)


def _print(report: CheckReport) -> None:
    from qa.check.marked import remarks
    from qa.check.notes import summary

    for number, one in enumerate(remarks(report), 1):
        words = " ".join(report.text[one.start : one.end].split())
        print(frame.in_one_line(f"{number:3}. {words}"))
        print(frame.in_one_line(f"     {one.words}"))
    print(summary(report))
