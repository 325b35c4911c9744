"""Commands that measure: evaluate and calibrate."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from index.errors import QuothError
from qa.cli import frame


class Setting(StrEnum):
    """What `evaluate` asks."""

    LIBRARY = "library"
    CLOSED = "closed"
    OPEN = "open"


SETTINGS = "library: ask the library; closed: read each line's own context; open: a library of all contexts."


@frame.app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help='Lines {"id", "question", "answers", "documents"}.', dir_okay=False)],
    setting: Annotated[Setting, typer.Option(help=SETTINGS)] = Setting.LIBRARY,
    as_json: frame.Json = False,
    details: Annotated[bool, typer.Option("--details", help="Print each question's outcome too.")] = False,
    split: Annotated[str | None, typer.Option(help="Ask only the lines of this split: tune or test.")] = None,
    curve: Annotated[Path | None, typer.Option(help="Draw the risk-coverage curve: .svg, .png or .pdf.")] = None,
) -> None:
    """Ask every question of a file and print how good the answers are. Example: quoth evaluate questions.jsonl"""
    from qa import console
    from qa.curve import FORMATS
    from qa.evaluate import evaluate as run
    from qa.evaluate import read_questions, risk_curve, summarise
    from qa.squad import evaluate_closed, open_setting, read_items

    if split and setting is not Setting.LIBRARY:
        raise typer.BadParameter("--split is for --setting library: other files have none")
    if curve and curve.suffix.lower() not in FORMATS:
        raise typer.BadParameter(f"--curve: {curve.name} has to end in {' or '.join(FORMATS)}")
    if setting is Setting.CLOSED:
        if details or curve:
            raise typer.BadParameter("--details and --curve are not for --setting closed")
        with console.counting("Reading") as progress:
            closed = evaluate_closed(read_items(file), frame.settings(), progress).to_dict()
        frame.print_json(closed) if as_json else console.print_evaluation(closed, ())
        return
    if setting is Setting.OPEN:
        with console.steps() as adding, console.counting("Asking") as progress:
            outcomes = open_setting(read_items(file), frame.settings(), progress, adding)
    else:
        questions = read_questions(file, split)
        with frame.assistant() as assistant, console.counting("Asking") as progress:
            outcomes = run(assistant, questions, progress)
    if curve:
        from qa.curve import draw

        draw(risk_curve(outcomes), curve)
    report = summarise(outcomes).to_dict()
    if as_json:
        for outcome in outcomes if details else ():
            frame.print_json(asdict(outcome))
        frame.print_json(report)
    else:
        console.print_evaluation(report, outcomes if details else ())


@frame.app.command()
def calibrate(
    file: Annotated[Path, typer.Argument(help="Questions as for evaluate, of your own.", dir_okay=False)],
    wrong: Annotated[float, typer.Option(help="What a wrong answer costs you, in missing ones.", min=0.01)] = 1.0,
) -> None:
    """Refit this library's confidence on questions of your own. Example: quoth calibrate ours.jsonl --wrong 2"""
    from qa import console
    from qa.calibrate import FEWEST, examples_of, fit
    from qa.evaluate import read_questions

    questions = read_questions(file)
    if len(questions) < FEWEST:
        raise QuothError(
            f"{file.name} has {len(questions)} questions, which are too few: give at least {FEWEST}, with and without "
            "an answer in the documents."
        )
    with frame.assistant() as assistant, console.counting("Asking") as progress:
        examples = examples_of(assistant, questions, progress)
        made = fit(examples, assistant.reader.name, f"{len(questions)} questions of {file.name}", cost_of_wrong=wrong)
        made.save(assistant.own_calibration)
    print(f"Fitted on {len(questions)} questions; answers are given from a confidence of {made.threshold:.2f}.")
