"""Questions that name nothing ("which judge?", "turned down why?"), put beside the question before, which does."""

from __future__ import annotations

import re

from qa.asked import asks, told
from qa.confidence import content_words
from qa.mentions import known_in, names_of_statement
from qa.talk import Talk

# Content words of a question that leaves its subject out: of 129 follow-ups without a name in three made organisations'
# dialogues 112 have no more, of 25 questions on another subject one.
TERSE = 3
# "What is gabbro?", "What is the melting point of iron?": on no other subject
_DEFINITION = re.compile(
    r"\W*what(?:(?: is|['’]s| was| are| were) (?:an? )?[a-z-]+|(?: is|['’]s| are) the (?:[a-z-]+ ){1,2}of [a-z-]+)\W*$",
    re.IGNORECASE,
)


def beside_the_question_before(question: str, talk: Talk) -> str:
    """For "which judge?", "turned down why?", "who identified the body?", which name nothing and which no other rule
    makes whole: the question before in brackets."""
    whole = len(content_words(question)) > TERSE or _DEFINITION.match(question)
    if whole or _names_in(question) or known_in(question, talk.repeatable):
        return question
    return f"{question.strip().rstrip('?. ')}{_bracketed(talk)}"


def _names_in(question: str) -> list[str]:
    """The names of a question of a few words, whose first capital tells nothing: "Biggest funder?"."""
    first, *rest = question.split() or [""]
    return names_of_statement(" ".join([first.lower(), *rest]) if rest else question)


def put_beside(understood: str, talk: Talk) -> str | None:
    """What was put beside the question before, without that; None where nothing was."""
    before = _bracketed(talk)
    return f"{understood.removesuffix(before)}?" if understood.endswith(before) else None


def _bracketed(talk: Talk) -> str:
    own = [talk.last] if talk.last != talk.question and asks(talk.last) else []
    before = ", ".join(told(question).strip("?. ") for question in (*own, talk.question))
    return f" ({' '.join(re.sub(r'[()]', ' ', before).split())})?"
