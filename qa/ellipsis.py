"""Ellipses: "why?", "and in 2018?", "what about women?" made whole from the question before.

What such a fragment leaves standing replaces its like in that question: a year a year, "in Luton" the place, a name a
name. Where there is no like it is added at the end. Pure; knows of one earlier question and its answer, no more.
"""

from __future__ import annotations

import re

from qa.confidence import STOP_WORDS
from qa.mentions import Kind, kind, names

_AUXILIARY = r"(?:did|does|do|was|were|is|are|has|have|had|can|could|will|would|should|must|may|might)"
_LEAD = r"(?:(?:and|but|so|or|ok|okay|well|then)\b[,\s]+)*"
_BARE = re.compile(
    rf"^{_LEAD}(?P<asked>why|where|when|who|whom|how|how (?:many|much|long|often|old|far|big|large|soon|come|so)"
    r"|since when|until when|(?:by|with|for|to) whom|which (?:one|ones|year)"
    r"|(?:in|on|at|by|to|with|from|for|under) (?:which|what) \w+|what (?:year|date|day|month|time|for)|for how long"
    r"|from where|at what cost)"
    r"(?:\s+(?:exactly|then|though|precisely|was (?:that|this)|is (?:that|this)|did (?:that|this|it) happen|so|in all"
    r"|in total|altogether|overall))?\s*[?.!]*$",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(rf"^{_LEAD}(?:what|how) (?:about|of)\s+(?P<rest>\S.*?)\s*[?.!]*$", re.IGNORECASE)
_AND = re.compile(r"^(?:and|but|or)\b(?: then)?[,\s]+(?P<rest>\S.*?)\s*[?.!]*$", re.IGNORECASE)
_ALONE = re.compile(
    r"^(?P<rest>(?:in|on|at|for|from|by|with|during|since|until|after|before|to|of|under|over|among|against)\s+\S.*?)\s*\?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"^(?:(?:\w+\s+)?(?:wh(?:o|at|en|ere|y|ich|om|ose)|how)\b.*\s\S+|{_AUXILIARY}\b.*)$", re.IGNORECASE | re.DOTALL
)
_OPENING = re.compile(
    rf"^{_LEAD}(?P<wh>(?:\w+\s+)?(?:wh(?:o|at|en|ere|y|ich|om|ose)|how)\b.*?)\s*\b(?P<rest>{_AUXILIARY}\s.*)$", re.I
)
_ACTS = re.compile(rf"^{_LEAD}who\s+(?!{_AUXILIARY}\b)", re.IGNORECASE)  # an auxiliary further on is of a clause
_SUBJECT_ASKED = re.compile(rf"^{_LEAD}(?:who|what|which\s+\w+|how many\s+\w+)\s+(?P<rest>.*)$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NEXT_YEAR = re.compile(r"(?:in )?(?:the|a) (?:year (?:after|later)(?: that)?|(?:following|next) year)", re.IGNORECASE)
_LAST_YEAR = re.compile(
    r"(?:in )?(?:the|a) (?:year (?:before|earlier)(?: that)?|(?:previous|preceding) year)", re.IGNORECASE
)
_COUNT = re.compile(
    rf"^{_LEAD}(?P<asked>how many (?:(?!{_AUXILIARY}\b|of\b|in\b|there\b)[a-z-]+\s*){{1,2}}?)\s*[?.!]*$", re.IGNORECASE
)
_SUPERLATIVE = re.compile(r"\b(?:the )?(?:second |third |next )?(?:\w{2,}est|most|least|best|worst)\b", re.IGNORECASE)
_ADVERB = re.compile(r"\w+(?:ly|line|side|wide)|abroad|altogether|overall|today|now", re.IGNORECASE)
_PREPOSITION = (
    "in on at for from by with during since until after before to of under over among against about between".split()
)
_TOTAL = re.compile(r"in (?:all|total)|altogether|overall|all told", re.IGNORECASE)
_LAST_PLACE = re.compile(rf"(?P<whole>.*\w)\s+(?:{'|'.join(_PREPOSITION)})\s+\S.*$", re.IGNORECASE)
_OWN = re.compile(r"(?:its|his|her|their)\s+\w", re.IGNORECASE)
_OWNED_THING = re.compile(
    rf"(?P<owner>.*(?:['’]s|s['’]|\b(?:its|his|her|their)))\s+(?P<thing>\S.*?)(?P<after>(?:\s+(?:{'|'.join(_PREPOSITION)})\s.*)?)$",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|did|had)\b", re.IGNORECASE)
_TO_THEIR_VERB = re.compile(rf"^(?P<head>.*?\b{_AUXILIARY}\s+)(?P<subject>\S.*)\s+(?P<verb>\w+)$", re.IGNORECASE)


def elliptic(question: str) -> bool:
    """Whether the question is a fragment that says nothing without the one before."""
    return bool(_BARE.match(question.strip())) or _fragment(question) is not None


def completed(question: str, before: str, answer: str | None) -> str | None:
    """The fragment made whole from the question `before` it and that one's answer; None when it is no fragment."""
    typed, base = question.strip(), before.strip().rstrip("?.! ")
    if not base:
        return None
    bare = _BARE.match(typed)
    if bare:
        return f"{_asked_anew(bare['asked'], base, answer)}?"
    count = _COUNT.match(typed)
    opening = _OPENING.match(base)
    if count and opening:
        return f"{count['asked'][0].upper()}{count['asked'][1:]} {opening['rest']}?"
    rest = _fragment(typed)
    if rest is None:
        return None
    again = _BARE.match(rest)
    return f"{_asked_anew(again['asked'], base, answer)}?" if again else f"{_exchanged(rest, base)}?"


def _fragment(question: str) -> str | None:
    """What stands after "what about" or "and", or a lone "in 2018?"; None for a whole question."""
    for pattern in (_WHAT_ABOUT, _AND, _ALONE):
        match = pattern.match(question.strip())
        if match:
            return None if _CLAUSE.match(match["rest"]) and pattern is not _WHAT_ABOUT else match["rest"]
    return None


def _asked_anew(asked: str, base: str, answer: str | None) -> str:
    """`base` with `asked` in the place of its question word: "When was the door burnt" + "why" -> "why was the ..."."""
    asked = asked[0].upper() + asked[1:].lower()
    if base.lower().startswith(f"{asked.lower()} "):
        return base
    counted = re.match(r"(?:what|which)\s+(\w+)\s+", base, re.IGNORECASE)
    opening = _OPENING.match(base)
    if opening and not _ACTS.match(base):
        rest = opening["rest"]
        if asked.lower() in ("how many", "how much") and counted and counted[1].lower() not in STOP_WORDS:
            return f"{asked} {counted[1]} {rest}"
        if _asks_subject(opening["wh"], rest):
            auxiliary, _, after = rest.partition(" ")
            counted_ones = re.sub(r"^(?:how many|which|what|who)\b\s*", "", opening["wh"], flags=re.IGNORECASE)
            return f"{asked} {auxiliary} {counted_ones or answer or 'someone'} {after}"
        return f"{asked} {rest}"
    if re.match(rf"{_AUXILIARY}\b", base, re.IGNORECASE):
        return f"{asked} {base[0].lower()}{base[1:]}"
    subject = _SUBJECT_ASKED.match(base)
    if subject:  # "Who founded the Trust?" has no auxiliary to turn round
        return f"{asked} was it that {answer or 'someone'} {subject['rest']}"
    return f"{asked}: {base}"


def _asks_subject(wh: str, rest: str) -> bool:
    """Whether it asks for its subject, as "Who | was hurt" does; "When | was he hurt" does not."""
    after = rest.split()[1:2]
    return (
        bool(re.match(r"(?:who|which|how many|what)\b", wh, re.IGNORECASE))
        and bool(after)
        and bool(
            re.match(r"(?:[a-z]\w*(?:ed|en)|hurt|made|held|found|sent|paid|set|built|born|put|told|left)$", after[0])
        )
    )


def _exchanged(rest: str, base: str) -> str:
    """`base` with `rest` in the place of its like."""
    if _TOTAL.fullmatch(rest):
        narrowed = _LAST_PLACE.match(base)
        return f"{narrowed['whole'] if narrowed else base} {rest}"
    if _OWN.match(rest):
        return _same_owned(rest, base)
    words = rest.split()
    preposition = words[0].lower() if words[0].lower() in _PREPOSITION and len(words) > 1 else None
    bare = " ".join(words[1:]) if preposition else rest
    years = list(_YEAR.finditer(base))
    moved = bool(_NEXT_YEAR.fullmatch(rest)) - bool(_LAST_YEAR.fullmatch(rest))
    if moved and years:
        return _year_on(base, years[-1], moved)
    if _YEAR.search(bare) and years:
        if len(words) <= 2:
            return base[: years[-1].start()] + bare + base[years[-1].end() :]
        return _in_place_of_time(rest, base, years[-1])
    if preposition:
        return _same_place(preposition, rest, base)
    if _YEAR.fullmatch(bare):
        return f"{base} in {bare}"
    superlative = _SUPERLATIVE.search(base)
    if superlative and _SUPERLATIVE.fullmatch(bare):
        return base[: superlative.start()] + bare + base[superlative.end() :]
    return _same_name(bare, base) or _same_phrase(bare, base)


def _year_on(base: str, year: re.Match[str], by: int) -> str:
    """`base` with the year that many years on; of "2021-22" both."""
    twin = re.match(r"([-–/])(\d\d)\b", base[year.end() :])
    after = f"{twin[1]}{(int(twin[2]) + by) % 100:02}" if twin else ""
    rest = base[year.end() + (twin.end() if twin else 0) :]
    return f"{base[: year.start()]}{int(year.group()) + by}{after}{rest}"


def _same_owned(rest: str, base: str) -> str:
    """What "its spending" owns for what is owned in `base`; else for its subject; else asked for plainly."""
    thing = rest.split(maxsplit=1)[1]
    owner = _OWNED_THING.match(base)
    if owner:
        return f"{owner['owner']} {thing}{owner['after']}"
    called = names(base)
    if called and (rest[0].lower() == "h" or not re.match(r"(?:what|which|how (?:many|much))\b", base, re.IGNORECASE)):
        head, _, tail = base.rpartition(called[-1])
        return f"{re.sub(r'[Tt]he $', '', head)}{rest}{tail}"
    return f"What {'was' if _PAST.search(base) else 'is'} {rest}"


def _in_place_of_time(rest: str, base: str, year: re.Match[str]) -> str:
    """A longer time ("in the year to March 2018") for the phrase of time that ends in the year."""
    if rest.split()[0].lower() not in _PREPOSITION:
        rest = f"in {rest}"
    start = re.search(
        r"\b(?:in|since|until|during|by|for|before|after)\s+(?:(?!\b(?:in|by|for)\b)[\w\s])*$", base[: year.start()]
    )
    return f"{base[: start.start()] if start else base[: year.start()]}{rest}{base[year.end() :]}"


def _same_place(preposition: str, rest: str, base: str) -> str:
    """The last phrase with that preposition goes, when it is like the new one: both with a name, or both without."""
    found = list(
        re.finditer(rf"\b{preposition}\s+(?:(?!\b(?:{'|'.join(_PREPOSITION)})\b)[^,?])+$", base, re.IGNORECASE)
    )
    found += list(re.finditer(rf"\b{preposition}\s+(?:the\s+)?[A-Z]\w+(?:\s+[A-Z]\w+)*", base))
    if found and bool(names(found[-1].group())) == bool(names(rest)) and not _YEAR.search(found[-1].group()):
        return base[: found[-1].start()] + rest + base[found[-1].end() :]
    return f"{base} {rest}"


def _same_name(bare: str, base: str) -> str | None:
    """A name for the last name of the same kind, else for the only one."""
    bare = re.sub(r"^(?:the|a|an) ", "", bare)
    fresh = names(bare)
    if not fresh or not bare[0].isupper():
        return None
    old = names(base)
    like = [name for name in old if kind(name) is kind(fresh[0])] or [n for n in old if kind(n) is Kind.UNSURE] or old
    if not like:
        return None
    head, _, tail = base.rpartition(like[-1])
    return f"{head}{bare}{tail}"


def _same_phrase(bare: str, base: str) -> str:
    """Common words for the phrase after the last preposition, or for the subject before a closing verb."""
    found = list(re.finditer(r"\b(?:about|for|of|by|to|on|against|with|from)\s+(?P<phrase>[^,?]+)$", base))
    if found and len(found[-1]["phrase"].split()) <= 4 and not names(found[-1]["phrase"]):
        return f"{base[: found[-1].start('phrase')]}{bare}"
    verb = _TO_THEIR_VERB.match(base)
    if verb and len(verb["subject"].split()) <= 4 and not names(verb["subject"]):
        return f"{verb['head']}{bare} {verb['verb']}"
    return f"{base} {bare}" if _ADVERB.fullmatch(bare) else f"{base}, and {bare}"
