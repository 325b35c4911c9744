"""Who or what an answer names is spoken of from then on: "Who refereed the match?" - "Saskia Trowbridge" - "she".

Decides nothing about a follow-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.kinds import Kind, is_body, is_role, kind, titled
from qa.mentions import names
from qa.talk import Mention

_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_WHICH = re.compile(r"\b(?:what|which)\b(?: (?P<noun>[a-z]+))?", re.IGNORECASE)
_SUCCEEDED = re.compile(r"\b(?:succeed(?:ed|s)?|replace[ds]?|t(?:ook|akes?) over from)\b", re.IGNORECASE)
_BESIDE = 2  # words of an answer beside its name; with more it tells something about it


def adopted_from(answer: str, question: str, asked: Iterable[Mention]) -> list[Mention]:
    """The name of an answer that is little more than one; none where the question asks for something else, or was
    about a person itself."""
    found = [answer] if is_body(answer) else names(answer)
    if not found or len(" ".join(found).split()) + _BESIDE < len(answer.split()):
        return []
    name = found[0]
    group = kind(name) is Kind.GROUP
    if _WHO.search(question):
        somebody = any(mention.kind is Kind.PERSON for mention in asked) and not _SUCCEEDED.search(question)
        return [] if somebody and not group else [Mention(name, Kind.GROUP if group else Kind.PERSON)]
    which = _WHICH.search(question)
    if which is None:
        return []
    person = is_role(which["noun"]) if which["noun"] else titled(name)
    return [Mention(name, Kind.GROUP if group else Kind.PERSON if person else Kind.THING)]


def comes_first(adopted: Mention, question: str) -> bool:
    """Whether it is meant rather than what was asked about: not a body that was asked for with "who", which is "they",
    while "it" still means the other."""
    return adopted.kind is not Kind.GROUP or not _WHO.search(question)
