"""Phrases that point back: "the mosque", "this report", "there", "anything else", described as they were before; and
questions that name nothing, beside the one that does.

Decides nothing about pronouns or fragments; `converse` applies these rules after those for both.
"""

from __future__ import annotations

import re

from qa.confidence import A_STOP_WORD, content_words
from qa.kinds import Kind, is_role
from qa.mentions import known_in, names, owned
from qa.phrases import richer
from qa.talk import Talk

_DEFINITE = re.compile(
    rf"\b(?P<article>the|this|that|these|those)\s+(?P<noun>(?!(?:{A_STOP_WORD}|same|only|first|last|most|best|next|worth|like|too|very)\b)[a-z-]+)\b"
    r"(?!\s+(?:of|for|in|on|that|who|which)\b)"
)
# Before "that" where it points.
_DETERMINES = re.compile(
    r"(?:^\W*|[^\w\s]\s*|\b(?:about|after|and|at|before|by|did|do|does|during|for|from|had|has|have|in|is|of|on|or|over|since|than"
    r"|to|under|until|was|were|with|would)\s+)$",
    re.IGNORECASE,
)
_TIMES = frozenset("time times year years period point day days era moment while".split())
_BODIES = frozenset("agency body charity company firm force organisation organization".split())
_GENERIC = frozenset(
    """
    album albums article band book books case company event fight film game group incident movie organisation record
    season series show single song songs story team tour work
    """.split()
)


def described_as_before(question: str, talk: Talk) -> str:
    """For "the mosque", "this report": as it was described before, else whose it is."""
    match = _DEFINITE.search(question)
    if match is None or names(question) or known_in(question, talk.repeatable):
        return question
    noun = match["noun"]
    if _joins(match, question):
        return question
    if noun in _TIMES:
        return _about(question, talk) if match["article"] != "the" else question
    whole = re.match(rf"{noun} (?!(?:{A_STOP_WORD})\b)[a-z-]+\b", question[match.start("noun") :])
    if whole and any(f"the {whole.group()}" in text for text in talk.said):
        return question  # said once more in full
    meant = next((found for text in talk.said if (found := richer(noun, text))), None)
    if meant is None:
        meant = next((talk.with_article(m.name) for m in talk.asked if _may_be(noun, m.kind)), None)
    if meant is None and talk.topic and (noun in _GENERIC or match["article"] != "the" or _said(noun, talk)):
        meant = talk.topic if noun in talk.topic.lower().split() else f"{owned(talk.with_article(talk.topic))} {noun}"
    return question[: match.start()] + meant + question[match.end() :] if meant else question


def _may_be(noun: str, kind: Kind) -> bool:
    return is_role(noun) if kind is Kind.PERSON else kind is Kind.GROUP and noun in _BODIES


def _joins(match: re.Match[str], question: str) -> bool:
    """Whether "that" joins a clause: "who concludes that language tests motivate people"."""
    if match["article"] != "that" or match["noun"] in _TIMES | _GENERIC:
        return False
    return not _DETERMINES.search(question[: match.start()])


def _said(noun: str, talk: Talk) -> bool:
    return any(re.search(rf"\b{re.escape(noun[:5])}", text, re.IGNORECASE) for text in talk.said)


_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )\bthere\b(?=\W*$)", re.IGNORECASE
)
_WHOLE = 6  # content words: a longer question says itself what it is about
_POINTING = re.compile(r"\b(?:this|that|these|those)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:any|anything|other|else|another|more|next|happen(?:ed|s)?|also|ever|after|before)\b", re.I)


def about_what_was_spoken_of(question: str, talk: Talk) -> str:
    """For "Any other teams?", "What happened next?", "When was that?": about what was spoken of."""
    if names(question) or known_in(question, talk.repeatable):
        return question
    place = next((m.name for m in talk.asked if m.kind in (Kind.GROUP, Kind.THING)), talk.topic)
    if place and _THERE.search(question):
        return _THERE.sub(lambda _: f"at {talk.with_article(place)}", question, count=1)
    joining = (match := _DEFINITE.search(question)) is not None and _joins(match, question)
    pointing = _OPEN.search(question) or (_POINTING.search(question) and not joining)
    if len(content_words(question)) > _WHOLE or not pointing:
        return question
    return _about(question, talk)


def _about(question: str, talk: Talk) -> str:
    """The question with the topic at its end."""
    if talk.topic is None or talk.topic.lower() in question.lower():
        return question
    word = "to" if re.search(r"\bhappen(?:ed|s)?\b", question, re.IGNORECASE) else "about"
    return f"{question.rstrip('?. ')} {word} {talk.with_article(talk.topic)}?"
