"""What "he", "her", "it", "their" mean, and the question with that in their place."""

from __future__ import annotations

import re

from qa.adopted import comes_first
from qa.confidence import A_STOP_WORD
from qa.kinds import Kind, kind
from qa.mentions import names, owned
from qa.phrases import AUXILIARY, counted, described, last_phrase, subject
from qa.talk import PRONOUNS, Mention, Pronoun, Talk

EXPLETIVE = re.compile(
    r"\b(?:what time|how (?:far|long|late)) (?:is|was|did|does|will) it\b"
    r"|\bit (?:be )?(?:that|true|possible|known|said|likely|legal|necessary|worth|clear)\b|\bit (?:is|was) that\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(rf"(?:him|them|her(?!\s+(?!(?:{A_STOP_WORD})\b)\w))\b", re.IGNORECASE)
_MAY_BE_THE_SAME = re.compile(
    r"^['’]|[,;:]|\b(?:after|as|because|before|how|if|that|though|until|when|where|whether|while|who|why)\b"
    r"|\b(?:around|behind|for|on|over|with) $",
    re.IGNORECASE,
)
_NO_VERB = rf"(?!{AUXILIARY}\b)"
_COUNTED_ONES = re.compile(  # "How many districts lost their newspaper?"
    rf"\W*(?:\w+ )?(?:how many|which|what) (?:{_NO_VERB}\w+ )?{_NO_VERB}\w+s (?:{_NO_VERB}\w+ )*$", re.IGNORECASE
)
_LONG_OWNER = 4  # words: a longer name or description takes no "'s"
_LAST_PHRASE = re.compile(r"(?P<phrase>(?:\s+[\w-]+){1,3}?)\s*\??$")


def in_place_of_pronouns(question: str, talk: Talk) -> str:
    """For "he", "her", "it", "their": the likeliest name, else a phrase of the last question."""
    for pronoun in PRONOUNS:
        if unasked(question, pronoun):
            continue
        meant = antecedent(pronoun, talk)
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


def unasked(question: str, pronoun: Pronoun) -> bool:
    """Whether the question leaves nothing open about such a pronoun."""
    return bound(question, pronoun) or (pronoun.person is None and bool(EXPLETIVE.search(question)))


def bound(question: str, pronoun: Pronoun) -> bool:
    """Whether the question has no such pronoun, or names before it whom it means."""
    match = pronoun.personal.search(question) or pronoun.possessive.search(question)
    if match is None:
        return True
    before = question[: match.start()]
    if pronoun.plural and _COUNTED_ONES.match(before):
        return True
    named = [name for name in names(before) if kind(name) in pronoun.kinds]
    return bool(named) and not _another(before.rpartition(named[-1])[2], question[match.start() :])


def _another(between: str, rest: str) -> bool:
    """Whether the pronoun that `rest` begins with is the object of a clause whose subject stands before `between`, and
    so somebody else: "What did Judge Castellane | give | him?"; "with him" and "his" may be the judge's own."""
    return bool(_OBJECT.match(rest)) and not _MAY_BE_THE_SAME.search(between)


def antecedent(pronoun: Pronoun, talk: Talk) -> str | None:
    """What is meant: a name asked about that fits well, else one heard, else a phrase, else a name that may fit; a ship
    is "she" where no person was spoken of."""
    sure = [m.name for m in talk.asked if m.fits(pronoun)]
    heard = [m.name for m in talk.heard if m.fits(pronoun)] if not pronoun.plural else []
    unsure = [m.name for m in talk.asked if m.kind is Kind.UNSURE]
    if pronoun.person:
        unnamed = described(talk.last) if not any(name in talk.last for name in sure) else None
        if unnamed and talk.answer is None:
            return unnamed
        found = [*sure, *heard, *filter(None, [unnamed]), *unsure]
        if not found and talk.asked:
            return next((m.name for m in talk.asked if m.kind is Kind.THING), None) if pronoun.person == "she" else None
        return found[0] if found else _uncapitalised(subject(talk.question))
    if pronoun.described:
        just = [m.name for m in talk.asked if m.fits(pronoun) and _just(m, talk)]
        phrase = last_phrase(talk.last) or last_phrase(talk.question)
        return next(iter([*just, *filter(None, [phrase]), *sure, *heard, *unsure]), talk.topic)
    return counted(talk.question) or next(iter([*_plural(subject(talk.question)), *sure, *unsure]), talk.topic)


def _just(mention: Mention, talk: Talk) -> bool:
    """Whether the last question or its answer is about it."""
    answered = mention.name in (talk.answer or "") and comes_first(mention, talk.last)
    return answered or mention.name in talk.last


def _uncapitalised(phrase: str | None) -> str | None:
    """A subject that may be somebody's name typed in lower case."""
    return phrase if phrase and re.fullmatch(r"(?!(?:the|a|an)\b)[a-z’'-]+(?: [a-z’'-]+){0,2}", phrase) else None


def _plural(phrase: str | None) -> list[str]:
    plain = phrase and re.search(r"\b[a-z]\w*[^s]s$", phrase)
    return [phrase] if phrase and plain else []
