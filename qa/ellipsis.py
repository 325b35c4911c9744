"""Ellipses: "why?", "and in 2018?", "what about women?" made whole from the question before.

Tells what is a fragment, and of which sort. Pure; knows of one earlier question and its answer, no more.
"""

from __future__ import annotations

import re

from qa.asked import LEAD, OPENING, asked_anew
from qa.exchanged import LAST_YEAR, NEXT_YEAR, exchanged
from qa.phrases import AUXILIARY

_BARE = re.compile(
    rf"^{LEAD}(?P<asked>why|where|when|who|whom|how|how (?:many|much|long|often|old|far|big|large|soon|come|so)"
    r"|since when|until when|(?:by|with|for|to) whom|which (?:one|ones|year)"
    r"|(?:in|on|at|by|to|with|from|for|under) (?:which|what) \w+|what (?:year|date|day|month|time|for)|for how long"
    r"|from where|(?:who|where) (?:by|from|to|with)|at what cost|(?:any |the |what )?reasons?(?: given)?)"
    r"(?:\s+(?:exactly|then|though|precisely|was (?:that|this)|is (?:that|this)|did (?:that|this|it) happen|so|in all"
    r"|in total|altogether|overall))?\s*[?.!]*$",
    re.IGNORECASE,
)
_END = r"(?:,? (?:too|as well|please)\b)*\s*[?.!]*$"
_WHAT_ABOUT = re.compile(
    rf"^{LEAD}(?:(?:what|how) (?:about|of)|(?:the )?same (?:for|with|of))\s+(?P<rest>\S.*?){_END}", re.IGNORECASE
)
_AND = re.compile(rf"^(?:and|but|or)\b(?: then)?[,\s]+(?P<rest>\S.*?){_END}", re.IGNORECASE)
# "And the house, what's it worth?"
_AHEAD = re.compile(
    rf"^{LEAD}(?P<thing>(?:the|that|those|his|her|its|their) [^,?]+), "
    rf"(?P<asks>(?:wh\w+|how|{AUXILIARY})\b(?:['’]s)?[^,?]*?\b)(?:it|they|them|he|him|she|that|those)\b(?P<rest>[^,?]*)\?*$",
    re.IGNORECASE,
)
_TOO = re.compile(rf"^(?P<rest>(?!.*\b{AUXILIARY}\b)\S.*?),? (?:too|as well)(?:,? please)?\s*[?.!]*$", re.IGNORECASE)
_ALONE = re.compile(
    r"^(?P<rest>(?:in|on|at|for|from|by|with|during|since|until|after|before|to|of|under|over|among|against)\s+\S.*?)\s*\?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"^(?:(?:\w+\s+)?(?:wh(?:o|at|en|ere|y|ich|om|ose)|how)\b.*\s\S+|{AUXILIARY}\b.*)$", re.IGNORECASE | re.DOTALL
)
_ANOTHER_YEAR = re.compile(rf"(?P<rest>{NEXT_YEAR.pattern}|{LAST_YEAR.pattern})\s*[?.!]*$", re.IGNORECASE)
_COUNT = re.compile(
    rf"^{LEAD}(?P<asked>how many (?:(?!{AUXILIARY}\b|of\b|in\b|there\b)[a-z-]+\s*){{1,2}}?)\s*[?.!]*$", re.IGNORECASE
)


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
        return f"{asked_anew(_worded(bare['asked']), base, answer)}?"
    count = _COUNT.match(typed)
    opening = OPENING.match(base)
    if count and opening:
        return f"{count['asked'][0].upper()}{count['asked'][1:]} {opening['rest']}?"
    rest = _fragment(typed)
    ahead = _AHEAD.match(typed if rest is None else f"{rest}?")
    if ahead:
        return f"{ahead['asks']}{ahead['thing']}{ahead['rest']}?"
    if rest is None:
        return None
    again = _BARE.match(rest)
    return f"{asked_anew(_worded(again['asked']), base, answer)}?" if again else f"{exchanged(rest, base)}?"


def _fragment(question: str) -> str | None:
    """What stands after "what about" or "and", or a lone "in 2018?"; None for a whole question."""
    for pattern in (_WHAT_ABOUT, _AND, _ALONE, _TOO, _ANOTHER_YEAR):
        match = pattern.match(question.strip())
        if match:
            return None if _CLAUSE.match(match["rest"]) and pattern is not _WHAT_ABOUT else match["rest"]
    return None


def _worded(asked: str) -> str:
    """The question word that is meant: "any reason given?" asks why, "who by?" by whom."""
    if re.search(r"\breasons?\b", asked, re.IGNORECASE) and not re.search(r"\bwhat \w", asked, re.IGNORECASE):
        return "why"
    turned = re.fullmatch(r"(who|where) (by|from|to|with)", asked, re.IGNORECASE)
    return f"{turned[2]} {'whom' if turned[1].lower() == 'who' else 'where'}" if turned else asked
