"""What a conversation has spoken of so far, and the pronouns for it: the values that `converse` works on.

Also where a history of plain strings becomes exchanges. Decides nothing about a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.confidence import A_STOP_WORD
from qa.kinds import Kind, addressed, kind
from qa.model import Exchange
from qa.phrases import subject

_REMEMBERED, _LONG = 40, 1000  # items of the history, and characters of each: what is older or longer adds nothing
_ASKS = re.compile(
    r"^(?:and |but |so |or |well |ok |then )*(?:wh\w+|how|did|does|do|was|were|is|are|has|have|had|can|could|will|would"
    r"|should|any|tell|name|list|describe|explain|give"
    r"|in wh\w+|at wh\w+|on wh\w+|by wh\w+|for wh\w+|to wh\w+|from wh\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that was spoken of; `pronoun` is the "he" or "she" that was used of it, `acts` that it stood right
    after an auxiliary, as the subject of a question does."""

    name: str
    kind: Kind
    pronoun: str | None = None
    acts: bool = False

    def fits(self, pronoun: Pronoun) -> bool:
        """Whether the pronoun is likely to mean this one."""
        if pronoun.person is None:
            return self.kind in pronoun.kinds and self.kind is not Kind.UNSURE
        person = self.kind is Kind.PERSON or (self.kind is Kind.UNSURE and self.acts)
        return person and (self.pronoun or addressed(self.name)) in (None, pronoun.person)


@dataclass(frozen=True, slots=True)
class Talk:
    """What the conversation is about: names asked about and names heard in answers, the latest first; the last question
    that says what is asked about, as it was understood; the very last, which may have been put beside it ("which
    judge?"), and its answer; and all that was said, the latest first."""

    asked: tuple[Mention, ...] = ()
    heard: tuple[Mention, ...] = ()
    question: str = ""
    last: str = ""
    answer: str | None = None
    said: tuple[str, ...] = ()

    @property
    def known(self) -> list[str]:
        """All names."""
        return [mention.name for mention in (*self.asked, *self.heard)]

    @property
    def repeatable(self) -> list[str]:
        """The names that may be meant without their capital: not a lone word that was only heard ("Legacy")."""
        return [m.name for m in self.asked] + [m.name for m in self.heard if " " in m.name]

    @property
    def topic(self) -> str | None:
        """What the last questions were about: a name, or for want of one the subject of the last question."""
        return self.asked[0].name if self.asked else subject(self.question)

    def with_article(self, name: str) -> str:
        """The name with "the" where it has been said so."""
        article = f"the {name}"
        if kind(name) in (Kind.PERSON, Kind.UNSURE):  # no noun of its own: "for the Pause course"
            noun = rf"(?: (?!(?:{A_STOP_WORD})\b)[a-z-]+){{1,2}}"
            more = rf"\b(?:of|to|for|in|on|at|by|about|from|with) (the {re.escape(name)}{noun})"
            found = next((m for text in self.said if (m := re.search(more, text))), None)
            if found:
                return found[1]
        return article if any(article in text for text in self.said) else name


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A class of pronouns, and what they may stand for, the likeliest first."""

    personal: re.Pattern[str]
    possessive: re.Pattern[str]
    kinds: tuple[Kind, ...]
    person: str | None = None
    described: bool = False
    plural: bool = False


def _pronoun(
    personal: str,
    possessive: str,
    *kinds: Kind,
    person: str | None = None,
    described: bool = False,
    plural: bool = False,
) -> Pronoun:
    follows = rf"(?=\s+(?!(?:{A_STOP_WORD})\b)\w)"
    return Pronoun(
        re.compile(rf"\b(?-i:(?!IT\b))(?:{personal})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{possessive})\b{follows}", re.IGNORECASE),
        kinds,
        person,
        described,
        plural,
    )


_MATTERS = "apply|cause|change|cost|count|cover|happen|help|include|lead|make|matter|mean|take|work"
# "How much did that cost?", "would this cut the silt": after an auxiliary, where what follows is a verb and no noun.
_PROPOSED = (
    "(?:" + "|".join(rf"(?<=\b{word} )" for word in ("did", "does", "would", "will", "could", "can")) + ")"
    rf"(?:that|this)(?=\s+(?:(?:{_MATTERS})\b|\w+(?:[\s?.!]*$|\s+(?:the|a|an|its|their)\b)))"
)

PRONOUNS = (
    _pronoun("he|him|himself", "his", Kind.PERSON, Kind.UNSURE, person="he"),
    _pronoun("she|her|herself", "her", Kind.PERSON, Kind.UNSURE, person="she"),
    _pronoun("they|them|themselves", "their", Kind.GROUP, Kind.UNSURE, plural=True),
    _pronoun(f"it|itself|{_PROPOSED}", "its", Kind.THING, Kind.GROUP, Kind.UNSURE, described=True),
)


def exchanges(history: Iterable[str | Exchange]) -> list[Exchange]:
    """The history as exchanges; strings by turns question and answer become pairs, others are questions."""
    given = [_text(item) if isinstance(item, str) else item for item in history][-_REMEMBERED:]
    texts = [text for text in given if isinstance(text, str)]
    if texts and len(texts) == len(given) and len(given) % 2 == 0 and _alternates(texts):
        pairs = zip(texts[::2], texts[1::2], strict=True)
        return [Exchange(q[:_LONG], a[:_LONG]) for q, a in pairs]
    return [Exchange(item[:_LONG]) if isinstance(item, str) else item for item in given]


def _text(words: str) -> str:
    """The words without halves of characters, which come of bytes that are no text."""
    return words.encode("utf-8", "replace").decode()


def _alternates(texts: Sequence[str]) -> bool:
    """By turns question and answer; the first two may be a heading and its section."""
    if any(_asks(text) for text in texts[1::2]):
        return False
    return all(_asks(text) for text in texts[2::2]) and (len(texts) > 2 or _asks(texts[0]))


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?") or bool(_ASKS.match(text))
