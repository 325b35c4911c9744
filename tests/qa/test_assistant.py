"""What the assistant itself adds to its stages: that nothing stale is ever quoted.

The library and the reader here are small stand-ins, since a fault has to be provoked: a document that goes, or changes,
between searching and quoting. They do what the real ones promise, and no more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import ModelError, NotInLibrary, QuestionError, QuotationError
from index.model import Document, Filter, Hit, Imprint, Passage, Searched, Span
from index.settings import Settings
from qa.assistant import CALIBRATION, RETRIES, Assistant
from qa.confidence import NAMES, Calibration
from qa.model import Evidence

SURE = Calibration("stand-in", 0.0, dict.fromkeys(NAMES, 0.0) | {"margin": 1.0}, 0.5, 0.0, 1.0, 1.0, "nothing")
BEFORE = Document("d1", "It has 30 cameras.", "Title", "a.txt", "0" * 64, "text")
AFTER = Document("d1", "Now the mosque has 45 cameras.", "Title", "a.txt", "1" * 64, "text")

Change = Callable[["Shelf"], None]


class Shelf:
    """A library of one document. `changes` happen, one each time, right after a search."""

    def __init__(self, path: Path, document: Document | None = BEFORE, changes: Sequence[Change] = ()) -> None:
        self.path = path
        self.holds = document
        self.searches = 0
        self._changes = list(changes)

    def search(self, query: str, k: int, where: Filter = Filter()) -> list[Hit]:  # noqa: ARG002
        self.searches += 1
        found = self.holds and Hit(Passage.cut(self.holds, 0, len(self.holds.text)), 1, 1.0, 0.5)
        if self._changes:
            self._changes.pop(0)(self)
        return [found] if found else []

    def document(self, id: str) -> Document:
        if self.holds is None:
            raise NotInLibrary(f"the library has no document {id!r}")
        return self.holds

    def imprints(self, ids: set[str]) -> dict[str, Imprint]:
        return {self.holds.id: Imprint(self.holds.title)} if self.holds and self.holds.id in ids else {}

    def origins(self, ids: set[str]) -> dict[str, str]:
        return {id: id for id in ids}

    def searched(self) -> Searched:
        return Searched(int(self.holds is not None), 1, 0, "2026-01-01T00:00:00+00:00", "here")


class FigureReader:
    """Says that the number in a passage answers, whatever was asked."""

    name = SURE.reader

    def read(self, question: str, hits: Sequence[Hit], **_: object) -> list[Evidence]:  # noqa: ARG002
        return [_figure(hit) for hit in hits]


def _figure(hit: Hit) -> Evidence:
    digits = [at for at, c in enumerate(hit.passage.text) if c.isdigit()]
    span = hit.passage.span
    return Evidence(Span(span.document, digits[0], digits[-1] + 1), span, 5.0, hit)


def remove(shelf: Shelf) -> None:
    shelf.holds = None


def change(shelf: Shelf) -> None:
    shelf.holds = AFTER if shelf.holds is BEFORE else BEFORE


def assistant_of(shelf: Shelf) -> Assistant:
    SURE.save(shelf.path / CALIBRATION)
    return Assistant(shelf, Settings(), load=lambda _: FigureReader())  # type: ignore[arg-type]


def test_an_answer_quotes_the_document_as_it_stands(tmp_path: Path) -> None:
    answer = assistant_of(Shelf(tmp_path)).ask("How many cameras?")
    assert [ranked.text for ranked in answer.answers] == ["30"]
    assert answer.citations[0].quote == BEFORE.text


def test_what_changed_between_searching_and_quoting_is_asked_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, changes=[change])
    answer = assistant_of(shelf).ask("How many cameras?")
    assert [ranked.text for ranked in answer.answers] == ["45"]
    assert answer.citations[0].quote == AFTER.text
    assert shelf.searches == 2


def test_what_was_removed_between_searching_and_quoting_is_not_quoted(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, changes=[remove])
    answer = assistant_of(shelf).ask("How many cameras?")
    assert (answer.status, answer.answers, answer.citations) == ("not_found", (), ())
    assert answer.searched.documents == 0
    assert shelf.searches == 2


def test_a_library_that_never_holds_still_is_an_error_rather_than_a_stale_quotation(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, changes=[change] * 10)
    with pytest.raises(QuotationError, match=r"a\.txt"):
        assistant_of(shelf).ask("How many cameras?")
    assert shelf.searches == RETRIES + 1


def test_looking_up_shows_what_stands_there_now(tmp_path: Path) -> None:
    found = assistant_of(Shelf(tmp_path, changes=[change])).look_up("cameras")
    assert [(hit.hit.passage.text, hit.document) for hit in found.hits] == [(AFTER.text, AFTER)]


def test_looking_up_leaves_out_what_was_removed_meanwhile(tmp_path: Path) -> None:
    assert assistant_of(Shelf(tmp_path, changes=[remove])).look_up("cameras").hits == ()


def test_a_question_that_cannot_be_asked_is_never_searched_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for refused in (assistant_of(shelf).ask, assistant_of(shelf).look_up):
        with pytest.raises(QuestionError):
            refused("?")
    assert shelf.searches == 0


def test_an_answer_says_what_was_typed_and_what_was_understood(tmp_path: Path) -> None:
    answer = assistant_of(Shelf(tmp_path)).ask("  How old is he? ", history=["Who is Yusuf Darwish?"], id="q1")
    assert (answer.id, answer.question) == ("q1", "  How old is he? ")
    assert answer.resolved_question == "How old is Yusuf Darwish?"


def test_under_the_threshold_nothing_is_answered_and_the_nearest_passage_is_shown(tmp_path: Path) -> None:
    assistant = assistant_of(Shelf(tmp_path))
    assistant.calibration = Calibration(SURE.reader, -30.0, SURE.coefficients, 0.5, 0.0, 1.0, 1.0, "nothing")
    answer = assistant.ask("How many cameras?")
    assert (answer.status, answer.answers) == ("not_found", ())
    assert [(citation.quote, citation.answer) for citation in answer.citations] == [(BEFORE.text, None)]


def test_a_calibration_for_another_reader_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    assistant = assistant_of(Shelf(tmp_path))
    Calibration("another", 0.0, SURE.coefficients, 0.5, 0.0, 1.0, 1.0, "nothing").save(tmp_path / CALIBRATION)
    with pytest.raises(ModelError, match="quoth calibrate"):
        assistant.ask("How many cameras?")


def test_threads_that_ask_at_once_load_the_reader_once_and_all_get_the_answer(tmp_path: Path) -> None:
    loads: list[Path] = []

    def slowly(path: Path) -> FigureReader:
        loads.append(path)
        time.sleep(0.05)
        return FigureReader()

    SURE.save(tmp_path / CALIBRATION)
    assistant = Assistant(Shelf(tmp_path), Settings(), load=slowly)  # type: ignore[arg-type]
    together = threading.Barrier(8)

    def ask(number: int) -> tuple[str | None, str]:
        together.wait(10)
        answer = assistant.ask(f"How many cameras are there in room {number}?", id=str(number))
        return answer.id, answer.answers[0].text

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [(str(number), "30") for number in range(8)]
    assert loads == [Settings().reader]
