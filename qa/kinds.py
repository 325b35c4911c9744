"""What a name may be of: a person, a body, a thing. By its words alone."""

from __future__ import annotations

import re
from enum import StrEnum

from qa.confidence import A_STOP_WORD

TITLES = frozenset(
    """
    bishop canon captain cardinal colonel constable councillor dame dr imam inspector judge justice lady lord major
    miss mr mrs ms nurse prof professor rabbi rev revd reverend sergeant sir superintendent
    """.split()
)
_ROLE = re.compile(
    r"(?!(?:factor|monitor|motor|sector|vector)$)"
    r"(?:author|boss|boy|captain|chair|chef|chief|clerk|coach|cook|dealer|dean|doctor|driver|farmer|founder|girl|governor"
    r"|guard|judge|lady|lawyer|leader|manager|mayor|minister|mp|neighbour|nurse|officer|owner|person|pilot|player|president"
    r"|reporter|secretary|singer|speaker|suspect|teacher|trainer|victim|witness|worker|writer"
    r"|\w*(?:man|woman)|\w+(?:ist|ician|ineer|[cst]or|yor|llor))$"
)
_GROUPS = frozenset(
    """
    academy agency airline army association authority band bank board bureau cabinet centre center chapel church clinic
    club college commission committee company corporation council court department desk family federation firm force
    forum foundation group hospital hotel house institute inspectorate jury league library limited ltd inc ministry
    mosque museum office orchestra panel parliament party plc police press prison project records school service
    services society staff synagogue team theatre tribunal trust union unit university watchmen
    """.split()
)
_THINGS = frozenset(
    """
    act airport album agreement award bay bridge bill castle city county course crescent farm festival fund hall harbour
    island lake lane line lecture map market park pier policy port prize programme project quay report river road row
    scheme show square station street survey town tour treaty village war wharf
    """.split()
)
_PLACES = frozenset(
    "cape east fort great lake lower mount new north northern old port south southern upper west western".split()
)


HIS = frozenset("mr sir lord".split())
HERS = frozenset("mrs ms miss dame lady".split())


class Kind(StrEnum):
    """What a name may be of. UNSURE is compatible with every pronoun."""

    PERSON = "person"
    GROUP = "group"
    THING = "thing"
    UNSURE = "unsure"


def kind(name: str) -> Kind:
    """What a name seems to be of, from its words alone."""
    words = [word.lower() for word in name.split()]
    if titled(name) and words[-1] not in _GROUPS | _THINGS:
        return Kind.PERSON
    if words[0] == "the" or words[-1] in _GROUPS or "and" in words or "&" in words:
        return Kind.GROUP
    if words[-1] in _THINGS or any(char.isdigit() for char in name) or "of" in words or "for" in words:
        return Kind.THING
    if len(words) == 1:
        return Kind.UNSURE
    if words[0] in _PLACES:
        return Kind.THING
    if _GROUPS & set(words) or (words[-1].endswith("s") and len(words[-1]) > 9):
        return Kind.GROUP
    return Kind.PERSON if len(words) <= 4 else Kind.THING


def titled(name: str) -> bool:
    """Whether it begins with a person's title."""
    return name.split()[0].lower().rstrip(".") in TITLES


def is_role(noun: str) -> bool:
    """Whether a common noun is of a person by what he or she does: "judge", "driver"."""
    return bool(_ROLE.match(noun.lower()))


def is_body(phrase: str) -> bool:
    """Whether a phrase of common words is of a body: "the university"."""
    words = phrase.split()
    return len(words) in (2, 3, 4) and words[0] == "the" and words[-1] in _GROUPS


def addressed(name: str) -> str | None:
    """The pronoun that a person's title tells: "she" of "Ms Rusk"."""
    title = name.split()[0].lower().rstrip(".")
    return "he" if title in HIS else "she" if title in HERS else None


def kind_in(name: str, text: str) -> Kind:
    """As `kind`, with what a text shows: what describes a noun behind an article is hardly a person ("the Loud Few
    study")."""
    found = kind(name)
    described = re.search(rf"\b(?:[Tt]he|[Aa]n?) {re.escape(name)} (?!(?:{A_STOP_WORD})\b)[a-z]", text)
    return Kind.UNSURE if described and found is Kind.PERSON else found
