"""Questions in other words: to paragraphs of the training set, one that its passage answers and, to some, one that it
does not.

The training set's questions mostly repeat their passage's words, which whoever asks without having read it does not.
A line of the file, ``{passage, start, end, answerable, unanswerable?}``, names its paragraph by the beginning of its
sha256 and the answer by its place there, so that nothing of the training set stands in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from index.settings import PROJECT
from qa.reader.data import Example

REWORDED = PROJECT / "data" / "reworded.jsonl"  # the project's own
SOURCE = "reworded"
DIGITS = 16  # of a paragraph's sha256: enough to tell 20,000 apart


def passage_id(context: str) -> str:
    """What a line names its paragraph by."""
    return hashlib.sha256(context.encode()).hexdigest()[:DIGITS]


def reworded(path: Path, examples: Iterable[Example]) -> list[Example]:
    """The file's questions to the paragraphs of `examples`, line by line, the answerable one first."""
    contexts = {passage_id(context): context for context in {example.context for example in examples}}
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        context = contexts.get(row["passage"])
        if context is not None:
            found.append(Example(row["answerable"], context, row["start"], row["end"], SOURCE))
            if "unanswerable" in row:
                found.append(Example(row["unanswerable"], context, None, None, SOURCE))
    return found
