"""Answers, hits and progress for people at a terminal. Documents' words are printed as text, never as markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from index.model import Progress as Report
from index.model import Step
from index.stages import Stage
from qa.difference import differences
from qa.evaluate import Outcome
from qa.model import Answer, Briefing, Citation, Pin, SearchResult
from qa.recheck import Verification
from qa.reference import place_on_screen, reference

MARK = "bold reverse"
CHANGED = {"same": "", "removed": "strike", "added": "bold"}


def place(citation: Citation) -> str:
    """Title, publisher, date and place of a citation, in one line."""
    document, locator = citation.document, citation.locator
    title = f"{citation.speaker}, quoted in {document.title}" if citation.speaker else document.title
    parts = [title, document.publisher, document.date.isoformat() if document.date else None]
    parts.append(place_on_screen(locator) if locator.page else None)
    parts.append(f"paragraph {locator.paragraph}" if locator.paragraph and not locator.page else None)
    return " · ".join(part for part in parts if part)


def print_answer(answer: Answer) -> None:
    """The answers with their quotations, or the refusal with what was searched and the nearest passages."""
    console = Console(highlight=False)
    for ranked in answer.answers:
        sure = f"   {ranked.confidence:.0%} sure"
        if ranked.documents != ranked.origins:
            sure += f", {ranked.documents} documents, {ranked.origins} origin{'s' if ranked.origins > 1 else ''}"
        console.print(Text(ranked.text, style="bold") + Text(sure, style="dim"))
        for number in ranked.citations:
            _print_citation(console, answer.citation(number))
    if answer.status == "not_found":
        searched = answer.searched
        console.print(Text("Not in these documents.", style="bold"))
        console.print(
            Text(
                f"Searched {searched.documents} documents ({searched.passages} passages) as of {searched.as_of}; "
                f"{searched.unreadable} could not be read.",
                style="dim",
            )
        )
        if answer.citations:
            console.print("The nearest passages:")
        for citation in answer.citations:
            _print_citation(console, citation)


def _print_citation(console: Console, citation: Citation) -> None:
    quote = Text(citation.quote)
    if citation.answer:
        base = citation.span.start
        quote.stylize(MARK, citation.answer.start - base, citation.answer.end - base)
    console.print(Text(f"  [{citation.number}] ") + quote)
    console.print(Text(f"      {place(citation)}", style="dim"))


def print_stages(stages: Iterable[Stage]) -> None:
    """What each stage of a question took and looked at, one a line, on stderr."""
    console = Console(highlight=False, stderr=True)
    for one in stages:
        looked_at = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in one.looked_at)
        took = f"{1000 * one.seconds:9.2f} ms {1000 * one.processor:9.2f} ms computed"
        console.print(Text(f"{one.name:28} {took}  {looked_at}".rstrip()), soft_wrap=True)  # a stage a line


def print_search(result: SearchResult) -> None:
    """The hits, best first."""
    console = Console(highlight=False)
    for found in result.hits:
        console.print(Text(f"{found.hit.rank}. {found.document.title}", style="bold"))
        console.print(Text(f"   {found.hit.passage.text}"))
    if not result.hits:
        console.print("Nothing found.")


def print_briefing(briefing: Briefing) -> None:
    """The sections with their quotations, numbered, and the sentences between them."""
    console, number = Console(highlight=False), 0
    console.print(Text(briefing.title, style="bold"))
    for section in briefing.sections:
        console.print(Text(f"\n{section.title}", style="underline"))
        for item in section.items:
            if isinstance(item, Pin):
                number += 1
                console.print(Text(f"  [{number}] {item.citation.quote}"))
                place = reference(item.citation.document, item.citation.locator)
                console.print(Text(f"      {place}", style="dim"))
            else:
                console.print(Text(f"  {item.text}", style="italic"))


def print_verification(found: Verification) -> None:
    """What became of each quotation; of an altered one, with `[-struck out-]` and `{+put in+}` words."""
    console = Console(highlight=False)
    for number, finding in enumerate(found.findings, 1):
        was, is_ = finding.pin.citation, finding.citation
        console.print(Text(f"[{number}] {finding.standing}", style="bold") + Text(f"  {finding.reason}"))
        line = Text("    ")
        for piece in differences(was.quote, is_.quote if is_ else was.quote):
            signs = {"removed": ("[-", "-]"), "added": ("{+", "+}")}.get(piece.change, ("", ""))
            line.append(signs[0] + piece.text + signs[1], style=CHANGED[piece.change])
        console.print(line)
        now = is_ or was
        console.print(Text(f"    {reference(now.document, now.locator)}", style="dim"))
    if not found.findings:
        console.print("There is no quotation in it.")


def print_evaluation(report: dict[str, object], outcomes: Iterable[Outcome]) -> None:
    """The figures, one a line, after the outcomes if any."""
    console = Console(highlight=False)
    for outcome in outcomes:
        given = outcome.answer if outcome.answered else "(not found)"
        sign = "+" if outcome.right or not (outcome.answerable or outcome.answered) else "-"
        console.print(Text(f"{sign} {outcome.id}: {outcome.question} -> {given}  [{outcome.confidence:.2f}]"))
    for name, value in report.items():
        console.print(
            f"{name.replace('_', ' '):28} {value:.4g}"
            if isinstance(value, float)
            else f"{name.replace('_', ' '):28} {value}"
        )


@contextmanager
def steps() -> Iterator[Report]:
    """A progress bar on stderr for a library's long work."""
    with _bar() as bar:
        tasks: dict[str, object] = {}

        def show(step: Step) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bar.add_task(step.stage, total=step.total)
            bar.update(tasks[step.stage], completed=step.done, total=step.total)  # type: ignore[arg-type]

        yield show


@contextmanager
def counting(stage: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr for one count."""
    with steps() as show:
        yield lambda done, total: show(Step(stage, done, total))


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.1f}/s" if speed else "")


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
