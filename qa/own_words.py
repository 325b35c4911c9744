"""Questions for what somebody said: among answers that are about as sure, that person's own words come first.

Pure: knows the question, the candidates and whose words they are. Confidence is as it was; only neighbours change
places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.model import Span
from qa.compose import Candidate
from qa.people import people_of

NEAR = 0.1  # of confidence: a tenth more or less is within what calibration can tell apart
_SAYS = (
    r"(?:say|said|tell|told|think|thought|call|called|describe|described|claim|argue|argued|warn|believe|write|written|"
    r"comment|ask|asked|suggest|recommend|want|add|explain|make of|feel)"
)
_ASKED = (
    re.compile(
        rf"\b(?:did|does|do|has|had|would)\s+(?:the\s+)?(?P<who>[A-Z][^?,;]*?)\s+(?:ever\s+|really\s+)?{_SAYS}\b"
    ),
    re.compile(r"\b[Aa]ccording to\s+(?:the\s+)?(?P<who>[A-Z][^?,;]*)"),
    re.compile(r"\b(?:words|view|views|opinion|opinions)\s+of\s+(?:the\s+)?(?P<who>[A-Z][^?,;]*)"),
    re.compile(r"(?P<who>[A-Z][\w’' -]*?)['’]s?\s+(?:own\s+)?(?:words|view|views|opinion|opinions)\b"),
)


def asked_of(question: str) -> str | None:
    """The person whose words a question asks for, without titles; None where it asks for nobody's."""
    for pattern in _ASKED:
        match = pattern.search(question)
        if match:
            names = people_of(match["who"]).names
            if names:
                return names[0].bare or None
    return None


def same_person(asked: str, speaker: str) -> bool:
    """Whether two names are one person's as far as both go: the last names are the same, and so are the first where
    both have one."""
    one, two = asked.casefold().split(), speaker.casefold().split()
    return one[-1] == two[-1] and (len(one) == 1 or len(two) == 1 or one[0] == two[0])


def own_words_first(
    question: str,
    candidates: Sequence[Candidate],
    threshold: float,
    speaker: Callable[[Span], str | None],
) -> list[Candidate]:
    """The candidates, those in the words of whom the question asks for before others that are about as sure as the
    surest. None passes another across `threshold`. `speaker` tells whose words a span is."""
    asked = asked_of(question)
    if asked is None or not candidates:
        return list(candidates)
    best = candidates[0].confidence
    near = [one for one in candidates if _beside(one.confidence, best, threshold)]

    def others(one: Candidate) -> bool:
        said = speaker(one.evidence[0].answer)
        return not (said and same_person(asked, said))

    return [*sorted(near, key=others), *candidates[len(near) :]]


def _beside(confidence: float, best: float, threshold: float) -> bool:
    return best - confidence <= NEAR and (confidence >= threshold) == (best >= threshold)
