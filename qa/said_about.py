"""Questions for what somebody said about something: that person's quotations about it are evidence, and what another
says, or a passage that has nothing of the person, is none.

A reader of spans is taught to look for a fact, and passes over the answer to such a question where it is all that is
quoted. Pure: texts and speakers are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.model import Hit, Span
from index.text import sentences
from qa.compose import Candidate
from qa.confidence import stems
from qa.model import Evidence, Said
from qa.own_words import asked_of, same_person

MARGIN = 6.0  # of the reader's score: what it gives a plain answer, which a quotation about the topic is
HEAD = 300  # characters in which a text says whose it is
_SAYING = (
    r"(?:say|said|says|think|thought|write|written|wrote|tell|told|claim|argue|comment|speak|spoke|spoken|talk|talked|"
    r"views?|opinions?|words)"
)
_CLAUSE = r"(?:should|must|would|will|is|was|are|were|be|been|has|had|have|can|could|might|may|did|does|do|that)"
_ABOUT = re.compile(  # at once, or after a few words that begin no clause: "tell the paper about", not "say is true of"
    rf"\b{_SAYING}\s+(?:(?:(?!{_CLAUSE}\b)\w+\s+){{0,4}}?(?:about|regarding|concerning)|on|of|against)\s+(?P<topic>[^?]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose words are asked for, and the stems of what they should be about."""

    who: str
    topic: frozenset[str]

    def covers(self, words: str) -> bool:
        """Whether some words are about it: half of its stems, and one at least, are among theirs."""
        return 2 * len(self.topic & stems(words)) >= len(self.topic) > 0


def wanted(question: str) -> Wanted | None:
    """What a question of this form asks for; None for another."""
    who = asked_of(question)
    match = _ABOUT.search(question)
    if who is None or match is None:
        return None
    topic = stems(match["topic"]) - stems(who)
    return Wanted(who, frozenset(topic)) if topic else None


def own_evidence(asked: Wanted, hits: Iterable[Hit], said: Callable[[Span], Sequence[Said]]) -> list[Evidence]:
    """The sentences that the person is quoted with about the topic, in the passages found. `said` gives the
    quotations around a span with their speakers."""
    found = []
    for hit in hits:
        passage = hit.passage
        for one in said(passage.span):
            inside = max(one.start, passage.span.start), min(one.end, passage.span.end)
            if inside[0] < inside[1] and same_person(asked.who, one.speaker):
                found += _about(asked, hit, *inside)
    return found


def _about(asked: Wanted, hit: Hit, start: int, end: int) -> list[Evidence]:
    """The quoted sentences in ``[start, end)`` of the document that are about the topic, or all where only the whole
    is."""
    base, text = hit.passage.span.start, hit.passage.text
    inner = [
        (max(a, start - base), min(b, end - base)) for a, b in sentences(text) if a < end - base and start - base < b
    ]
    near = [(a, b) for a, b in inner if asked.covers(text[a:b])]
    if not near and asked.covers(text[start - base : end - base]):
        near = [(inner[0][0], inner[-1][1])]
    return [_evidence(hit, *_unmarked(text, a, b)) for a, b in near]


def _evidence(hit: Hit, start: int, end: int) -> Evidence:
    document, base = hit.passage.span.document, hit.passage.span.start
    around = [(a, b) for a, b in sentences(hit.passage.text) if a < end and start < b]
    quote = Span(document, base + min(start, around[0][0]), base + max(end, around[-1][1]))
    return Evidence(Span(document, base + start, base + end), quote, MARGIN, hit)


def _unmarked(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the quotation marks and spaces at its ends."""
    while start < end and text[start] in "“\"‘'„« \n":
        start += 1
    while start < end and text[end - 1] in "”\"’'»,. \n":
        end -= 1
    return start, end


def of_the_person(
    asked: Wanted, candidates: Iterable[Candidate], speaker: Callable[[Span], str | None], head: Callable[[str], str]
) -> list[Candidate]:
    """The candidates that may be what the person said: own words, or words of nobody else's in a passage or a document
    that names the person. `head` gives a document's beginning, with its author."""
    return [one for one in candidates if _may_be(asked.who, one.evidence[0], speaker, head)]


def _may_be(who: str, evidence: Evidence, speaker: Callable[[Span], str | None], head: Callable[[str], str]) -> bool:
    said = speaker(evidence.answer)
    if said:
        return same_person(who, said)
    surname = rf"\b{re.escape(who.split()[-1])}\b"
    return bool(re.search(surname, f"{evidence.hit.passage.text}\n{head(evidence.answer.document)}"))
