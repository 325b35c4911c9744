"""The sample library is whole, readable, the project's own words, and its questions hold against its texts."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from papers import documents

from index.model import Document
from qa.reader.office import OFFICE, Paper, papers

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 8  # words in a row that count as copied


@cache
def texts() -> dict[str, str]:
    """The stored text of every document, by the name that the questions give it."""
    from index.loaders import load  # its parsers are slow to import; only these tests need them

    found: dict[str, str] = {}
    for path in sorted(SAMPLE.iterdir()):
        for document in load(path, source=str(SAMPLE), relative=path.name, max_bytes=10_000_000):
            assert isinstance(document, Document), document
            found[document.external_id or path.name] = document.text
    return found


def questions() -> list[dict[str, Any]]:
    lines = (ROOT / "data" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_every_format_is_there() -> None:
    kinds = Counter(path.suffix for path in SAMPLE.iterdir())
    least = {".txt": 5, ".md": 4, ".html": 5, ".docx": 4, ".pdf": 3, ".jsonl": 1}
    assert set(kinds) == set(least)
    assert all(kinds[suffix] >= count for suffix, count in least.items())
    assert sum(kinds.values()) >= 20
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 3_000_000


def test_pdfs_have_several_pages() -> None:
    pages = [len(pypdfium2.PdfDocument(path)) for path in SAMPLE.glob("*.pdf")]
    assert min(pages) >= 2
    assert max(pages) >= 5


def test_questions_are_well_formed() -> None:
    asked = questions()
    assert len(asked) >= 60
    assert len({q["id"] for q in asked}) == len({q["question"] for q in asked}) == len(asked)
    assert all(bool(q["answers"]) == bool(q["documents"]) for q in asked)
    unanswerable = Counter(q["split"] for q in asked if not q["answers"])
    every = Counter(q["split"] for q in asked)
    assert set(every) == {"tune", "test"}
    assert all(4 * unanswerable[split] >= every[split] for split in every)


@pytest.mark.parametrize("question", [q for q in questions() if q["answers"]], ids=lambda q: str(q["id"]))
def test_answers_stand_verbatim(question: dict[str, Any]) -> None:
    stored = [texts()[name] for name in question["documents"]]
    for answer in question["answers"]:
        assert any(answer in text for text in stored), answer
    for name, text in zip(question["documents"], stored, strict=True):
        assert any(answer in text for answer in question["answers"]), name


@pytest.mark.parametrize("library", ["harbour", "museums"])
def test_answers_stand_verbatim_in_the_other_libraries(library: str) -> None:
    lines = (ROOT / "data" / f"{library}.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    assert Counter(bool(question["answers"]) for question in asked) == {True: 80, False: 30}
    for question in asked:
        for name in question["documents"]:
            text = (ROOT / "data" / library / name).read_text(encoding="utf-8")
            assert any(answer in text for answer in question["answers"]), question["id"]


def test_every_document_is_asked_about() -> None:
    assert {name for q in questions() for name in q["documents"]} == set(texts())


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")
def test_no_sentence_is_copied_from_the_seeds() -> None:
    copied = set().union(*(runs(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt")))
    assert copied
    for name, text in texts().items():
        assert not runs(text) & copied, name


def test_dialogues_hold_against_the_texts() -> None:
    turns = dialogue_turns("dialogues.jsonl")
    assert Counter(turn["split"] for turn in turns if turn["needs_history"])["test"] >= 12
    hold(turns, texts())


@pytest.mark.parametrize("library", ["harbour", "museums"])
def test_dialogues_hold_against_the_other_libraries(library: str) -> None:
    folder = ROOT / "data" / library
    hold(dialogue_turns(f"dialogues-{library}.jsonl"), {p.name: p.read_text("utf-8") for p in folder.iterdir()})


def test_dialogues_hold_against_the_papers_of_their_organisation() -> None:
    of: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers(OFFICE):
        of[paper.organisation].append(paper)
    every = dialogue_turns("dialogues-papers.jsonl")
    for organisation in {turn["organisation"] for turn in every}:
        stored = {name: " ".join(text.split()) for name, text in documents(of[organisation]).items()}
        own = [turn for turn in every if turn["organisation"] == organisation]
        hold(own, stored)
        assert all(turn["split"] == "tune" for turn in own) or all(paper.held_out for paper in of[organisation])


def dialogue_turns(name: str) -> list[dict[str, Any]]:
    lines = (ROOT / "tests" / "data" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def hold(turns: list[dict[str, Any]], stored: dict[str, str]) -> None:
    assert sum(turn["needs_history"] for turn in turns) >= 30
    assert sum(turn["change_of_subject"] for turn in turns) >= 10
    for turn in turns:
        assert bool(turn.get("rewrite")) == turn["needs_history"]
        earlier = [t["question"] for t in turns if t["dialogue"] == turn["dialogue"] and t["turn"] < turn["turn"]]
        assert turn["history"] == earlier
        wording = [" ".join(stored[name].split()) for name in turn["documents"]]
        assert all(any(answer in text for answer in turn["answers"]) for text in wording), turn["id"]
