"""Names that a text gives as its author's or its publisher's: bylines, signatures, copyright lines, letterheads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_ONE = (
    r"(?:(?:Dr|Prof|Professor|Sir|Dame|Revd?|Mr|Mrs|Ms)\.? )?"
    r"[A-Z][\w.'’-]+(?: (?:de |van |von |al |bin )?[A-Z][\w'’-]+){1,3}"
)
_NOT_WRITTEN = (  # what else is done "by" somebody
    r"(?!(?i:publish|fund|propos|second|chair|approv|print|sign|photo|translat|review|open|support|commission|sponsor|"
    r"organi[sz]|call|mov|own|design|led|host|adopt|agre|pass|illustrat)\w* by)"
)
_BY = re.compile(
    rf"(?:^|(?<=[.,;·|] )){_NOT_WRITTEN}(?:[A-Z]\w+ )?"
    r"(?:[Bb]y|BY|(?:[Gg]iven|[Ww]ritten|[Pp]repared|[Pp]osted|[Ee]dited) by)[ :]+"
    rf"(?P<names>(?:{_ONE}(?:, {_ONE})* (?:and|&) )?{_ONE})(?!\w)"
    r"(?! (?!(?:in|for|at|on|from) )[a-z])"  # a sentence that goes on, "By Ann Reed it was called", is no byline
)
_FOR = re.compile(
    rf"\b(?:[Ww]ritten|[Pp]repared|[Mm]ade|[Dd]rawn up) by {_ONE} for (?:the )?(?P<body>[A-Z][^,.;:()]{{3,80}})"
)
_ALONE = re.compile(rf"{_ONE}\W*")
_CLOSING = re.compile(r"(?:yours (?:sincerely|faithfully|truly)|(?:kind |best )?regards|sincerely)\W*", re.I)
_PUBLISHED = re.compile(r"(?:^|[.;|·] )[Pp]ublished by (?:the )?(?P<body>[A-Z][^.,;|·:()]{1,80})")
_COPYRIGHT = re.compile(
    r"^(?:copyright ?)?(?:©|\(c\)) ?(?:copyright )?\d{4}(?: ?[-–] ?\d{4})?,? (?:by )?(?P<after>[^.|\n·]{2,80})|"
    r"^(?:copyright ?(?:©|\(c\))|©) ?(?:copyright )?(?P<before>[^.|\n·\d]{2,80}?),? \d{4}\b",  # "(c)" may be an item
    re.I | re.M,
)
_ORGANISATION = (
    r"\b(?:academy|agency|association|authority|bank|board|bureau|centre|charity|church|college|commission|committee|"
    r"company|council|department|directorate|federation|forum|foundation|gazette|herald|hospital|inc|inspectorate|"
    r"institute|limited|ltd|ministry|mosque|news|observer|office|partnership|plc|police|post|press|public health|"
    r"school|service|society|synagogue|times|trust|union|university)\b"
)
_HAS_ONE, _ENDS_IN_ONE = re.compile(_ORGANISATION, re.I), re.compile(_ORGANISATION + "$", re.I)
_MONTH = frozenset(
    "january february march april may june july august september october november december page report".split()
)
LETTERHEAD_WORDS = 8


def author(head: Sequence[str], tail: Sequence[str]) -> str | None:
    """The author of a text with these first and last lines: of its byline, else who signed it."""
    lines = (*head, *tail)
    byline = next((match for line in lines if len(line) <= 250 and (match := _BY.search(line))), None)
    if byline:
        names = byline["names"].rstrip(".")
        return names.title() if names.isupper() else names
    closing = next((index for index, line in enumerate(tail) if _CLOSING.fullmatch(line)), None)
    if closing is None or closing + 1 >= len(tail) or not _ALONE.fullmatch(tail[closing + 1]):
        return None
    return tail[closing + 1].strip(" ,.")


def copyright_holder(text: str) -> str | None:
    """Who a copyright line names."""
    match = _COPYRIGHT.search(text)
    return (match["after"] or match["before"]).strip(" ,") if match else None


def published_by(lines: Sequence[str]) -> str | None:
    """Who a line says has published the text."""
    found = (match["body"].strip() for line in lines if len(line) <= 250 and (match := _PUBLISHED.search(line)))
    return next((re.sub(r"(?: in| on)?(?: \w+)? \d{4}$", "", body) for body in found), None)


def letterhead(line: str) -> str | None:
    """The organisation whose name is all that `line` says; in capitals and small letters where it has only capitals."""
    words = line.split()
    if not 1 < len(words) <= LETTERHEAD_WORDS or line.endswith((".", "?", "!", ":")) or not _HAS_ONE.search(line):
        return None
    if any(word[0].islower() for word in words if len(word) > 3) or re.search(r"\d|:", line):
        return None
    return line.title().replace("'S", "'s").replace("’S", "’s") if line.isupper() else line


def prepared_for(lines: Sequence[str]) -> str | None:
    """The organisation for which a byline says that a paper was made: "Prepared by Ann Reed for the Board"."""
    for line in lines:
        match = _FOR.search(line) if len(line) <= 250 else None
        if match and (name := letterhead(match["body"])):
            return name
    return None


def running_head(lines: Iterable[str], title: str) -> str | None:
    """The organisation that running headers or footers name, beside the document's title, dates and page numbers."""
    others = _MONTH.union(re.findall(r"\w+", title.casefold()))
    for line in lines:
        for part in re.split(r" [·|–] ", line):
            words = part.split()
            while words and not _ENDS_IN_ONE.search(" ".join(words)) and _is_beside(words[-1], others):
                words.pop()
            name = letterhead(" ".join(words))
            if name:
                return name
    return None


def _is_beside(word: str, others: frozenset[str]) -> bool:
    bare = word.strip(".,:;()").casefold()
    return not bare or bare.isdigit() or bare in others
