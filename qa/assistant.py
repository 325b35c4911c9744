"""Composition root of reading: question -> search -> read -> compose -> cite -> Answer. Wiring only."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from index.errors import NotInLibrary, QuestionError, QuotationError, QuothError
from index.library import Library
from index.model import Filter, Hit
from index.settings import Settings
from index.stages import Stage, profiled, stage
from qa.cite import Citations, locate, verified
from qa.compose import Candidate
from qa.confidence import Calibration
from qa.continued import documents_of
from qa.converse import prefers, resolve, settled, stands_alone, unheard
from qa.ellipsis import elliptic
from qa.model import Answer, Exchange, Found, SearchResult, as_exchange
from qa.query import Query, checked_query
from qa.question import checked_question
from qa.ranked import ranked
from qa.reader.span_reader import SpanReader
from qa.readings import Readings
from qa.talk import exchanges

NEAREST = 3  # passages shown beside a refusal: enough to see that the search was sensible
RETRIES = 2  # a writer commits now and then, not continuously
CALIBRATION = "calibration.json"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Considered:
    """What searching and reading made of a question: the surest candidate first; `began` is a clock's reading.

    `origins` are those of the documents that the candidates stand in, by id.
    """

    question: str
    resolved: str
    candidates: tuple[Candidate, ...]
    hits: tuple[Hit, ...]
    began: float
    origins: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Profiled:
    """An answer, and the stages it took, in the order in which they ended."""

    answer: Answer
    stages: tuple[Stage, ...]


class Assistant:
    """Answers questions from one library. Safe to share by threads.

    Raises LibraryError when the library cannot be opened; ModelError, on the first question, when the reader cannot.
    `load` makes the reader of a directory.
    """

    def __init__(
        self, library: Library, settings: Settings, *, load: Callable[[Path], SpanReader] = SpanReader.open
    ) -> None:
        self.library = library
        self._settings = settings
        self._load_reader = load
        self._reader: SpanReader | None = None
        self._calibration: Calibration | None = None
        self._readings = Readings(library, settings.read_passages, lambda: self.reader, lambda: self.calibration)
        self._loading = threading.RLock()  # the calibration asks for the reader's name

    @classmethod
    def open(cls, path: Path, settings: Settings | None = None) -> Assistant:
        """The assistant of the library at `path`."""
        chosen = settings or Settings()
        return cls(Library.open(path, chosen), chosen)

    @property
    def reader(self) -> SpanReader:
        """The reader of the settings, loaded once, when the first question needs it."""
        if self._reader is None:
            with stage("open the reader"), self._loading:  # or wait for it
                self._reader = self._reader or self._load_reader(self._settings.reader)
        return self._reader

    @property
    def calibration(self) -> Calibration:
        """The library's own calibration where `quoth calibrate` made one, else the reader's."""
        with self._loading:
            if self._calibration is None:
                own = self.own_calibration
                path = own if own.exists() else self._settings.reader / CALIBRATION
                self._calibration = Calibration.load(path, self.reader.name)
            return self._calibration

    @calibration.setter
    def calibration(self, chosen: Calibration) -> None:
        with self._loading:
            self._calibration = chosen

    @property
    def own_calibration(self) -> Path:
        """Where a calibration fitted on this library's own questions is kept."""
        return self.library.path / CALIBRATION

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str | Exchange] = (),
        top: int = 5,
        where: Filter = Filter(),
        id: str | None = None,
    ) -> Answer:
        """Answer in the documents' words, or say that they do not. Raises QuestionError for what cannot be asked.

        `history` holds the earlier questions, oldest first, with their answers where they are known: what a follow-up
        leaves out is taken from them, unless the question as it was typed finds the better answer.
        """
        return _as_it_is_now(lambda: self.answer(self.consider(question, history=history, where=where), top=top, id=id))

    def profile(self, question: str, *, history: Sequence[str | Exchange] = (), top: int = 5) -> Profiled:
        """Answer as `ask` does, and say what each stage took and looked at. Raises QuestionError."""
        with profiled() as stages:
            answer = self.ask(question, history=history, top=top)
        return Profiled(answer, tuple(stages))

    def consider(
        self, question: str, *, history: Sequence[str | Exchange] = (), where: Filter = Filter()
    ) -> Considered:
        """Search and read, without deciding: every candidate with its confidence. Raises QuestionError."""
        began = time.perf_counter()
        typed = checked_question(question, self._settings.max_question_characters)
        self._open_ahead()
        told = self._told(typed, exchanges(history), where)
        with stage("resolve") as saw:
            resolved = resolve(typed, told)
            saw(earlier_questions=len(history))
        alone = stands_alone(typed)
        documents = documents_of(told) if resolved != typed or not alone else frozenset()
        # A fragment by itself asks for nothing: any year or name nearby would seem to answer it.
        also = typed if resolved != typed and not alone and not elliptic(typed) else None
        reading = self._readings.read(resolved, where, documents, also)
        if resolved != typed:
            literal = self._readings.read(typed, where, frozenset() if alone else documents)
            if not prefers(typed, as_typed=literal.confidence, as_resolved=reading.confidence):
                resolved, reading = typed, literal
        return Considered(question, resolved, reading.candidates, reading.hits, began, reading.origins)

    def _told(self, typed: str, history: Sequence[Exchange], where: Filter) -> Sequence[Exchange]:
        """The history; where it came as a list of questions, which is all that a command line has, with those answered
        that a follow-up takes up."""
        told = list(history)
        for i in unheard(typed, history):
            with suppress(QuestionError):  # what could not be asked then tells nothing now
                found = self.consider(told[i].question, history=settled(told[:i]), where=where)
                told[i] = as_exchange(self.answer(found, top=1))
        return told

    def _open_ahead(self) -> None:
        """Open the reader while the first question is searched for: that takes as long, on another processor."""

        def opening() -> None:
            with suppress(QuothError):  # it is opened once more where it is needed, and fails there
                _ = self.reader

        if self._reader is None:
            with stage("begin to open the reader"):  # which waits where the new thread does not give way
                threading.Thread(target=opening, name="open the reader").start()

    def answer(self, considered: Considered, *, top: int = 5, id: str | None = None) -> Answer:
        """Decide, cite and verify. Raises QuotationError when the library changed under the candidates."""
        with stage("verify") as saw:
            citations = Citations(cache(self.library.document))
            candidates = considered.candidates
            sure = [c for c in candidates if c.confidence >= self.calibration.threshold]
            answers = tuple(ranked(candidate, citations, considered.origins) for candidate in sure[:top])
            if not answers:
                for hit in considered.hits[:NEAREST]:
                    citations.add(hit.passage.span, hit.passage.text, None)
            cited, searched = citations.all(), self.library.searched()
            saw(quotations=len(cited))
        return Answer(
            id=id,
            question=considered.question,
            resolved_question=considered.resolved,
            status="answered" if answers else "not_found",
            confidence=candidates[0].confidence if candidates else 0.0,
            answers=answers,
            citations=cited,
            searched=searched,
            elapsed_ms=1000 * (time.perf_counter() - considered.began),
        )

    def look_up(
        self, words: str, *, top: int = 20, where: Filter = Filter(), plain: bool = False, id: str | None = None
    ) -> SearchResult:
        """The passages nearest to `words`, with their documents and places. Raises QuestionError.

        "Exact phrases" in quotation marks are in each of them; -words and -"phrases" are in none (see `qa.query`); with
        `plain`, marks and signs say nothing: queries of a collection were not written for them.
        """
        limit = self._settings.max_question_characters
        query = Query(checked_question(words, limit)) if plain else checked_query(words, limit)
        where = replace(where, phrases=query.phrases, without=query.without)
        return SearchResult(words, _as_it_is_now(lambda: self._found(query.words, top, where)), id)

    def _found(self, asked: str, top: int, where: Filter) -> tuple[Found, ...]:
        documents = cache(self.library.document)
        found = []
        hits = self.library.search(asked, top, where)
        for hit in sorted(hits, key=lambda hit: hit.passage.span):  # a document's paragraphs are counted once
            span = hit.passage.span
            document = documents(span.document)
            verified(document, span, hit.passage.text)
            found.append(Found(hit, document, locate(document, span)))
        return tuple(sorted(found, key=lambda one: one.hit.rank))


def _as_it_is_now(quoting: Callable[[], T]) -> T:
    """What `quoting` returns, done again when a document went or changed between searching and quoting."""
    for _ in range(RETRIES):
        try:
            return quoting()
        except (NotInLibrary, QuotationError):
            continue
    return quoting()
