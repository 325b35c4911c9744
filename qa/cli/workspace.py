"""Commands about what people keep beside a library: verify, brief, judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import LibraryError, QuothError
from qa.cli import frame

if TYPE_CHECKING:
    from qa.model import Answer, Briefing, Pin
    from qa.recheck import Verification

Name = Annotated[str, typer.Argument(metavar="BRIEFING", help="Its id, or its title.")]

brief = typer.Typer(
    help="Briefings: quotations in order, to be exported. Example: quoth brief pin Harbour 'How long is the wall?'",
    no_args_is_help=True,
    rich_markup_mode=None,
)
frame.app.add_typer(brief, name="brief")


@frame.app.command()
def verify(
    briefing: Annotated[str | None, typer.Argument(metavar="BRIEFING", help="A briefing's id or title.")] = None,
    as_json: frame.Json = False,
) -> None:
    """Check that the indexes agree with the catalog and that every passage is what its document says.

    With BRIEFING, check instead each quotation of it: unchanged, moved, altered (with the difference) or gone; the exit
    code is 1 where one no longer stands. Example: quoth verify "Harbour wall"
    """
    if briefing is not None:
        _verify_briefing(briefing, as_json=as_json)
        return
    with frame.library() as library:
        problems = library.verify()
    if as_json:
        frame.print_json({"problems": problems})
    for problem in problems:
        frame.say(problem)
    if problems:
        raise typer.Exit(1)
    if not as_json:
        print("Everything agrees.")


@brief.command("list")
def list_briefings(as_json: frame.Json = False) -> None:
    """List the briefings, the last changed first. Example: quoth brief list"""
    for one in frame.workspace().briefings.list():
        if as_json:
            frame.print_json(
                {"id": one.id, "title": one.title, "changed_at": one.changed_at, "quotations": one.quotations}
            )
        else:
            print(frame.in_one_line(f"{one.id}  {one.quotations:3} quotations  {one.changed_at}  {one.title}"))


@brief.command()
def show(briefing: Name) -> None:
    """Print a briefing: its quotations, numbered, with their sources, and the sentences between them.

    It opens where its library is gone, too. Example: quoth brief show "Harbour wall"
    """
    from qa.console import print_briefing

    print_briefing(frame.workspace().briefings.called(briefing))


@brief.command()
def pin(
    briefing: Annotated[str, typer.Argument(metavar="BRIEFING", help="Its id or title; a new title makes a new one.")],
    question: Annotated[str, typer.Argument(help="The question whose first answer is pinned.")],
) -> None:
    """Ask a question, and pin the quotation of its first answer.

    Example: quoth brief pin Harbour "How long is the wall?"
    """
    with frame.assistant() as assistant:
        answer = assistant.ask(question)
        if not answer.answers:
            raise QuothError("Not in these documents: nothing was pinned.")
        pinned = _pin(answer)
    _keep(briefing, pinned)
    print(frame.in_one_line(f"{pinned.id}  {pinned.citation.quote}"))


@brief.command()
def export(
    briefing: Name,
    file: Annotated[Path, typer.Argument(help="Where to write it; its ending is the format.", dir_okay=False)],
) -> None:
    """Write a briefing as .docx, .pdf, .md, .html, or its sources as .json (CSL), .bib or .ris.

    Every quotation is verified once more, and what came of it is stated.

    Example: quoth brief export Harbour harbour.docx
    """
    from qa.export import export as write

    held = frame.workspace().briefings.called(briefing)
    try:
        verification: Verification | str = _verified(held)
    except LibraryError as error:
        verification = str(error)
        frame.say(verification)
    data = write(held, verification, file.suffix.removeprefix(".").lower())
    try:
        file.write_bytes(data)
    except OSError as error:
        raise QuothError(f"{file} cannot be written: {error.strerror}") from error
    if not isinstance(verification, str) and not verification.stands:
        frame.say(f"Not every quotation stands any more: quoth verify {held.id}")


@frame.app.command()
def judged() -> None:
    """Print what people said of answers in the app as questions, one a line, for evaluate and calibrate.

    Example: quoth judged > judged.jsonl, then: quoth evaluate judged.jsonl
    """
    left_out = 0
    for number, judgement in enumerate(frame.workspace().judgements.list(), 1):
        row = judgement.as_question(f"judged-{number}")
        if row is None:
            left_out += 1
        else:
            frame.print_json(row)
    if left_out:
        frame.say(f"{left_out} left out: called bad, without what would have been right.")


def _pin(answer: Answer) -> Pin:
    from qa.brief import pin_of

    cited = answer.citation(answer.answers[0].citations[0])
    return pin_of(cited.document, cited, answer.resolved_question, answer.searched)


def _keep(name: str, pinned: Pin) -> None:
    from index.errors import NotInWorkspace
    from qa.brief import with_item

    briefings = frame.workspace().briefings
    try:
        home = briefings.called(name)
    except NotInWorkspace:
        if any(one.title.casefold() == name.casefold() for one in briefings.list()):
            raise  # several have that title
        home = briefings.create(name)
    briefings.change(home.id, lambda held: with_item(held, pinned))


def _verify_briefing(name: str, *, as_json: bool) -> None:
    from qa.console import print_verification

    found = _verified(frame.workspace().briefings.called(name))
    if as_json:
        for finding in found.findings:
            frame.print_json(finding.to_dict())
    else:
        print_verification(found)
    if not found.stands:
        raise typer.Exit(1)


def _verified(briefing: Briefing) -> Verification:
    from qa.recheck import verify as recheck

    try:
        with frame.library() as library:
            return recheck(library, briefing)
    except LibraryError as error:
        raise LibraryError(f"The briefing is there, but its quotations cannot be verified: {error}") from error
