"""The parts of a question: what it asks with and what it takes for granted; and the same with another question word."""

from __future__ import annotations

import re

from qa.confidence import STOP_WORDS
from qa.phrases import AUXILIARY, DONE

LEAD = r"(?:(?:and|but|so|or|ok|okay|well|then)\b[,\s]+)*"
OPENING = re.compile(
    rf"^{LEAD}(?P<wh>(?:\w+\s+)?(?:wh(?:o|at|en|ere|y|ich|om|ose)|how)\b.*?)\s*\b(?P<rest>{AUXILIARY}\s.*)$", re.I
)
_INTERROGATIVE = re.compile(r"^.*\b(?:wh(?:o|at|en|ere|y|ich|om|ose)|how(?: \w+)?)\b", re.IGNORECASE)
_ACTS = re.compile(rf"^{LEAD}who\s+(?!{AUXILIARY}\b)", re.IGNORECASE)  # an auxiliary further on is of a clause
_DOES = re.compile(rf"^{LEAD}(?:which|how many)\s+\w+\s+\w", re.IGNORECASE)
_SUBJECT_ASKED = re.compile(rf"^{LEAD}(?:who|what|which\s+\w+|how many\s+\w+)\s+(?P<rest>.*)$", re.IGNORECASE)
_UNASKED = re.compile(rf"^{LEAD}(?:who|what|which|how many|{AUXILIARY})\s+", re.IGNORECASE)
_ASKS_WHICH = re.compile(r"(?:whose|who|which|how many|what)\b", re.IGNORECASE)
_HAS = re.compile(r"(?:has|have|had)\s+(?:the|an?|no|its|most|more|fewest)\b", re.IGNORECASE)
_NAMED = 5  # words of an answer that may be a name
_OFFICE = re.compile(r"(?:is|was|are|were)\s+(?:the|an?|(?:[A-Z]\S*\s+)*[A-Z]\S*['’]s?|[a-z]+ (?:of|at|for))\s")


def asks(question: str) -> bool:
    """Whether it has a verb that a fragment can be put beside: "what can the user do", not "which judge"."""
    return bool(OPENING.match(question.strip()) or _ACTS.match(question) or _DOES.match(question))


def told(question: str) -> str:
    """What a question takes for granted, without what it asks: "the captain leaving" of "When is the captain
    leaving?"."""
    question = question.strip(" ?.!")
    opening = OPENING.match(question)
    if opening and not _ACTS.match(question):
        return f"{_INTERROGATIVE.sub('', opening['wh'])} {opening['rest'].partition(' ')[2]}".strip()
    return _UNASKED.sub("", question)


def asked_anew(asked: str, base: str, answer: str | None) -> str:
    """`base` with `asked` in the place of its question word: "When was the door burnt" + "why" -> "why was the ..."."""
    asked = asked[0].upper() + asked[1:].lower()
    if base.lower().startswith(f"{asked.lower()} "):
        return base
    counted = re.match(r"(?:what|which)\s+(\w+)\s+", base, re.IGNORECASE)
    opening = OPENING.match(base)
    if opening and not _ACTS.match(base) and not _owns(opening["rest"]):
        rest = opening["rest"]
        if asked.lower() in ("how many", "how much") and counted and counted[1].lower() not in STOP_WORDS:
            return f"{asked} {counted[1]} {rest}"
        if _asks_subject(opening["wh"], rest) or (answer and _asks_holder(opening["wh"], rest, answer)):
            auxiliary, _, after = rest.partition(" ")
            counted_ones = re.sub(r"^(?:how many|which|what|whose|who)\b\s*", "", opening["wh"], flags=re.IGNORECASE)
            return f"{asked} {auxiliary} {counted_ones or answer or 'someone'} {after}"
        return f"{asked} {rest}"
    if re.match(rf"{AUXILIARY}\b", base, re.IGNORECASE):
        return f"{asked} {base[0].lower()}{base[1:]}"
    subject = _SUBJECT_ASKED.match(base)
    if subject:  # "Who founded the Trust?" has no auxiliary to turn round
        return f"{asked} was it that {answer or 'someone'} {subject['rest']}"
    return f"{asked}: {base}"


def _owns(rest: str) -> bool:
    """Whether "had" is the verb itself: "Which court | had the longest wait"."""
    return bool(_HAS.match(rest)) and not re.search(rf"\b(?:been|{DONE})\b", rest)


def _asks_subject(wh: str, rest: str) -> bool:
    """Whether it asks for its subject, as "Who | was hurt" does; "When | was he hurt" does not."""
    return bool(_ASKS_WHICH.match(wh) and re.match(rf"\S+\s+{DONE}(?:\s|$)", rest))


def _asks_holder(wh: str, rest: str, answer: str) -> bool:
    """Whether it asks who somebody is, "Who | is the clerk's successor", and was answered with a name."""
    return wh.lower() == "who" and bool(_OFFICE.match(rest)) and len(answer.split()) <= _NAMED
