"""The values of the reading side, and their JSON, which is specified here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from index.model import Document, Hit, Locator, Searched, Span

Status = Literal["answered", "not_found"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier turn of the conversation: the question, and where they are known the first answer's words, the
    sentence that they were quoted in, the question as it was understood, and the ids of the documents that say so."""

    question: str
    answer: str | None = None
    sentence: str | None = None
    understood: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span that the reader says answers the question.

    `answer` is the exact words, `quote` the sentence or sentences around them; `score` is comparable across the
    passages of one question (higher is better).
    """

    answer: Span
    quote: Span
    score: float
    hit: Hit

    def __post_init__(self) -> None:
        if not self.quote.holds(self.answer):
            raise ValueError(f"answer {self.answer} is outside its quotation {self.quote}")


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation ``[start, end)`` inside a document, its marks included, and whose words it is: the full name, as far
    as the document has it."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quotation with the document and the place it stands in. `quote` was verified against the text.

    `answer` is None for the nearest passages of a refusal, which answer nothing. `speaker` is whose words the answer is
    where the document quotes somebody; it is for the screen, and no part of the JSON, whose keys are fixed.
    """

    number: int
    document: Document
    locator: Locator
    quote: str
    span: Span
    answer: Span | None
    speaker: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The citation as in the answer's JSON; a nearest passage has an empty answer at its start."""
        answer = self.answer or Span(self.span.document, self.span.start, self.span.start)
        return {
            "number": self.number,
            "document": document_to_dict(self.document),
            "locator": locator_to_dict(self.locator),
            "quote": self.quote,
            "start": self.span.start,
            "end": self.span.end,
            "answer_start": answer.start,
            "answer_end": answer.end,
        }

    def without_text(self) -> Citation:
        """The citation without the text that its document carries: for what is kept outside the library."""
        bare = replace(self.document, text="", pages=(), headings=(), boilerplate=())
        return replace(self, document=bare)


@dataclass(frozen=True, slots=True)
class RankedAnswer:
    """One answer with all the citations (by number) that say it.

    `origins` counts its independent sources: documents that share one source text count once, and `documents` counts
    each. `groups` are the numbers in `citations`, in their order, those of one origin together.
    """

    text: str
    confidence: float
    citations: tuple[int, ...]
    origins: int
    documents: int = 1
    groups: tuple[tuple[int, ...], ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The answer as in the answer's JSON."""
        return {
            "text": self.text,
            "confidence": round(self.confidence, 4),
            "citations": list(self.citations),
            "origins": self.origins,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` returns. On "not_found", `answers` is empty and `citations` holds the nearest passages."""

    question: str
    resolved_question: str
    status: Status
    confidence: float
    answers: tuple[RankedAnswer, ...]
    citations: tuple[Citation, ...]
    searched: Searched
    elapsed_ms: float
    id: str | None = None

    def citation(self, number: int) -> Citation:
        """The citation with that number. Raises KeyError when there is none."""
        for citation in self.citations:
            if citation.number == number:
                return citation
        raise KeyError(number)

    def to_dict(self) -> dict[str, object]:
        """The answer's JSON, the same on the command line and everywhere else."""
        return {
            "id": self.id,
            "question": self.question,
            "resolved_question": self.resolved_question,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "answers": [answer.to_dict() for answer in self.answers],
            "citations": [citation.to_dict() for citation in self.citations],
            "searched": searched_to_dict(self.searched),
            "elapsed_ms": round(self.elapsed_ms, 1),
        }

    def without_texts(self) -> Answer:
        """The answer without the texts that its citations' documents carry."""
        return replace(self, citations=tuple(citation.without_text() for citation in self.citations))


def as_exchange(answer: Answer) -> Exchange:
    """What a follow-up may take up of an answer: its first words and the quotation that they stand in."""
    if not answer.answers:
        return Exchange(answer.question, understood=answer.resolved_question)
    first = answer.answers[0]
    cited = [answer.citation(number) for number in first.citations]
    documents = tuple(dict.fromkeys(one.document.id for one in cited))
    return Exchange(answer.question, first.text, cited[0].quote, answer.resolved_question, documents)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, without texts, or with the problem that kept it from being asked.

    `around` is what stands before and after the first quotation, `columns` its table's head; `asked_at` an ISO moment.
    """

    question: str
    answer: Answer | None = None
    problem: str | None = None
    around: tuple[str, str] = ("", "")
    columns: str = ""
    asked_at: str = ""

    @property
    def reworded(self) -> str | None:
        """How a follow-up was understood, where that is not as it was typed."""
        if self.answer is None or self.answer.resolved_question.split() == self.question.split():
            return None
        return self.answer.resolved_question


@dataclass(frozen=True, slots=True)
class Found:
    """One line of `look_up`: a hit with its document and place."""

    hit: Hit
    document: Document
    locator: Locator

    def to_dict(self) -> dict[str, object]:
        """The hit as in the search JSON."""
        return {
            "rank": self.hit.rank,
            "score": round(self.hit.score, 4),
            "document": document_to_dict(self.document),
            "locator": locator_to_dict(self.locator),
            "text": self.hit.passage.text,
            "start": self.hit.passage.span.start,
            "end": self.hit.passage.span.end,
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What `look_up` returns."""

    query: str
    hits: tuple[Found, ...]
    id: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The search JSON."""
        return {"id": self.id, "query": self.query, "hits": [found.to_dict() for found in self.hits]}


@dataclass(frozen=True, slots=True)
class Pin:
    """A quotation in a briefing, as it was verified when it was pinned, at the ISO moment `pinned_at`.

    `before` and `after` are the words around it, by which it is found again where it has moved; `question` is what it
    answered, `searched` the library's state then. The citation's document carries no text.
    """

    id: str
    citation: Citation
    before: str
    after: str
    question: str
    searched: Searched
    pinned_at: str


@dataclass(frozen=True, slots=True)
class Note:
    """The analyst's own sentences, between the quotations."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a briefing: quotations and sentences in the analyst's order."""

    id: str
    title: str
    items: tuple[Pin | Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """Sections in order. `version` counts its changes, the last of them at the ISO moment `changed_at`."""

    id: str
    title: str
    sections: tuple[Section, ...]
    version: int = 0
    changed_at: str = ""

    @property
    def pins(self) -> tuple[Pin, ...]:
        """The quotations, in the order in which they are numbered."""
        return tuple(item for section in self.sections for item in section.items if isinstance(item, Pin))


def document_to_dict(document: Document) -> dict[str, object]:
    """The document's metadata as in the answer's JSON; its text stays in the library."""
    return {
        "id": document.id,
        "external_id": document.external_id,
        "title": document.title,
        "author": document.author,
        "publisher": document.publisher,
        "date": document.date.isoformat() if document.date else None,
        "path": document.path,
        "sha256": document.sha256,
    }


def locator_to_dict(locator: Locator) -> dict[str, object]:
    """The locator as in the answer's JSON; a page is a number where its label is one."""
    page: int | str | None = locator.page
    if locator.page is not None and locator.page.isascii() and locator.page.isdigit():
        page = int(locator.page)
    return {"page": page, "paragraph": locator.paragraph, "heading": locator.heading}


def searched_to_dict(searched: Searched) -> dict[str, object]:
    """The search receipt as in the answer's JSON."""
    return {
        "documents": searched.documents,
        "passages": searched.passages,
        "unreadable": searched.unreadable,
        "as_of": searched.as_of,
        "library": searched.library,
    }
