"""A candidate made an answer: its evidence cited, other origins before further copies of one."""

from __future__ import annotations

from collections.abc import Mapping

from index.model import Span
from qa.cite import Citations
from qa.compose import Candidate
from qa.model import Evidence, RankedAnswer

CITED = 5  # citations of one answer, other origins before further copies; a sixth adds nothing


def ranked(candidate: Candidate, citations: Citations, origins: Mapping[str, str]) -> RankedAnswer:
    """The candidate with its citations added to `citations`; `origins` gives each document's by its id."""
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
