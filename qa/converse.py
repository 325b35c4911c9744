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

from qa.adopted import adopted_from, comes_first
from qa.asked import asks
from qa.beside import beside_the_question_before, put_beside
from qa.confidence import content_words
from qa.definites import about_what_was_spoken_of, described_as_before
from qa.ellipsis import completed, elliptic
from qa.kinds import Kind, kind_in
from qa.mentions import full_name, known_in, names_of_statement
from qa.model import Exchange
from qa.phrases import described
from qa.pronouns import EXPLETIVE, antecedent, bound, in_place_of_pronouns, unasked
from qa.talk import PRONOUNS, Mention, Pronoun, Talk, exchanges

_LAST_WORD = re.compile(r"(?<!like )\b(?:this|that|these|those|there)\W*$", re.IGNORECASE)  # "who discovered this?"
_NAMING = re.compile(r"^\W*(?:\w+ )?(?:who|whom|whose|which|what)\b", re.IGNORECASE)
_ANSWERED = 4  # exchanges back in which an answer is looked for that a pronoun may mean
_SAID_BEFORE = 12  # texts: a description older than six exchanges is no longer what "the report" means
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
    missed = any(not bound(question, pronoun) and _open(pronoun, talk) for pronoun in PRONOUNS)
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
        meant = antecedent(pronoun, talk)
        return meant is None or meant == described(talk.last)
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
    if not content_words(question) or _LAST_WORD.search(question) or elliptic(question):
        return False
    return all(map(partial(unasked, question), PRONOUNS))


def _understood(question: str, talk: Talk) -> str:
    if not talk.said:
        return question
    put_there = talk.last != talk.question
    by_itself = put_there and asks(talk.last)
    before, answer = (talk.last, talk.answer) if by_itself else (talk.question, None if put_there else talk.answer)
    whole = completed(question, before, answer)
    if whole:
        whole = in_place_of_pronouns(whole, talk)
        return _beside(whole, talk) if by_itself else whole
    return next((changed for rule in RULES if (changed := rule(question, talk)) != question), question)


def _talk(history: Iterable[Exchange]) -> Talk:
    talk = Talk()
    for exchange in history:
        talk = _after(talk, exchange.understood or _understood(exchange.question, talk), exchange)
    return talk


def _after(talk: Talk, understood: str, exchange: Exchange) -> Talk:
    """The talk after one more exchange."""
    last = put_beside(understood, talk) if talk.said else None
    newly = last or understood
    spoken = [*names_of_statement(newly), *known_in(newly, talk.repeatable)]
    asked = {m.name: m for m in (_mention(name, exchange.question, talk) for name in spoken)}
    told = ". ".join(filter(None, (exchange.answer, exchange.sentence)))
    adopted = adopted_from(exchange.answer, newly, asked.values()) if exchange.answer else []
    first = {m.name: m for m in adopted if comes_first(m, newly)}
    earlier = {m.name: m for m in (*adopted, *talk.asked) if m.name not in asked}
    asked = first | asked | earlier
    heard = {
        m.name: m
        for m in (Mention(full_name(name, talk.known), kind_in(name, told)) for name in names_of_statement(told))
    }
    heard |= {m.name: m for m in talk.heard if m.name not in heard}
    return Talk(
        asked=tuple(asked.values()),
        heard=tuple(m for m in heard.values() if m.name not in asked),
        question=talk.question if last else understood,
        last=newly,
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


def _beside(question: str, talk: Talk) -> str:
    return question if EXPLETIVE.search(question) else beside_the_question_before(question, talk)


RULES: tuple[Callable[[str, Talk], str], ...] = (
    in_place_of_pronouns,
    described_as_before,
    about_what_was_spoken_of,
    _beside,
)
