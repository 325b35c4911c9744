"""Follow-up -> self-contained question, by rules in a table; no model, and nothing but the words of the conversation.

The earlier questions are understood one after another, each from those before it, so that what "he" meant in the last
question is what "he" means in this one. A question that no rule matches is returned as it is. Which of the two readings
is right, the question as typed or as resolved, is not decided here: `assistant` reads for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from qa.confidence import STOP_WORDS
from qa.definites import about_what_was_spoken_of, described_as_before
from qa.ellipsis import completed, elliptic
from qa.mentions import (
    Kind,
    counted,
    described,
    full_name,
    kind,
    kind_in,
    known_in,
    names,
    names_of_statement,
    owned,
    phrases,
    subject,
)
from qa.model import Exchange
from qa.talk import PRONOUNS, Mention, Pronoun, Talk, exchanges

_EXPLETIVE = re.compile(
    r"\b(?:what time|how (?:far|long|late)) (?:is|was|did|does|will) it\b"
    r"|\bit (?:be )?(?:that|true|possible|known|said|likely|legal|necessary|worth|clear)\b|\bit (?:is|was) that\b",
    re.IGNORECASE,
)
_STOP = "|".join(sorted(STOP_WORDS))
_NAMING = re.compile(r"^\W*(?:\w+ )?(?:who|whom|whose|which|what)\b", re.IGNORECASE)
_ANSWERED = 4  # exchanges back in which an answer is looked for that a pronoun may mean
_SAID_BEFORE = 12  # texts: a description older than six exchanges is no longer what "the report" means
_LONG_OWNER = 4  # words: a longer name or description takes no "'s"
_LAST_PHRASE = re.compile(r"(?P<phrase>(?:\s+[\w-]+){1,3}?)\s*\??$")
# Odds that a question which a rule has changed was meant so. Where it cannot stand alone, what answers it as typed is
# nearly always about something else: with 8 in place of 40, four more of 106 follow-ups had a wrong answer, none a
# right one.
STANDING, DEPENDENT = 2.0, 40.0


def resolve(question: str, history: Sequence[str | Exchange]) -> str:
    """The question with what it leaves out taken from `history` (oldest first); itself where nothing is left out.

    Plain strings are earlier questions. Where they alternate questions and answers they are read so.
    """
    return _understood(question, _talk(exchanges(history)))


def unheard(question: str, history: Sequence[Exchange]) -> list[int]:
    """Which of the last exchanges should be answered first, since they came as questions alone: the very last, where
    the question takes something up, for it tells which documents are spoken of; and those whose answer may be what a
    pronoun means, where the conversation has nobody or nothing else that it means."""
    talk, last = _talk(history), len(history) - 1
    taken_up = _understood(question, talk) != question
    missed = any(not _bound(question, pronoun) and _open(pronoun, talk) for pronoun in PRONOUNS)
    return [
        i
        for i, one in list(enumerate(history))[-_ANSWERED:]
        if one.answer is None and one.understood is None
        if (taken_up and i == last) or (missed and _NAMING.search(one.question))
    ]


def settled(history: Iterable[Exchange]) -> list[Exchange]:
    """The history with each question understood by its words alone, so that none of them is answered."""
    talk, found = Talk(), []
    for exchange in history:
        found.append(replace(exchange, understood=exchange.understood or _understood(exchange.question, talk)))
        talk = _after(talk, found[-1].understood or "", exchange)
    return found


def _open(pronoun: Pronoun, talk: Talk) -> bool:
    """Whether what the pronoun means is not named, and the last question asks for a name."""
    if pronoun.person:
        meant = _antecedent(pronoun, talk)
        return meant is None or meant == described(talk.question)
    named = any(mention.fits(pronoun) and mention.name in talk.question for mention in talk.asked)
    return bool(_NAMING.search(talk.question)) and not named


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
    return all(map(partial(_unasked, question), PRONOUNS)) and not elliptic(question)


def _understood(question: str, talk: Talk) -> str:
    if not talk.said:
        return question
    whole = completed(question, talk.question, talk.answer)
    if whole:
        return _pronouns(whole, talk)
    return next((changed for rule in RULES if (changed := rule(question, talk)) != question), question)


def _talk(history: Iterable[Exchange]) -> Talk:
    talk = Talk()
    for exchange in history:
        talk = _after(talk, exchange.understood or _understood(exchange.question, talk), exchange)
    return talk


def _after(talk: Talk, understood: str, exchange: Exchange) -> Talk:
    """The talk after one more exchange."""
    spoken = [*names_of_statement(understood), *known_in(understood, talk.repeatable)]
    asked = {m.name: m for m in (_mention(name, exchange.question, talk) for name in spoken)}
    told = ". ".join(filter(None, (exchange.answer, exchange.sentence)))
    adopted = _adopted(understood, exchange.answer, asked.values()) if exchange.answer else []
    asked = {m.name: m for m in adopted} | asked | {m.name: m for m in talk.asked if m.name not in asked}
    heard = {
        m.name: m
        for m in (Mention(full_name(name, talk.known), kind_in(name, told)) for name in names_of_statement(told))
    }
    heard |= {m.name: m for m in talk.heard if m.name not in heard}
    return Talk(
        asked=tuple(asked.values()),
        heard=tuple(m for m in heard.values() if m.name not in asked),
        question=understood,
        answer=exchange.answer,
        said=(*filter(None, (told, understood)), *talk.said)[:_SAID_BEFORE],
    )


def _mention(name: str, typed: str, talk: Talk) -> Mention:
    """A name of a question, with what its place there, or the pronoun that stood for it, tells of it."""
    full = full_name(name, talk.known)
    earlier = next((m for m in (*talk.asked, *talk.heard) if m.name == full), Mention(full, kind_in(full, typed)))
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
    """For "he", "her", "it", "their": the likeliest name, else a phrase of the last question."""
    for pronoun in PRONOUNS:
        if _unasked(question, pronoun):
            continue
        meant = _antecedent(pronoun, talk)
        if meant and meant.lower() not in question.lower():
            question = _put(talk.with_article(meant), pronoun, question)
    return question


def _put(meant: str, pronoun: Pronoun, question: str) -> str:
    """The question with what is meant in the place of its first such pronoun."""
    own, plain = pronoun.possessive.search(question), pronoun.personal.search(question)
    if own and (plain is None or own.start() <= plain.start()):
        thing = _LAST_PHRASE.match(question, own.end())
        if thing and len(meant.split()) > _LONG_OWNER:  # "the median age of the accounts which wrote half of it"
            return f"{question[: own.start()]}the{thing['phrase']} of {meant}{question[thing.end('phrase') :]}"
        return f"{question[: own.start()]}{owned(meant)}{question[own.end() :]}"
    return f"{question[: plain.start()]}{meant}{question[plain.end() :]}" if plain else question


def _unasked(question: str, pronoun: Pronoun) -> bool:
    """Whether the question leaves nothing open about such a pronoun."""
    return _bound(question, pronoun) or (pronoun.person is None and bool(_EXPLETIVE.search(question)))


def _bound(question: str, pronoun: Pronoun) -> bool:
    """Whether the question has no such pronoun, or names before it whom it means."""
    match = pronoun.personal.search(question) or pronoun.possessive.search(question)
    if match is None:
        return True
    return any(kind(name) in pronoun.kinds for name in names(question[: match.start()]))


def _antecedent(pronoun: Pronoun, talk: Talk) -> str | None:
    """What is meant: a name asked about that fits well, else one heard, else a phrase, else a name that may fit; a ship
    is "she" where no person was spoken of."""
    sure = [m.name for m in talk.asked if m.fits(pronoun)]
    heard = [m.name for m in talk.heard if m.fits(pronoun)] if pronoun.heard else []
    unsure = [m.name for m in talk.asked if m.kind is Kind.UNSURE]
    if pronoun.person:
        unnamed = described(talk.question) if not any(name in talk.question for name in sure) else None
        if unnamed and talk.answer is None:
            return unnamed
        found = [*sure, *heard, *filter(None, [unnamed]), *unsure]
        if not found and talk.asked:
            return next((m.name for m in talk.asked if m.kind is Kind.THING), None) if pronoun.person == "she" else None
        return found[0] if found else _uncapitalised(subject(talk.question))
    if pronoun.described:
        return next(iter([*sure, *phrases(talk.question)[-1:], *heard, *unsure]), talk.topic)
    return counted(talk.question) or next(iter([*_plural(subject(talk.question)), *sure, *unsure]), talk.topic)


def _uncapitalised(phrase: str | None) -> str | None:
    """A subject that may be somebody's name typed in lower case."""
    return phrase if phrase and re.fullmatch(r"(?!(?:the|a|an)\b)[a-z’'-]+(?: [a-z’'-]+){0,2}", phrase) else None


def _plural(phrase: str | None) -> list[str]:
    plain = phrase and re.search(r"\b[a-z]\w*[^s]s$", phrase)
    return [phrase] if phrase and plain else []


RULES: tuple[Callable[[str, Talk], str], ...] = (_pronouns, described_as_before, about_what_was_spoken_of)
