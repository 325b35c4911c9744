"""Commands that ask: ask, search, serve; and the batches of questions they take."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from index.errors import QuothError
from qa.cli import frame

UP_WITHIN = 60  # seconds until the app answers, on a slow machine
Batch = Annotated[Path | None, typer.Option("--batch", help="A JSON-lines file of questions.", dir_okay=False)]


@frame.app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotation marks.")] = None,
    batch: Batch = None,
    top: frame.Top = 5,
    as_json: frame.Json = False,
    profile: Annotated[bool, typer.Option("--profile", help="Print the stages, with times, on stderr.")] = False,
) -> None:
    """Answer a question. Example: quoth ask "How long would the project last?"

    With --batch, lines {"id": ..., "question": ...} are answered in their order, one a line. With --profile, what each
    stage of one question took and looked at is printed too: quoth ask "Who chairs the board?" --profile
    """
    _one_of(question, batch)
    if profile and batch:
        raise typer.BadParameter("--profile is for one question")
    with frame.assistant() as assistant:
        if batch:
            _each(
                batch,
                "question",
                lambda row, words: assistant.ask(words, top=top, id=row.get("id"), history=row["history"]).to_dict(),
            )
            return
        profiled = assistant.profile(question or "", top=top) if profile else None
        answer = profiled.answer if profiled else assistant.ask(question or "", top=top)
    if profiled:
        from qa.console import print_stages

        print_stages(profiled.stages)
    if as_json:
        frame.print_json(answer.to_dict())
    else:
        from qa.console import print_answer

        print_answer(answer)


@frame.app.command()
def search(
    words: Annotated[str | None, typer.Argument(help="Words to look up.")] = None,
    batch: Batch = None,
    top: frame.Top = 10,
    as_json: frame.Json = False,
) -> None:
    """Look up passages. Example: quoth search "mapping exercise" --top 5

    Words in double quotation marks are looked up as they stand, whatever their case, and a minus leaves out passages
    that hold a word or phrase: quoth search '"mapping exercise" women -draft -"press release"'

    With --batch, lines {"id": ..., "query": ...} are looked up in their order, one a line; marks and minuses in them
    are plain characters.
    """
    _one_of(words, batch)
    with frame.assistant(reads=False) as assistant:
        if batch:
            _each(
                batch,
                "query",
                lambda row, words: assistant.look_up(words, top=top, plain=True, id=row.get("id")).to_dict(),
            )
            return
        result = assistant.look_up(words or "", top=top)
    if as_json:
        frame.print_json(result.to_dict())
    else:
        from qa.console import print_search

        print_search(result)


@frame.app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port on this machine.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Open the web app on this machine."""
    from index.settings import PROJECT

    settings = frame.settings()
    page = PROJECT / "app.py"
    if _answers(port):
        raise QuothError(f"port {port} is taken, by another library's app perhaps: give another, --port {port + 1}")
    options = {"server.port": port, "server.address": "localhost"}
    command = [sys.executable, "-m", "streamlit", "run", str(page)]
    command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
    environment = os.environ | {"QUOTH_LIBRARY": str(settings.library_path())}
    if browser:
        threading.Thread(target=_open_when_up, args=(f"http://localhost:{port}",), daemon=True).start()
    failed = subprocess.call(command, env=environment)  # noqa: S603  (no shell, our own words)
    raise typer.Exit(1 if failed else 0)


def _answers(port: int) -> bool:
    """Whether something listens there: the browser would be shown that in place of this library."""
    with suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
        return True
    return False


def _open_when_up(address: str) -> None:
    """Open the app in a browser once it answers. Streamlit's own way asks for an e-mail address and advertises."""
    import time
    import urllib.request
    import webbrowser

    for _ in range(UP_WITHIN):
        with suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310  (our own address)
            webbrowser.open(address)
            return
        time.sleep(1)


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
            frame.print_json(answer(row, words))
        except QuothError as error:
            failed = True
            frame.say(f"{batch}, line {number}: {error}")
            frame.print_json({"id": row.get("id"), "error": str(error)})
    if failed:
        raise typer.Exit(1)


def _row(line: str, field: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not _printable(row.get("id")):
        raise QuothError(f'not a line like {{"id": "1", "{field}": "..."}}')
    return row


def _printable(id: Any) -> bool:
    """Whether an id can stand in the output again, which not-a-number and half a character cannot."""
    try:
        return bool(json.dumps(id, ensure_ascii=False, allow_nan=False).encode())
    except ValueError:
        return False


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
