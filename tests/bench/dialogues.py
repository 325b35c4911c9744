"""The project's own dialogues, asked turn by turn: what `conversation.py --dialogues FILE` prints.

The share of turns with the right first answer; beside it what the same turn gets without its history, and as a
person wrote it out (what the best of rewriting would reach); for changes of subject, what the same question gets when
it is asked fresh. The rules were written with the dialogues of the split "tune" in view, not with those of "test".
``--dialogues tests/data/dialogues-papers.jsonl --papers data/office.jsonl`` asks those about six organisations,
each in a library of its own papers.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from papers import documents as as_documents

from index.library import Library
from index.settings import Settings
from qa.assistant import Assistant
from qa.model import Answer, Exchange, as_exchange
from qa.reader.office import Paper, papers


@dataclass(slots=True)
class Tally:
    """Turns of one sort: how many, how many with the right first answer, and how many with the right document."""

    turns: int = 0
    right: int = 0
    document: int = 0
    as_fresh: int = 0

    def count(self, answer: Answer, fresh: Answer, row: dict[str, Any]) -> None:
        """Count one more turn."""
        found, document = right(answer, row)
        self.turns += 1
        self.right += found
        self.document += document
        self.as_fresh += [a.text for a in answer.answers[:1]] == [a.text for a in fresh.answers[:1]]

    def line(self, name: str) -> str:
        """A line of the table."""
        shares = (self.right, self.document, self.as_fresh)
        return f"| {name} | {self.turns} | " + " | ".join(f"{n / max(self.turns, 1):.0%}" for n in shares) + " |"


def right(answer: Answer, row: dict[str, Any]) -> tuple[bool, bool]:
    """Whether the first answer, or the sentence it stands in, has a wanted one; and whether its document is wanted."""
    if not answer.answers:
        return False, False
    cited = answer.citation(answer.answers[0].citations[0])
    said = f"{answer.answers[0].text}\n{cited.quote}".lower()
    return (
        any(wanted.lower() in said for wanted in row["answers"]),
        bool({cited.document.path, cited.document.external_id} & set(row["documents"])),
    )


def dialogues(path: Path, documents: Path, splits: Sequence[str]) -> None:
    """Ask the dialogues of one library turn by turn, each with the answers that were given before, and print."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with library_of(documents) as assistant:
        for split in splits:
            show(split, asked(assistant, [row for row in rows if row["split"] == split]))


def dialogues_of_papers(path: Path, made: Path, splits: Sequence[str]) -> None:
    """The same for dialogues over the papers of several organisations, each a library of its own."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    of: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers(made):
        of[paper.organisation].append(paper)
    for organisation in dict.fromkeys(row["organisation"] for row in rows if row["split"] in splits):
        own = [row for row in rows if row["organisation"] == organisation]
        with tempfile.TemporaryDirectory() as folder:
            for name, text in as_documents(of[organisation]).items():
                (Path(folder) / name).write_text(text, "utf-8")
            with library_of(Path(folder)) as assistant:
                show(f"{organisation} ({own[0]['split']})", asked(assistant, own))


def show(name: str, tallies: dict[str, Tally]) -> None:
    """Print one table."""
    print(f"\n| {name}: turn | turns | first answer right | its document right | as when asked fresh |")
    print("|---|---|---|---|---|")
    print("\n".join(tally.line(sort) for sort, tally in tallies.items()), "\n")


@contextmanager
def library_of(documents: Path) -> Iterator[Assistant]:
    """An assistant of a library of the documents."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder) / "library", Settings(), create=True) as library,
    ):
        library.add([documents])
        yield Assistant(library, Settings())


def asked(assistant: Assistant, rows: Iterable[dict[str, Any]]) -> dict[str, Tally]:
    """Ask the turns in order, print those that went wrong, and count."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    talks: dict[str, list[Exchange]] = defaultdict(list)
    for row in rows:
        talk = talks[row["dialogue"]]
        told, fresh = (assistant.ask(row["question"], history=h) for h in (talk, ()))
        talk.append(as_exchange(told))
        if row["needs_history"]:
            whole = assistant.ask(row["rewrite"])
            for name, answer in (("needs its history", told), ("without it", fresh), ("written out by hand", whole)):
                tallies[name].count(answer, fresh, row)
            if not right(told, row)[0]:
                sort = "reading" if right(whole, row)[0] else "reader"
                print(f"- {row['id']} ({sort}): {told.question} → {told.resolved_question} → {_first(told)}")
                print(f"    by hand: {row['rewrite']} → {_first(whole)}")
        if row["change_of_subject"]:
            tallies["change of subject"].count(told, fresh, row)
            tallies["the same, asked fresh"].count(fresh, fresh, row)
    return tallies


def _first(answer: Answer) -> str:
    return repr(answer.answers[0].text) if answer.answers else f"not found ({answer.confidence:.2f})"
