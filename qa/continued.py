"""A follow-up is often answered where the conversation has just been: the documents cited last are read further down
than others, their answers are counted surer, and what is about the topic is read for the question as it was typed too.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from index.model import Hit, Span
from qa.compose import Candidate
from qa.confidence import coverage
from qa.model import Exchange

DEEP = 50  # passages among which those of the conversation's documents are looked for
MORE = 4  # of them, that are read although others are nearer: half as many again would cost half as much time again
ABOUT = 0.6  # of the words left out that a passage about them has
# Odds on an answer that stands in the documents cited last, beside those of its confidence, which knows of no
# conversation. Fitted to the first answers of 149 follow-ups over three made organisations' papers 1.6, of 143 over the
# project's three libraries 4.0.
ODDS_THERE = 2.0
_BACK = 2  # exchanges in which a document was cited last; an earlier one is no longer what is spoken of


def documents_of(history: Sequence[Exchange]) -> frozenset[str]:
    """The documents that the last answer cites."""
    recent = [one.documents for one in history[-_BACK:] if one.documents]
    return frozenset(recent[-1]) if recent else frozenset()


def widened(hits: Sequence[Hit], count: int, documents: Collection[str]) -> list[Hit]:
    """The first `count` hits, and the best of the rest that stand in the documents."""
    further = [hit for hit in hits[count:] if hit.passage.span.document in documents]
    return [*hits[:count], *further[:MORE]]


def surer_there(candidates: Iterable[Candidate], documents: Collection[str]) -> list[Candidate]:
    """The candidates, the surest first, those that the documents give surer than by themselves."""
    found = [c if c.evidence[0].answer.document not in documents else _surer(c) for c in candidates]
    return sorted(found, key=lambda candidate: -candidate.confidence)


def _surer(candidate: Candidate) -> Candidate:
    odds = ODDS_THERE * candidate.confidence
    return replace(candidate, confidence=odds / (odds + 1 - candidate.confidence))


def documents_in(hits: Iterable[Hit]) -> set[str]:
    """The documents that the hits stand in."""
    return {hit.passage.span.document for hit in hits}


def added(resolved: str, typed: str) -> str:
    """The words that the resolved question has, and the typed one lacks."""
    had = set(re.findall(r"\w+", typed.lower()))
    return " ".join(word for word in re.findall(r"\w+", resolved) if word.lower() not in had)


def on_topic(
    hits: Iterable[Hit], topic: str, over: Mapping[Span, Sequence[str]], documents: Collection[str]
) -> list[Hit]:
    """The hits that are about what a follow-up left out: by their words and what stands over them, or as they are in
    the documents. In these, "it" is understood as the passage itself has it: "we", "the Trust"."""

    def about(hit: Hit) -> bool:
        span = hit.passage.span
        words = " ".join([*over.get(span, ()), hit.passage.text])
        return span.document in documents or coverage(topic, words) >= ABOUT

    return [hit for hit in hits if about(hit)]
