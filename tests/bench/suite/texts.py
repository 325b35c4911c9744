"""Real documents with questions: the collections in a folder, or the project's own sample.

A folder holds collections as BEIR lays them out (``**/corpus.jsonl`` beside ``queries.jsonl`` and ``qrels.tsv``), and
SQuAD-style lines (``**/dev.jsonl.gz``), whose paragraphs are the documents, each relevant to its questions.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.library import Library
from index.settings import PROJECT, Settings
from qa.evaluate import read_questions

QUESTIONS = 200  # of a collection, drawn by lot


@dataclass(frozen=True, slots=True)
class Text:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the documents that it is about by id, and gold answers where there are any."""

    text: str
    relevant: frozenset[str]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    name: str
    documents: tuple[Text, ...]
    questions: tuple[Asked, ...]

    def write(self, path: Path, documents: Sequence[Text] | None = None) -> Path:
        """A JSON-lines file that every contender adds."""
        rows = ({"_id": d.id, "title": d.title, "text": d.text} for d in documents or self.documents)
        path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
        return path

    def answering(self, asked: Sequence[Asked]) -> list[Text]:
        """The documents that these questions are about."""
        relevant = frozenset[str]().union(*(question.relevant for question in asked))
        return [one for one in self.documents if one.id in relevant]


def collections(data: Path | None) -> list[Collection]:
    """All that `data` holds, by name; the sample without one."""
    if data is None:
        return [_sample()]
    found = [_beir(path.parent) for path in sorted(data.rglob("corpus.jsonl"))]
    return [*found, *(_squad(path) for path in sorted(data.rglob("dev.jsonl.gz")))]


def _beir(folder: Path) -> Collection:
    rows = _lines((folder / "corpus.jsonl").read_text("utf-8"))
    documents = tuple(Text(row["_id"], row.get("title") or "", row["text"]) for row in rows if row["text"].strip())
    relevant: dict[str, set[str]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if int(row["score"]) > 0:
                relevant.setdefault(row["query-id"], set()).add(row["corpus-id"])
    queries = _lines((folder / "queries.jsonl").read_text("utf-8"))
    asked = [Asked(row["text"], frozenset(relevant[row["_id"]])) for row in queries if row["_id"] in relevant]
    return Collection(folder.name, documents, _drawn(asked))


def _squad(path: Path) -> Collection:
    rows = list(_lines(gzip.decompress(path.read_bytes()).decode("utf-8")))
    ids = {context: str(number) for number, context in enumerate(dict.fromkeys(row["context"] for row in rows))}
    asked = [
        Asked(row["question"], frozenset({ids[row["context"]]}), tuple(a["text"] for a in row["answers"]))
        for row in rows
        if row["answers"]
    ]
    return Collection("paragraphs", tuple(Text(id, "", text) for text, id in ids.items()), _drawn(asked))


def _sample() -> Collection:
    """The project's own documents, as text, and those of its questions that they answer."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), Settings(), create=True) as library:
        library.add([PROJECT / "data" / "sample"])
        read = [library.document(status.id) for status in library.list() if status.status == "ready"]
    documents = tuple(Text(Path(one.path).name, one.title, one.text) for one in read)
    questions = read_questions(PROJECT / "data" / "questions.jsonl")
    asked = [Asked(q.question, frozenset(Path(d).name for d in q.documents), q.answers) for q in questions if q.answers]
    return Collection("sample", documents, _drawn(asked))


def _drawn(asked: list[Asked]) -> tuple[Asked, ...]:
    return tuple(random.Random(13).sample(asked, min(QUESTIONS, len(asked))))


def _lines(text: str) -> Iterator[dict]:
    return (json.loads(line) for line in text.split("\n") if line.strip())
