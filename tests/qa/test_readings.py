"""How the two readings of a follow-up are weighed, with a library and a reader that say what the test wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from index.library import Library
from index.model import Document, Filter, Hit, Passage, Span
from index.settings import Settings
from qa.assistant import Assistant
from qa.confidence import NAMES, Calibration
from qa.model import Evidence

TEXT = "He spoke at Reform in May."
HISTORY = ["At which think tank did Mak Chishty speak?"]
CALIBRATION = Calibration("fake", 0.0, dict.fromkeys(NAMES, 0.0) | {"margin": 1.0}, 0.5, 0.0, 1.0, 1.0, "test")


class FakeLibrary(Library):
    """Finds the same passage for every question, and remembers the questions."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def search(self, text: str, k: int, where: Filter = Filter()) -> list[Hit]:  # noqa: ARG002
        self.asked.append(text)
        document = Document("d", TEXT, "Title", "d.txt", "0" * 64, "text")
        return [Hit(Passage.cut(document, 0, len(TEXT)), 1, 1.0, 0.5)]

    def titles(self, ids: set[str]) -> dict[str, str]:  # type: ignore[override]
        return dict.fromkeys(ids, "Title")

    def origins(self, ids: set[str]) -> dict[str, str]:  # type: ignore[override]
        return {id: id for id in ids}


class FakeReader:
    """Finds "Reform" with the score that the test gives for each question."""

    name = "fake"

    def __init__(self, scores: Mapping[str, float]) -> None:
        self.scores = scores

    def read(self, question: str, hits: Sequence[Hit]) -> list[Evidence]:
        start = TEXT.index("Reform")
        span, whole = Span("d", start, start + 6), Span("d", 0, len(TEXT))
        return [Evidence(span, whole, self.scores.get(question, -8.0), hit) for hit in hits]


def assistant(**scores: float) -> Assistant:
    reader = FakeReader({words.replace("_", " ") + "?": score for words, score in scores.items()})
    made = Assistant(FakeLibrary(), Settings(), load=lambda _: reader)  # type: ignore[arg-type]
    made.calibration = CALIBRATION
    return made


@pytest.mark.parametrize("history", [(), HISTORY])
def test_a_question_that_leaves_nothing_out_is_read_once(history: Sequence[str]):
    made = assistant()
    assert made.consider("How many tweets are sent?", history=history).resolved == "How many tweets are sent?"
    assert made.library.asked == ["How many tweets are sent?"]  # type: ignore[attr-defined]


def test_a_follow_up_is_read_both_ways():
    made = assistant(When_did_Mak_Chishty_speak=3.0, When_did_he_speak=1.0)
    assert made.consider("When did he speak?", history=HISTORY).resolved == "When did Mak Chishty speak?"
    assert made.library.asked == ["When did Mak Chishty speak?", "When did he speak?"]  # type: ignore[attr-defined]


def test_what_finds_the_better_evidence_as_it_was_typed_is_not_dragged_back():
    made = assistant(What_else_was_stolen=8.0)
    considered = made.consider("What else was stolen?", history=HISTORY)
    assert considered.resolved == "What else was stolen?"
    assert considered.candidates[0].confidence > 0.9
