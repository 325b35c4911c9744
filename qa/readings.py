"""One reading of a question: search -> read -> compose, with whose words the answers are. Knows nothing of
conversations; whether an answer is given is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from index.errors import NotInLibrary
from index.library import Library
from index.model import Filter, Hit, Span
from index.stages import stage
from qa.compose import Candidate, compose
from qa.confidence import Calibration
from qa.continued import DEEP, added, documents_in, on_topic, surer_there, widened
from qa.model import Said
from qa.own_words import asked_of, own_words_first
from qa.reader.span_reader import SpanReader, alone
from qa.said_about import HEAD, of_the_person, own_evidence, wanted
from qa.speakers import said_around, speaker_at


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a question found: its candidates, the surest first, the passages read, and whose copies."""

    candidates: tuple[Candidate, ...]
    hits: tuple[Hit, ...]
    origins: Mapping[str, str]

    @property
    def confidence(self) -> float:
        """How sure the surest candidate is."""
        return self.candidates[0].confidence if self.candidates else 0.0


class Readings:
    """Reads the best `passages` of one library for a question. `reader` and `calibration` are called when they are
    needed: they are loaded then. Safe to share by threads."""

    def __init__(
        self,
        library: Library,
        passages: int,
        reader: Callable[[], SpanReader],
        calibration: Callable[[], Calibration],
    ) -> None:
        self._library = library
        self._passages = passages
        self._reader = reader
        self._calibration = calibration

    def read(self, question: str, where: Filter, documents: Collection[str], also: str | None = None) -> Reading:
        """Search and read. A conversation's `documents` are looked at beyond the best passages; `also` is the question
        as it was typed, with which passages on the subject are read once more."""
        count = self._passages
        hits = widened(self._library.search(question, DEEP if documents else count, where), count, documents)
        said = wanted(question)
        with stage("read") as saw:
            reader, calibration = self._reader(), self._calibration()
            over = self._over(hits)
            thorough = asked_of(question) is not None
            evidence = reader.read(question, hits, thorough=thorough, whole=self._whole, over=over)
            if also:
                about = on_topic(hits, added(question, also), over, documents)
                evidence += reader.read(also, about, whole=self._whole, over=over)
            if said:
                evidence += own_evidence(said, hits, self._said)
            whole = {item.hit.passage.span for item in evidence}
            saw(passages=len(hits), read_to_their_end=len(whole), spans=len(evidence))
        with stage("compose") as saw:
            origins = self._library.origins({item.answer.document for item in evidence})
            candidates = surer_there(compose(question, evidence, over, calibration, origins), documents)
            if said:
                candidates = of_the_person(said, candidates, self._speaker, self._head)
            ordered = own_words_first(question, candidates, calibration.threshold, self._speaker)
            saw(spans=len(evidence), answers=len(candidates))
        return Reading(tuple(ordered), tuple(hits), origins)

    def _over(self, hits: Sequence[Hit]) -> dict[Span, tuple[str, ...]]:
        """What stands over the passages; of a document that is gone nothing does."""
        imprints = self._library.imprints(documents_in(hits))
        spans = [hit.passage.span for hit in hits if hit.passage.span.document in imprints]
        return {span: imprints[span.document].over(span.start) for span in spans}

    def _whole(self, hit: Hit) -> tuple[str, int]:
        """A hit's document, and where its passage begins; the passage where its document is gone."""
        span = hit.passage.span
        try:
            return self._library.text(span.document), span.start
        except NotInLibrary:
            return alone(hit)

    def _said(self, span: Span) -> Sequence[Said]:
        """The quotations around a span with their speakers; none where its document is gone, which citing will tell."""
        try:
            return said_around(self._library.text(span.document), span.start, span.end)
        except NotInLibrary:
            return ()

    def _head(self, document: str) -> str:
        """Who wrote a document, and how it begins."""
        try:
            found = self._library.document(document)
        except NotInLibrary:
            return ""
        return f"{found.author}\n{found.title}\n{found.text[:HEAD]}"

    def _speaker(self, span: Span) -> str | None:
        """Whose words a span is; None where its document is gone, which citing it will tell."""
        try:
            return speaker_at(self._library.text(span.document), span.start, span.end)
        except NotInLibrary:
            return None
