"""Whose words the quotations of labelled documents are: ``python -m tests.bench.speakers``.

Reads tests/data/speakers.jsonl (a document's name, offsets in its stored text, and the speaker, null where the text
names none), and the documents in data/sample and, where it is there, ../shared/seeds. Prints a Markdown table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.loaders import load
from index.model import Document
from qa.speakers import speakers

ROOT = Path(__file__).resolve().parents[2]
LABELS = ROOT / "tests" / "data" / "speakers.jsonl"
FOLDERS = {"seed articles": ROOT.parent / "shared" / "seeds", "sample": ROOT / "data" / "sample"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled quotation: who says it, and who was found; None for nobody."""

    document: str
    words: str
    speaker: str | None
    found: str | None


def judged(folder: Path) -> Iterator[Judged]:
    """The labelled quotations of a folder's documents."""
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    for path in sorted(folder.iterdir()):
        for document in load(path, source=path.name, relative=path.name, max_bytes=10_000_000):
            assert isinstance(document, Document)
            said = {(one.start, one.end): one.speaker for one in speakers(document.text)}
            for label in labels:
                if label["document"] == (document.external_id or path.name):
                    place = label["start"], label["end"]
                    yield Judged(path.name, document.text[slice(*place)], label["speaker"], said.get(place))


def main() -> None:
    """Print the table, and what is wrong."""
    print("| documents | quotations with a speaker | right | named, though nobody is |")
    print("|---|---|---|---|")
    for name, folder in FOLDERS.items():
        if not folder.is_dir():
            continue
        found = list(judged(folder))
        spoken = [one for one in found if one.speaker]
        right = sum(one.found == one.speaker for one in spoken)
        silent = [one for one in found if not one.speaker]
        wrongly = sum(bool(one.found) for one in silent)
        print(f"| {name} | {len(spoken)} | {right} ({right / len(spoken):.0%}) | {wrongly} of {len(silent)} |")
        for one in found:
            if one.found != one.speaker:
                print(f"- {one.document}: {one.words[:40]!r} is {one.speaker}'s, not {one.found}'s")


if __name__ == "__main__":
    main()
