"""Follow-up -> self-contained question, by rules in a table; no model, and nothing but the words of the conversation.

The earlier questions are understood one after another, each from those before it, so that what "he" meant in the last
question is what "he" means in this one. A question that no rule matches is returned as it is. Which of the two readings
is right, the question as typed or as resolved, is not decided here: `assistant` reads for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qa.confidence import STOP_WORDS
from qa.ellipsis import completed, elliptic
from qa.mentions import Kind, full_name, kind, known_in, names, names_of_statement, owned, phrases, richer, subject
from qa.model import Exchange

_ASKS = re.compile(
    r"^(?:and |but |so |or |well |ok |then )*(?:wh\w+|how|did|does|do|was|were|is|are|has|have|had|can|could|will|would"
    r"|should|any|tell|name|list|in wh\w+|at wh\w+|on wh\w+|by wh\w+|for wh\w+|to wh\w+|from wh\w+)\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\b(?:what time|how (?:far|long|late)) (?:is|was|did|does|will) it\b"
    r"|\bit (?:be )?(?:that|true|possible|known|said|likely|legal|necessary|worth|clear)\b|\bit (?:is|was) that\b",
    re.IGNORECASE,
)
_STOP = "|".join(sorted(STOP_WORDS))
_REMEMBERED, _LONG = 40, 1000  # items of the history, and characters of each: what is older or longer adds nothing
_SAID_BEFORE = 12  # texts: a description older than six exchanges is no longer what "the report" means
STANDING, DEPENDENT = 2.0, 8.0  # odds that a question which a rule has changed was meant so


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
        return person and self.pronoun in (None, pronoun.person)


@dataclass(frozen=True, slots=True)
class Talk:
    """What the conversation is about: names asked about and names heard in answers, the latest first; the last question
    as it was understood, and its answer; and all that was said, the latest first."""

    asked: tuple[Mention, ...] = ()
    heard: tuple[Mention, ...] = ()
    question: str = ""
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
        return article if any(article in text for text in self.said) else name


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A class of pronouns, and what they may stand for, the likeliest first."""

    personal: re.Pattern[str]
    possessive: re.Pattern[str]
    kinds: tuple[Kind, ...]
    person: str | None = None
    described: bool = False
    heard: bool = True


def _pronoun(
    personal: str, possessive: str, *kinds: Kind, person: str | None = None, described: bool = False, heard: bool = True
) -> Pronoun:
    follows = rf"(?=\s+(?!(?:{_STOP})\b)\w)"
    return Pronoun(
        re.compile(rf"\b(?:{personal})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{possessive})\b{follows}", re.IGNORECASE),
        kinds,
        person,
        described,
        heard,
    )


PRONOUNS = (
    _pronoun("he|him|himself", "his", Kind.PERSON, Kind.UNSURE, person="he"),
    _pronoun("she|her|herself", "her", Kind.PERSON, Kind.UNSURE, person="she"),
    _pronoun("they|them|themselves", "their", Kind.GROUP, Kind.UNSURE, heard=False),
    _pronoun("it|itself", "its", Kind.THING, Kind.GROUP, Kind.UNSURE, described=True),
)


def resolve(question: str, history: Sequence[str | Exchange]) -> str:
    """The question with what it leaves out taken from `history` (oldest first); itself where nothing is left out.

    Plain strings are earlier questions. Where they alternate questions and answers they are read so.
    """
    talk = Talk()
    for exchange in exchanges(history):
        talk = _after(talk, exchange.understood or _understood(exchange.question, talk), exchange)
    return _understood(question, talk)


def prefers(question: str, as_typed: float, as_resolved: float) -> bool:
    """Whether the resolved reading is the better one, from the confidence of the best answer to each.

    Confidence says how likely the answer is right if the reading is; these odds say how likely the reading is. They
    are more than even since a rule has found something left out: clearly so where the question cannot stand alone.
    """
    odds = STANDING if stands_alone(question) else DEPENDENT
    return odds * as_resolved * (1 - as_typed) >= as_typed * (1 - as_resolved)


def stands_alone(question: str) -> bool:
    """Whether the question could have been the first: it has a content word, and no pronoun without a name before."""
    if not any(word not in STOP_WORDS for word in re.findall(r"\w+", question.lower())):
        return False
    return all(_bound(question, pronoun) for pronoun in PRONOUNS if pronoun.person) and not elliptic(question)


def exchanges(history: Iterable[str | Exchange]) -> list[Exchange]:
    """The history as exchanges; strings by turns question and answer become pairs, others are questions."""
    given = list(history)[-_REMEMBERED:]
    texts = [text for text in given if isinstance(text, str)]
    if len(texts) == len(given) and len(given) % 2 == 0 and _alternates(texts):
        pairs = zip(texts[::2], texts[1::2], strict=True)
        return [Exchange(q[:_LONG], a[:_LONG]) for q, a in pairs]
    return [Exchange(item[:_LONG]) if isinstance(item, str) else item for item in given]


def _alternates(texts: Sequence[str]) -> bool:
    """By turns question and answer; the first two may be a heading and its section."""
    if any(_asks(text) for text in texts[1::2]):
        return False
    return all(_asks(text) for text in texts[2::2]) and (len(texts) > 2 or _asks(texts[0]))


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?") or bool(_ASKS.match(text))


def _understood(question: str, talk: Talk) -> str:
    if not talk.said:
        return question
    whole = completed(question, talk.question, talk.answer)
    if whole:
        return whole
    for rule in RULES:
        question = rule(question, talk)
    return question


def _after(talk: Talk, understood: str, exchange: Exchange) -> Talk:
    """The talk after one more exchange."""
    spoken = [*names_of_statement(understood), *known_in(understood, talk.repeatable)]
    asked = {m.name: m for m in (_mention(name, understood, exchange.question, talk) for name in spoken)}
    told = ". ".join(filter(None, (exchange.answer, exchange.sentence)))
    adopted = _adopted(understood, exchange.answer, asked.values()) if exchange.answer else []
    asked = {m.name: m for m in adopted} | asked | {m.name: m for m in talk.asked if m.name not in asked}
    heard = {m.name: m for m in (Mention(full_name(name, talk.known), kind(name)) for name in names_of_statement(told))}
    heard |= {m.name: m for m in talk.heard if m.name not in heard}
    return Talk(
        asked=tuple(asked.values()),
        heard=tuple(m for m in heard.values() if m.name not in asked),
        question=understood,
        answer=exchange.answer,
        said=(*filter(None, (told, understood)), *talk.said)[:_SAID_BEFORE],
    )


def _mention(name: str, understood: str, typed: str, talk: Talk) -> Mention:
    """A name of a question, with what its place there, or the pronoun that stood for it, tells of it."""
    full = full_name(name, talk.known)
    earlier = next((m for m in (*talk.asked, *talk.heard) if m.name == full), Mention(full, kind(full)))
    if full in typed or name in typed:
        acts = bool(
            re.search(rf"\b(?:did|does|has|had|was|is|who (?:is|was)) {re.escape(name)}\b", typed, re.IGNORECASE)
        )
        return replace(earlier, acts=earlier.acts or acts)
    used = next((p for p in PRONOUNS if p.person and (p.personal.search(typed) or p.possessive.search(typed))), None)
    return replace(earlier, kind=Kind.PERSON, pronoun=used.person) if used and earlier.fits(used) else earlier


def _adopted(question: str, answer: str, asked: Iterable[Mention]) -> list[Mention]:
    """The names of an answer that is little more than a name: what was asked for is what is spoken of now."""
    found = names(answer)
    if not found or len(" ".join(found).split()) + 2 < len(answer.split()):
        return []
    who = re.search(r"\bwho(?:m|se)?\b", question, re.IGNORECASE)
    if who:
        persons = [Mention(name, Kind.PERSON) for name in found if kind(name) in (Kind.PERSON, Kind.UNSURE)]
        return [] if any(mention.kind is Kind.PERSON for mention in asked) else persons[:1]
    if re.search(r"\b(?:what|which)\b", question, re.IGNORECASE):
        return [Mention(name, Kind.GROUP if kind(name) is Kind.GROUP else Kind.THING) for name in found[:1]]
    return []


def _pronouns(question: str, talk: Talk) -> str:
    """ "he", "her", "it", "their": the likeliest name, else a phrase of the last question."""
    for pronoun in PRONOUNS:
        if _bound(question, pronoun) or (pronoun.person is None and _EXPLETIVE.search(question)):
            continue
        meant = _antecedent(pronoun, talk)
        if meant and meant.lower() not in question.lower():
            meant = talk.with_article(meant)
            question, count = pronoun.possessive.subn(lambda _, m=meant: owned(m), question, count=1)
            if not count:
                question = pronoun.personal.sub(lambda _, m=meant: m, question, count=1)
    return question


def _bound(question: str, pronoun: Pronoun) -> bool:
    """Whether the question has no such pronoun, or names before it whom it means."""
    match = pronoun.personal.search(question) or pronoun.possessive.search(question)
    if match is None:
        return True
    return any(kind(name) in pronoun.kinds for name in names(question[: match.start()]))


def _antecedent(pronoun: Pronoun, talk: Talk) -> str | None:
    """What is meant: a name asked about that fits well, else one heard, else a phrase, else a name that may fit."""
    sure = [m.name for m in (*talk.asked, *(talk.heard if pronoun.heard else ())) if m.fits(pronoun)]
    unsure = [m.name for m in talk.asked if m.kind is Kind.UNSURE]
    if pronoun.person:
        return next(iter(sure or unsure), None if talk.asked else _uncapitalised(subject(talk.question)))
    described = phrases(talk.question)[-1:] if pronoun.described else _plural(subject(talk.question))
    return next(iter(sure or described or unsure), talk.topic)


def _uncapitalised(phrase: str | None) -> str | None:
    """A subject that may be somebody's name typed in lower case."""
    return phrase if phrase and re.fullmatch(r"(?!(?:the|a|an)\b)[a-z’'-]+(?: [a-z’'-]+){0,2}", phrase) else None


def _plural(phrase: str | None) -> list[str]:
    plain = phrase and not names(phrase) and re.search(r"[^s]s$", phrase)
    return [phrase] if phrase and plain else []


_DEFINITE = re.compile(
    rf"\b(?P<article>the|this|that|these|those)\s+(?P<noun>(?!(?:{_STOP}|same|only|first|last|most|best|next)\b)[a-z-]+)\b"
    r"(?!\s+(?:of|for|in|on|that|who|which)\b)"
)
_TIMES = frozenset("time times year years period point day days era moment while".split())
_NOUN_KINDS = {
    Kind.PERSON: frozenset("author boy driver girl lady man person speaker victim woman writer".split()),
    Kind.GROUP: frozenset("agency body charity company firm force organisation organization".split()),
}
_GENERIC = frozenset(
    """
    album albums article band book books case company event fight film game group incident movie organisation record
    season series show single song songs story team tour work
    """.split()
)


def _definites(question: str, talk: Talk) -> str:
    """ "the mosque", "this report": as it was described before, else whose it is."""
    match = _DEFINITE.search(question)
    if match is None or names(question) or known_in(question, talk.repeatable):
        return question
    noun = match["noun"]
    if noun in _TIMES:
        return _about(question, talk) if match["article"] != "the" else question
    meant = next((found for text in talk.said if (found := richer(noun, text))), None)
    if meant is None:
        meant = next((talk.with_article(m.name) for m in talk.asked if noun in _NOUN_KINDS.get(m.kind, ())), None)
    if meant is None and talk.topic and (noun in _GENERIC or match["article"] != "the" or _said(noun, talk)):
        meant = talk.topic if noun in talk.topic.lower().split() else f"{owned(talk.topic)} {noun}"
    return question[: match.start()] + meant + question[match.end() :] if meant else question


def _said(noun: str, talk: Talk) -> bool:
    return any(re.search(rf"\b{re.escape(noun[:5])}", text, re.IGNORECASE) for text in talk.said)


_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )\bthere\b(?=\W*$)", re.IGNORECASE
)
_POINTING = re.compile(r"\b(?:this|that|these|those)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:any|anything|other|else|another|more|next|happen(?:ed|s)?|also|ever|after|before)\b", re.I)


def _open(question: str, talk: Talk) -> str:
    """ "Any other teams?", "What happened next?", "When was that?": about what was spoken of."""
    if names(question) or known_in(question, talk.repeatable):
        return question
    place = next((m.name for m in talk.asked if m.kind in (Kind.GROUP, Kind.THING)), talk.topic)
    if place and _THERE.search(question):
        return _THERE.sub(lambda _: f"at {talk.with_article(place)}", question, count=1)
    return _about(question, talk) if _OPEN.search(question) or _POINTING.search(question) else question


def _about(question: str, talk: Talk) -> str:
    """The question with the topic at its end."""
    if talk.topic is None or talk.topic.lower() in question.lower():
        return question
    word = "to" if re.search(r"\bhappen(?:ed|s)?\b", question, re.IGNORECASE) else "about"
    return f"{question.rstrip('?. ')} {word} {talk.with_article(talk.topic)}?"


RULES: tuple[Callable[[str, Talk], str], ...] = (_pronouns, _definites, _open)
