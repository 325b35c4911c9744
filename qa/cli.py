"""The command line: parse, call one method, print, translate errors once. Results on stdout, progress on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from index.errors import QuothError

if TYPE_CHECKING:
    from index.library import Library
    from index.model import Document, Progress, Report
    from index.settings import Settings
    from qa.assistant import Assistant


class Setting(StrEnum):
    """What `evaluate` asks."""

    LIBRARY = "library"
    CLOSED = "closed"
    OPEN = "open"


class Commands(TyperGroup):
    """The commands, with every error translated once. It has to be here: whatever passes Typer's own `main` has become
    an exit code of its choice by then, without a word."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command: exit 0 when done, 1 when something failed (said on stderr); wrong usage stays Typer's 2."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except QuothError as error:
            _say(str(error))
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            _say("Stopped. What was finished is kept; the same command goes on from there.")
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
Batch = Annotated[Path | None, typer.Option("--batch", help="A JSON-lines file of questions.", dir_okay=False)]
SETTINGS = "library: ask the library; closed: read each line's own context; open: a library of all contexts."
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


def main() -> None:
    """Run the command line: exit 0 when done, 1 when something failed (said on stderr), 2 for wrong usage."""
    app()


@app.command()
def add(paths: Annotated[list[Path], typer.Argument(help="Files and folders.")]) -> None:
    """Add files and folders. Example: quoth add ~/reports minutes.pdf"""
    with _library(create=True) as library, _progress() as progress:
        report = library.add(paths, progress)
    _report(report)


@app.command()
def sync() -> None:
    """Bring the library in line with the folders that it was given: new, changed and deleted files."""
    with _library() as library, _progress() as progress:
        report = library.sync(progress)
    _report(report)


@app.command()
def remove(documents: Annotated[list[str], typer.Argument(metavar="ID|PATH...", help="Ids or paths.")]) -> None:
    """Remove documents: they are never quoted again. Adding the same file again brings it back."""
    with _library() as library:
        report = library.remove(documents)
    _report(report)


@app.command()
def keep(
    document: Annotated[str, typer.Argument(metavar="ID")],
    undo: Annotated[bool, typer.Option("--undo", help="Leave the boilerplate out again.")] = False,
) -> None:
    """Look through all of a document's text, where boilerplate was found by mistake. See: quoth list --boilerplate"""
    with _library() as library, _progress() as progress:
        stretches = library.keep(document, kept=not undo, progress=progress).boilerplate
    print(f"Left out again: {len(stretches)}." if undo else "All of its text is looked through from now on.")


@app.command("list")
def list_documents(
    as_json: Json = False,
    boilerplate: Annotated[
        str | None, typer.Option(metavar="ID", help="List what of this document is left out, and why.")
    ] = None,
) -> None:
    """List the documents with their status; for unreadable ones, the reason.

    With --boilerplate ID, list the stretches of one document that are not looked through: newsletter prompts, page
    headers and the like. A mistake is undone by: quoth keep ID
    """
    from index.origins import firsts

    with _library() as library:
        if boilerplate is not None:
            _print_boilerplate(library.document(boilerplate), as_json=as_json)
            return
        listed = library.list()
    first = firsts(listed)
    for status in listed:
        if as_json:
            _print_json(asdict(status))
            continue
        like = first.get(status.origin or "", status)
        note = status.reason or (f"copy of {like.id} {like.path}" if like.id != status.id else "")
        print(_in_one_line(f"{status.id or '-':16}  {status.status:7} {status.path}" + (f"  ({note})" if note else "")))


@app.command()
def text(document: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Print the stored text that offsets refer to, exactly."""
    with _library() as library:
        sys.stdout.buffer.write(library.text(document).encode("utf-8"))
        sys.stdout.buffer.flush()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotation marks.")] = None,
    batch: Batch = None,
    top: Top = 5,
    as_json: Json = False,
) -> None:
    """Answer a question. Example: quoth ask "How long would the project last?"

    With --batch, lines {"id": ..., "question": ...} are answered in their order, one a line.
    """
    _one_of(question, batch)
    with _assistant() as assistant:
        if batch:
            _each(
                batch,
                "question",
                lambda row, words: assistant.ask(words, top=top, id=row.get("id"), history=row["history"]).to_dict(),
            )
            return
        answer = assistant.ask(question or "", top=top)
    if as_json:
        _print_json(answer.to_dict())
    else:
        from qa.console import print_answer

        print_answer(answer)


@app.command()
def search(
    words: Annotated[str | None, typer.Argument(help="Words to look up.")] = None,
    batch: Batch = None,
    top: Top = 10,
    as_json: Json = False,
) -> None:
    """Look up passages. Example: quoth search "mapping exercise" --top 5

    With --batch, lines {"id": ..., "query": ...} are looked up in their order, one a line.
    """
    _one_of(words, batch)
    with _assistant() as assistant:
        if batch:
            _each(batch, "query", lambda row, words: assistant.look_up(words, top=top, id=row.get("id")).to_dict())
            return
        result = assistant.look_up(words or "", top=top)
    if as_json:
        _print_json(result.to_dict())
    else:
        from qa.console import print_search

        print_search(result)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help='Lines {"id", "question", "answers", "documents"}.', dir_okay=False)],
    setting: Annotated[Setting, typer.Option(help=SETTINGS)] = Setting.LIBRARY,
    as_json: Json = False,
    details: Annotated[bool, typer.Option("--details", help="Print each question's outcome too.")] = False,
    split: Annotated[str | None, typer.Option(help="Ask only the lines of this split: tune or test.")] = None,
    curve: Annotated[Path | None, typer.Option(help="Draw the risk-coverage curve: .svg, .png or .pdf.")] = None,
) -> None:
    """Ask every question of a file and print how good the answers are. Example: quoth evaluate questions.jsonl"""
    from qa import console
    from qa.evaluate import evaluate as run
    from qa.evaluate import read_questions, risk_curve, summarise
    from qa.squad import evaluate_closed, open_setting, read_items

    if setting is Setting.CLOSED:
        if details or curve:
            raise typer.BadParameter("--details and --curve are not for --setting closed")
        with console.counting("Reading") as progress:
            closed = evaluate_closed(read_items(file), _settings(), progress).to_dict()
        _print_json(closed) if as_json else console.print_evaluation(closed, ())
        return
    if setting is Setting.OPEN:
        with console.steps() as adding, console.counting("Asking") as progress:
            outcomes = open_setting(read_items(file), _settings(), progress, adding)
    else:
        questions = read_questions(file, split)
        with _assistant() as assistant, console.counting("Asking") as progress:
            outcomes = run(assistant, questions, progress)
    if curve:
        from qa.curve import draw

        draw(risk_curve(outcomes), curve)
    report = summarise(outcomes).to_dict()
    if as_json:
        for outcome in outcomes if details else ():
            _print_json(asdict(outcome))
        _print_json(report)
    else:
        console.print_evaluation(report, outcomes if details else ())


@app.command()
def calibrate(
    file: Annotated[Path, typer.Argument(help="Questions as for evaluate, of your own.", dir_okay=False)],
    wrong: Annotated[float, typer.Option(help="What a wrong answer costs you, in missing ones.", min=0.01)] = 1.0,
) -> None:
    """Refit this library's confidence on questions of your own. Example: quoth calibrate ours.jsonl --wrong 2"""
    from qa import console
    from qa.calibrate import examples_of, fit
    from qa.evaluate import read_questions

    questions = read_questions(file)
    with _assistant() as assistant, console.counting("Asking") as progress:
        examples = examples_of(assistant, questions, progress)
        made = fit(examples, assistant.reader.name, f"{len(questions)} questions of {file.name}", cost_of_wrong=wrong)
        made.save(assistant.own_calibration)
    print(f"Fitted on {len(questions)} questions; answers are given from a confidence of {made.threshold:.2f}.")


@app.command()
def verify() -> None:
    """Check that the indexes agree with the catalog and that every passage is what its document says."""
    with _library() as library:
        problems = library.verify()
    for problem in problems:
        _say(problem)
    if problems:
        raise typer.Exit(1)
    print("Everything agrees.")


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port on this machine.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Open the web app on this machine."""
    settings = _settings()
    page = Path(__file__).resolve().parent.parent / "app.py"
    options = {"server.port": port, "server.address": "localhost", "server.headless": str(not browser).lower()}
    command = [sys.executable, "-m", "streamlit", "run", str(page)]
    command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
    environment = os.environ | {"QUOTH_LIBRARY": str(settings.library_path())}
    failed = subprocess.call(command, env=environment)  # noqa: S603  (no shell, our own words)
    raise typer.Exit(1 if failed else 0)


def _settings() -> Settings:
    from index.settings import Settings

    try:
        return Settings(library=_chosen["library"]) if _chosen else Settings()
    except ValueError as error:  # pydantic's, and that of a TOML file's syntax
        raise QuothError(f"A setting, QUOTH_* or in quoth.toml, cannot be used: {error}") from error


@contextmanager
def _library(*, create: bool = False) -> Iterator[Library]:
    from index.library import Library

    settings = _settings()
    with Library.open(settings.library_path(), settings, create=create) as library:
        yield library


@contextmanager
def _assistant() -> Iterator[Assistant]:
    from qa.assistant import Assistant

    settings = _settings()
    assistant = Assistant.open(settings.library_path(), settings)
    try:
        yield assistant
    finally:
        assistant.library.close()


@contextmanager
def _progress() -> Iterator[Progress]:
    from qa.console import steps

    with steps() as progress:
        yield progress


def _print_boilerplate(document: Document, *, as_json: bool) -> None:
    for stretch in document.boilerplate:
        words = document.text[stretch.start : stretch.end]
        if as_json:
            _print_json(asdict(stretch) | {"text": words})
        else:
            print(f"{stretch.reason:13}  {' '.join(words.split())}")


def _report(report: Report) -> None:
    parts = [
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.removed, "removed"),
    ]
    print(", ".join(f"{count} {word}" for count, word in parts if count) or "Nothing to do.")
    for failure in report.failed:
        _say(_in_one_line(f"{failure.path}: {failure.reason}"))
    if report.failed:
        raise typer.Exit(1)


def _each(batch: Path, field: str, answer: Any) -> None:
    """Answer the lines of a batch in order; a line that fails becomes an error line, and the exit code 1."""
    failed = False
    try:
        lines = batch.read_text("utf-8-sig").split("\n")  # a line's end only: JSON may hold U+2028 as it is
    except (OSError, UnicodeDecodeError) as error:
        raise QuothError(f"{batch} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row: dict[str, Any] = {}
        try:
            row = _row(line, field)
            words, row["history"] = _words(row, field), _history(row)
            _print_json(answer(row, words))
        except QuothError as error:
            failed = True
            _say(f"{batch}, line {number}: {error}")
            _print_json({"id": row.get("id"), "error": str(error)})
    if failed:
        raise typer.Exit(1)


def _row(line: str, field: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise QuothError(f'not a line like {{"id": "1", "{field}": "..."}}')
    return row


def _words(row: dict[str, Any], field: str) -> str:
    words = row.get(field, row.get("question", row.get("query", row.get("text"))))
    if not isinstance(words, str):
        raise QuothError(f'not a line like {{"id": "1", "{field}": "..."}}')
    return words


def _history(row: dict[str, Any]) -> list[str]:
    given = row.get("history") or []
    if not (isinstance(given, list) and all(isinstance(earlier, str) for earlier in given)):
        raise QuothError('"history" is not a list of the earlier questions, like ["Who chairs the board?"]')
    return given


def _one_of(words: str | None, batch: Path | None) -> None:
    if (words is None) == (batch is None):
        raise typer.BadParameter("give either words or --batch FILE")


def _in_one_line(words: str) -> str:
    """The words with what would end the line, or steer the terminal, escaped: a file's name may hold anything."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    main()
