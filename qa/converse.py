"""Follow-up -> self-contained question, by rule: a pronoun takes the last name of the earlier questions.

Only pronouns are resolved so far; a question without one is returned as it is, so a change of subject is never dragged
back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.confidence import STOP_WORDS

_NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w'’-]*)*")
_POSSESSIVE = re.compile(r"\b(his|her|its|their)\b(?=\s+\w)", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(he|him|she|her|it|they|them)\b", re.IGNORECASE)
_EXPLETIVE = re.compile(r"\b(is|was|will|did|does) it\b", re.IGNORECASE)  # "when was it that", "what time is it"


def resolve(question: str, history: Sequence[str]) -> str:
    """The question with its first pronoun replaced by the name last spoken of in `history` (oldest first)."""
    if not history or names(question) or _EXPLETIVE.search(question):
        return question
    spoken_of = next((found[-1] for earlier in reversed(history) if (found := names(earlier))), None)
    if spoken_of is None:
        return question
    owned, count = _POSSESSIVE.subn(lambda _: f"{spoken_of}'s", question, count=1)
    return owned if count else _PERSONAL.sub(lambda _: spoken_of, question, count=1)


def names(question: str) -> list[str]:
    """The runs of capitalised words in a question, its opening word apart when that is a common one."""
    found = []
    for match in _NAME.finditer(question):
        words = match.group().split()
        while words and words[0].lower() in STOP_WORDS:
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return found
