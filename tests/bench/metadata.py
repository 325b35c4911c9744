"""How much of what a person reads off a document is found: ``python tests/bench/metadata.py [LABELS FOLDER]``.

Prints a Markdown table, and each difference. A line of the labels names a file and, for each field, all that a person
might rightly say, null for nothing. They were made by reading the files of data/sample, not by running the loaders.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.loaders import load
from index.model import Document

PROJECT = Path(__file__).resolve().parents[2]
LABELS, SAMPLE = PROJECT / "tests" / "data" / "metadata.jsonl", PROJECT / "data" / "sample"
FIELDS = ("title", "publisher", "date", "author")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in one field of one document, and what would have been right."""

    document: str
    field: str
    found: str | None
    right: Sequence[str | None]

    @property
    def is_right(self) -> bool:
        """Letters' case and the form of apostrophes aside."""
        return _plain(self.found) in {_plain(words) for words in self.right}


def outcomes(labels: Path = LABELS, folder: Path = SAMPLE) -> list[Outcome]:
    """Every field of every document that has a label. Raises KeyError for a document without one, and the reverse."""
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    wanted = {(row["path"], row.get("id")): row for row in rows}
    found = {(one.path, one.external_id): one for one in _documents(folder)}
    if found.keys() != wanted.keys():
        raise KeyError(f"labels and documents differ: {sorted(map(str, found.keys() ^ wanted.keys()))}")
    return [
        Outcome(" ".join(filter(None, key)), field, _words(getattr(found[key], field)), row[field])
        for key, row in wanted.items()
        for field in FIELDS
    ]


def _documents(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.iterdir()):
        for one in load(path, source=str(path), relative=path.name, max_bytes=10**8):
            if isinstance(one, Document):
                yield one


def _words(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(words: str | None) -> str:
    return " ".join((words or "").replace("’", "'").casefold().split())


def main() -> None:
    """Print the table."""
    found = outcomes(*map(Path, sys.argv[1:3]))
    print("| field | right | of | share |\n|---|---:|---:|---:|")
    for field in FIELDS:
        some = [one.is_right for one in found if one.field == field]
        print(f"| {field} | {sum(some)} | {len(some)} | {sum(some) / len(some):.0%} |")
    for one in found:
        if not one.is_right:
            print(f"{one.document}, {one.field}: {one.found!r}, and not {' or '.join(map(repr, one.right))}")


if __name__ == "__main__":
    main()
