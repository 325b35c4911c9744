"""A fragment put in the place of its like in the question before: a year for the year, "in Luton" for the place, a name
for a name. Where there is no like it is added, or asked beside what the question takes for granted.
"""

from __future__ import annotations

import re

from qa.asked import told
from qa.kinds import Kind, is_role, kind
from qa.mentions import names
from qa.phrases import AUXILIARY

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
NEXT_YEAR = re.compile(r"(?:in )?(?:the|a) (?:year (?:after|later)(?: that)?|(?:following|next) year)", re.IGNORECASE)
LAST_YEAR = re.compile(
    r"(?:in )?(?:the|a) (?:year (?:before|earlier)(?: that)?|(?:previous|preceding) year)", re.IGNORECASE
)
_TWIN = re.compile(r"^[-–/]\d\d(?:\d\d)?\b")  # "2018-19"
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
_OTHER = re.compile(r"\b(?:ones?|others?|rest|two|three)$", re.IGNORECASE)
_ATTRIBUTE = re.compile(  # asked of the whole matter, and so nothing that takes another's place
    r"the (?:\w+ )?(?:age|amount|bill|cost|date|deadline|effect|figure|fine|length|name|number|outcome|penalty|price"
    r"|reason|result|salary|sentence|share|size|total|value)s?",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|did|had)\b", re.IGNORECASE)
_TO_THEIR_VERB = re.compile(rf"^(?P<head>.*?\b{AUXILIARY}\s+)(?P<subject>\S.*)\s+(?P<verb>\w+)$", re.IGNORECASE)


def exchanged(rest: str, base: str) -> str:
    """`base` with `rest` in the place of its like."""
    if _TOTAL.fullmatch(rest):
        narrowed = _LAST_PLACE.match(base)
        return f"{narrowed['whole'] if narrowed else base} {rest}"
    if _OWN.match(rest):
        return _same_owned(rest, base)
    if _YEAR.search(rest):
        base = re.sub(r"\s+(?:then|now|today)$", "", base)
    words = rest.split()
    preposition = words[0].lower() if words[0].lower() in _PREPOSITION and len(words) > 1 else None
    bare = " ".join(words[1:]) if preposition else rest
    years = list(_YEAR.finditer(base))
    moved = bool(NEXT_YEAR.fullmatch(rest)) - bool(LAST_YEAR.fullmatch(rest))
    if moved and years:
        return _year_on(base, years[-1], moved)
    if _YEAR.search(bare) and years:
        if len(words) <= 2:
            return base[: years[-1].start()] + bare + _TWIN.sub("", base[years[-1].end() :])
        return _in_place_of_time(rest, base, years[-1])
    if preposition:
        return _in_the_whole(rest, base) or _same_place(preposition, rest, base)
    if _YEAR.fullmatch(bare):
        return f"{base} in {bare}"
    superlative = _SUPERLATIVE.search(base)
    if superlative and _SUPERLATIVE.fullmatch(bare):
        return base[: superlative.start()] + bare + base[superlative.end() :]
    if _ATTRIBUTE.fullmatch(bare):
        return f"{bare} ({told(base)})"
    return _same_name(bare, base) or _same_role(bare, base) or _same_phrase(bare, base)


def _year_on(base: str, year: re.Match[str], by: int) -> str:
    """`base` with the year that many years on; of "2021-22" both."""
    twin = re.match(r"([-–/])(\d\d)\b", base[year.end() :])
    after = f"{twin[1]}{(int(twin[2]) + by) % 100:02}" if twin else ""
    rest = base[year.end() + (twin.end() if twin else 0) :]
    return f"{base[: year.start()]}{int(year.group()) + by}{after}{rest}"


def _same_owned(rest: str, base: str) -> str:
    """What "its spending" owns for what is owned in `base`; else for its subject; else asked for plainly."""
    thing = rest.split(maxsplit=1)[1]
    if is_role(thing.split()[-1]):
        return f"Who {'was' if _PAST.search(base) else 'is'} {rest}"
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
        r"\b(?:in|on|since|until|during|by|for|before|after)\s+(?:(?!\b(?:in|on|by|for|during|since|until)\b)[\w\s])*$",
        base[: year.start()],
    )
    return f"{base[: start.start()] if start else base[: year.start()]}{rest}{_TWIN.sub('', base[year.end() :])}"


def _in_the_whole(rest: str, base: str) -> str | None:
    """What says "in the whole country" takes the place of the only place."""
    places = list(re.finditer(r"\b(?:in|at)\s+(?:the\s+)?[A-Z]\w+(?:\s+[A-Z]\w+)*", base))
    if not re.match(r"in the (?:whole|entire)\b|in the (?:country|nation)$", rest, re.IGNORECASE) or len(places) != 1:
        return None
    return base[: places[0].start()] + rest + base[places[0].end() :]


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


def _same_role(bare: str, base: str) -> str | None:
    """What a person does ("the finance director") for the last person's name."""
    words = re.sub(r"['’]s?$", "", bare).split()
    persons = [name for name in names(base) if kind(name) is Kind.PERSON]
    if not persons or words[0].lower() not in ("the", "his", "her", "their") or not is_role(words[-1]):
        return None
    head, _, tail = base.rpartition(persons[-1])
    return f"{re.sub(r'[Tt]he $', '', head)}{bare}{tail}"


def _same_phrase(bare: str, base: str) -> str:
    """Common words for the phrase after the last preposition, or for the subject before a closing verb."""
    found = list(re.finditer(r"\b(?:about|for|of|by|to|on|against|with|from)\s+(?P<phrase>[^,?]+)$", base))
    if found and len(found[-1]["phrase"].split()) <= 4 and not names(found[-1]["phrase"]):
        return f"{base[: found[-1].start('phrase')]}{bare}"
    verb = _TO_THEIR_VERB.match(base)
    if verb and len(verb["subject"].split()) <= 4 and not names(verb["subject"]):
        return f"{verb['head']}{bare} {verb['verb']}"
    if _ADVERB.fullmatch(bare):
        return f"{base} {bare}"
    return f"{base}, and {bare}" if _OTHER.search(bare) else f"{bare} ({told(base)})"
