"""Composition root of reading: question -> search -> read -> compose -> cite -> Answer. Wiring only."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.errors import NotInLibrary, QuestionError, QuotationError
from index.library import Library
from index.model import Document, Filter, Hit, Span
from index.settings import Settings
from qa.cite import Citations, locate
from qa.compose import Candidate, compose
from qa.confidence import Calibration
from qa.converse import resolve
from qa.model import Answer, Evidence, Found, RankedAnswer, SearchResult
from qa.reader.span_reader import SpanReader

NEAREST = 3  # passages shown beside a refusal: enough to see that the search was sensible
RETRIES = 2  # a writer commits now and then, not continuously
CITED = 5  # citations of one answer, other origins before further copies; a sixth adds nothing
CALIBRATION = "calibration.json"


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


class Assistant:
    """Answers questions from one library. Safe to share by threads.

    Raises LibraryError when the library cannot be opened; ModelError, on the first question, when the reader cannot.
    """

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library = library
        self._settings = settings

    @classmethod
    def open(cls, path: Path, settings: Settings | None = None) -> Assistant:
        """The assistant of the library at `path`."""
        chosen = settings or Settings()
        return cls(Library.open(path, chosen), chosen)

    @cached_property
    def reader(self) -> SpanReader:
        """The reader of the settings, loaded when the first question needs it."""
        return SpanReader.open(self._settings.reader)

    @cached_property
    def calibration(self) -> Calibration:
        """The library's own calibration where `quoth calibrate` made one, else the reader's."""
        own = self.own_calibration
        return Calibration.load(own if own.exists() else self._settings.reader / CALIBRATION, self.reader.name)

    @property
    def own_calibration(self) -> Path:
        """Where a calibration fitted on this library's own questions is kept."""
        return self.library.path / CALIBRATION

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        top: int = 5,
        where: Filter = Filter(),
        id: str | None = None,
    ) -> Answer:
        """Answer in the documents' words, or say that they do not. Raises QuestionError for what cannot be asked.

        `history` holds the earlier questions, oldest first: a follow-up's pronoun is resolved from them.
        """
        for _ in range(RETRIES):
            try:
                return self.answer(self.consider(question, history=history, where=where), top=top, id=id)
            except (NotInLibrary, QuotationError):
                continue  # a document went or changed between searching and quoting: ask the library as it is now
        return self.answer(self.consider(question, history=history, where=where), top=top, id=id)

    def consider(self, question: str, *, history: Sequence[str] = (), where: Filter = Filter()) -> Considered:
        """Search and read, without deciding: every candidate with its confidence. Raises QuestionError."""
        began = time.perf_counter()
        resolved = resolve(checked_question(question, self._settings.max_question_characters), history)
        hits = self.library.search(resolved, self._settings.read_passages, where)
        evidence = self.reader.read(resolved, hits)
        titles = self.library.titles({hit.passage.span.document for hit in hits})
        origins = self.library.origins({item.answer.document for item in evidence})
        candidates = compose(resolved, evidence, titles, self.calibration, origins)
        return Considered(question, resolved, tuple(candidates), tuple(hits), began, origins)

    def answer(self, considered: Considered, *, top: int = 5, id: str | None = None) -> Answer:
        """Decide, cite and verify. Raises QuotationError when the library changed under the candidates."""
        documents = _Documents(self.library)
        citations = Citations(documents)
        candidates = considered.candidates
        sure = [c for c in candidates if c.confidence >= self.calibration.threshold]
        answers = tuple(_ranked(candidate, citations, considered.origins) for candidate in sure[:top])
        if not answers:
            for hit in considered.hits[:NEAREST]:
                citations.add(hit.passage.span, hit.passage.text, None)
        return Answer(
            id=id,
            question=considered.question,
            resolved_question=considered.resolved,
            status="answered" if answers else "not_found",
            confidence=candidates[0].confidence if candidates else 0.0,
            answers=answers,
            citations=citations.all(),
            searched=self.library.searched(),
            elapsed_ms=1000 * (time.perf_counter() - considered.began),
        )

    def look_up(self, words: str, *, top: int = 20, where: Filter = Filter(), id: str | None = None) -> SearchResult:
        """The passages nearest to `words`, with their documents and places. Raises QuestionError."""
        asked = checked_question(words, self._settings.max_question_characters)
        documents = _Documents(self.library)
        found = []
        for hit in self.library.search(asked, top, where):
            document = documents(hit.passage.span.document)
            found.append(Found(hit, document, locate(document, hit.passage.span)))
        return SearchResult(words, tuple(found), id)


class _Documents:
    """The documents that one answer cites, each fetched once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._fetched: dict[str, Document] = {}

    def __call__(self, id: str) -> Document:
        if id not in self._fetched:
            self._fetched[id] = self._library.document(id)
        return self._fetched[id]


def checked_question(question: str, limit: int) -> str:
    """The question with its white space in order. Raises QuestionError saying what is wrong with it."""
    asked = " ".join(question.split())
    if not asked:
        raise QuestionError("The question is empty. Ask in a sentence, for example: Who chairs the board?")
    if len(asked) > limit:
        raise QuestionError(
            f"The question has {len(asked):,} characters; at most {limit:,} can be asked. Ask for one thing at a time."
        )
    if not re.search(r"\w", asked):
        raise QuestionError("The question has no word in it. Ask in a sentence, for example: Who chairs the board?")
    return asked


def _ranked(candidate: Candidate, citations: Citations, origins: Mapping[str, str]) -> RankedAnswer:
    by_origin: dict[str, list[Evidence]] = {}
    for item in candidate.evidence:
        by_origin.setdefault(origins.get(item.answer.document, item.answer.document), []).append(item)
    first = [(origin, items[0]) for origin, items in by_origin.items()]
    further = [(origin, item) for origin, items in by_origin.items() for item in items[1:]]
    groups: dict[str, list[int]] = {}
    for origin, item in (first + further)[:CITED]:
        groups.setdefault(origin, []).append(citations.add(item.quote, _quoted(item), item.answer))
    return RankedAnswer(
        candidate.text,
        candidate.confidence,
        tuple(number for numbers in groups.values() for number in numbers),
        origins=len(by_origin),
        documents=len({item.answer.document for item in candidate.evidence}),
        groups=tuple(map(tuple, groups.values())),
    )


def _quoted(evidence: Evidence) -> str:
    passage = evidence.hit.passage
    inside = Span(
        passage.span.document, evidence.quote.start - passage.span.start, evidence.quote.end - passage.span.start
    )
    return inside.of(passage.text)
