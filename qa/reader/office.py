"""Questions about made office papers: the kind of prose, rows and letters that organisations keep, which the training
set, mostly encyclopaedic, has none of.

A line of the file holds a passage, what stands over it, and its questions:
``{organisation, held_out, title, publisher, date, heading, passage, questions: [{question, answer | null}]}``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.settings import PROJECT
from qa.reader.data import Example
from qa.reader.unsaid import unsaid

OFFICE = PROJECT / "data" / "office.jsonl"  # the project's own
SOURCE = "office"


@dataclass(frozen=True, slots=True)
class Paper:
    """A passage, with what stands over it: publisher, title, heading. What is `held_out` nothing learns from."""

    organisation: str
    date: str
    over: tuple[str, ...]
    passage: str
    asked: tuple[Example, ...]
    held_out: bool


def papers(path: Path) -> list[Paper]:
    """The file's passages. Raises ValueError when an answer does not stand in its passage."""
    return [_paper(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _paper(row: dict[str, Any]) -> Paper:
    passage = row["passage"]
    asked = tuple(_asked(one["question"], one["answer"], passage) for one in row["questions"])
    over = (row["publisher"], row["title"], row["heading"])
    return Paper(row["organisation"], row["date"], over, passage, asked, row["held_out"])


def _asked(question: str, answer: str | None, passage: str) -> Example:
    if answer is None:
        return Example(question, passage, None, None, SOURCE)
    start = passage.find(answer)
    if start < 0:
        raise ValueError(f"{question!r}: its answer does not stand in its passage")
    return Example(question, passage, start, start + len(answer), SOURCE)


def as_read(example: Example, over: tuple[str, ...]) -> Example:
    """The example with that before its passage which `qa.reader.unsaid` puts there when a library is read."""
    before = unsaid(example.question, example.context, over)
    start, end = (None if place is None else place + len(before) for place in (example.start, example.end))
    return replace(example, context=before + example.context, start=start, end=end)
