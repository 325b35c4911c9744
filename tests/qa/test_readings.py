"""How the two readings of a follow-up are weighed, with a library and a reader that say what the test wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from index.library import Library
from index.model import Document, Filter, Hit, Imprint, Passage, Searched, Span
from index.settings import Settings
from qa.assistant import Assistant
from qa.confidence import NAMES, Calibration
from qa.model import Evidence, Exchange

TEXT = "He spoke at Reform in May."
FIRST = "At which think tank did Mak Chishty speak?"
HISTORY = [Exchange(FIRST, understood=FIRST)]
CALIBRATION = Calibration("fake", 0.0, dict.fromkeys(NAMES, 0.0) | {"margin": 1.0}, 0.5, 0.0, 1.0, 1.0, "test")


DOCUMENT = Document("d", TEXT, "Title", "d.txt", "0" * 64, "text")


class FakeLibrary(Library):
    """Finds the same passage for every question, and remembers the questions."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def search(self, text: str, k: int, where: Filter = Filter()) -> list[Hit]:  # noqa: ARG002
        self.asked.append(text)
        return [Hit(Passage.cut(DOCUMENT, 0, len(TEXT)), 1, 1.0, 0.5)]

    def document(self, id: str) -> Document:  # noqa: ARG002
        return DOCUMENT

    def searched(self) -> Searched:
        return Searched(1, 1, 0, "2026-01-01T00:00:00+00:00", "here")

    def imprints(self, ids: set[str]) -> dict[str, Imprint]:  # type: ignore[override]
        return dict.fromkeys(ids, Imprint("Title"))

    def origins(self, ids: set[str]) -> dict[str, str]:  # type: ignore[override]
        return {id: id for id in ids}


class FakeReader:
    """Finds "Reform" with the score that the test gives for each question."""

    name = "fake"

    def __init__(self, scores: Mapping[str, float]) -> None:
        self.scores = scores

    def read(self, question: str, hits: Sequence[Hit], **_: object) -> list[Evidence]:
        start = TEXT.index("Reform")
        span, whole = Span("d", start, start + 6), Span("d", 0, len(TEXT))
        return [Evidence(span, whole, self.scores.get(question, -8.0), hit) for hit in hits]


def assistant(**scores: float) -> Assistant:
    reader = FakeReader({words.replace("_", " ") + "?": score for words, score in scores.items()})
    made = Assistant(FakeLibrary(), Settings(), load=lambda _: reader)  # type: ignore[arg-type]
    made.calibration = CALIBRATION
    return made


@pytest.mark.parametrize("history", [(), HISTORY, [FIRST]])
def test_a_question_that_leaves_nothing_out_is_read_once(history: Sequence[str | Exchange]):
    made = assistant()
    asked = "How many abusive tweets are sent each day?"
    assert made.consider(asked, history=history).resolved == asked
    assert made.library.asked == [asked]  # type: ignore[attr-defined]


def test_a_follow_up_is_read_both_ways():
    made = assistant(When_did_Mak_Chishty_speak=3.0, When_did_he_speak=1.0)
    assert made.consider("When did he speak?", history=HISTORY).resolved == "When did Mak Chishty speak?"
    assert made.library.asked == ["When did Mak Chishty speak?", "When did he speak?"]  # type: ignore[attr-defined]


def test_what_finds_the_better_evidence_as_it_was_typed_is_not_dragged_back():
    made = assistant(What_else_was_stolen=8.0)
    considered = made.consider("What else was stolen?", history=HISTORY)
    assert considered.resolved == "What else was stolen?"
    assert considered.candidates[0].confidence > 0.9


def test_a_list_of_questions_has_the_last_one_answered_first():
    made = assistant(When_did_Mak_Chishty_speak=3.0)
    made.consider("When did he speak?", history=["Who is Toufik Kacimi?", FIRST])
    assert made.library.asked == [FIRST, "When did Mak Chishty speak?", "When did he speak?"]  # type: ignore[attr-defined]


def test_where_the_passage_has_a_pronoun_too_the_typed_question_is_read_in_what_was_found_for_the_resolved_one():
    made = assistant(When_did_he_speak=3.0)
    on_topic = [Exchange(FIRST, "Reform", TEXT, FIRST, ("d",))]
    considered = made.consider("When did he speak?", history=on_topic)
    assert considered.resolved == "When did Mak Chishty speak?"
    assert considered.candidates[0].confidence > 0.7
    elsewhere = [Exchange(FIRST, "Reform", TEXT, FIRST, ("another",))]
    assert made.consider("When did he speak?", history=elsewhere).resolved == "When did he speak?"
