"""The held-out organisations of data/office.jsonl, each as a library: ``python tests/bench/papers.py``.

Nothing learnt from their papers or was fitted to them. Asked end to end, printed as a Markdown table. Four minutes.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from index.library import Library
from index.settings import Settings
from qa.assistant import Assistant
from qa.evaluate import Evaluation, Outcome, Question, evaluate, summarise
from qa.reader.office import OFFICE, Paper, papers

SHOWN = (
    "answerable",
    "quotation_holds_answer",
    "first_answer_right",
    "refused_answerable",
    "unanswerable",
    "refused_unanswerable",
    "auroc",
    "expected_calibration_error",
)


def documents(papers: Sequence[Paper]) -> dict[str, str]:
    """The papers of one organisation as Markdown, a document for each title and date, by file name."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for paper in papers:
        publisher, title, heading = paper.over
        found[title, publisher, paper.date].append(f"## {heading}\n\n{paper.passage}\n")
    return {
        f"{number:02}.md": f"# {title}\n\n{publisher}, {date}\n\n" + "\n".join(parts)
        for number, ((title, publisher, date), parts) in enumerate(found.items())
    }


def questions(papers: Sequence[Paper]) -> list[Question]:
    """All that is asked about them; the answer may stand in any of their documents."""
    asked = [example for paper in papers for example in paper.asked]
    answers = [() if e.start is None else (e.context[e.start : e.end],) for e in asked]
    return [Question(str(n), e.question, answer, ()) for n, (e, answer) in enumerate(zip(asked, answers, strict=True))]


def outcomes(papers: Sequence[Paper], folder: Path) -> list[Outcome]:
    """The questions asked of a library of the papers, made in `folder`."""
    source = folder / "papers"
    source.mkdir()
    for name, text in documents(papers).items():
        (source / name).write_text(text, "utf-8")
    with Library.open(folder / "library", Settings(), create=True) as library:
        library.add([source])
        return evaluate(Assistant(library, Settings()), questions(papers))


def row(name: str, found: Evaluation) -> str:
    """One line of the table."""
    figures = found.to_dict()
    return f"| {name} | {' | '.join(_short(figures[key]) for key in SHOWN)} |"


def _short(figure: object) -> str:
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)


def main() -> None:
    """Ask, and print."""
    by_organisation: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers(OFFICE):
        if paper.held_out:
            by_organisation[paper.organisation].append(paper)
    heads = " | ".join(key.replace("_", " ") for key in SHOWN)
    print(f"| organisation | {heads} |\n|{'---|' * (len(SHOWN) + 1)}")
    every: list[Outcome] = []
    for organisation, its in by_organisation.items():
        with tempfile.TemporaryDirectory() as folder:
            every += (found := outcomes(its, Path(folder)))
        print(row(organisation, summarise(found)), flush=True)
    print(row("all", summarise(every)))


if __name__ == "__main__":
    main()
