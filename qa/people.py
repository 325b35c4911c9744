"""The people and groups that a text names, and who a later name, title or pronoun means. By pattern, without a tagger.

Offsets are code points of the text. Knows nothing of quotations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.text import paragraphs
from qa.kinds import HERS, HIS, Kind, kind

HEADLINE = 200  # characters in which a surname may stand alone before the text has the whole name
REMEMBERED = 200  # names back that a pronoun may mean
_HE = HIS | {"father"}
_SHE = HERS | {"sister"}
_TITLES = (
    _HE
    | _SHE
    | frozenset(
        "dr prof professor councillor cllr revd rev reverend canon rabbi imam sergeant inspector constable".split()
    )
)
_ROLES = _TITLES | frozenset(
    """
    home foreign secretary prime minister president senator superintendent mayor detective commissioner
    archbishop inspector bishop shadow deputy director chair chairman chairwoman king queen prince judge justice
    ambassador general colonel captain major chief assistant acting former pc mp speaker chancellor baroness
    baron writer historian critic economist biographer author journalist cardinal sheikh mullah
    """.split()
)
_OPENERS = frozenset(
    """
    a above after again all also although among an and another any anybody anyone april as asked at august
    because before below between beyond both but by critics december despite during each eight either even every
    everybody everyone experts february few finally first five following for four friday from furthermore he
    hence her here his how however if in indeed instead it its january july june just last later less let like
    look many march maybe meanwhile monday more moreover most much my neither nevertheless nine no nobody none
    not nothing november now observers october of officers officials often on once one only other others our
    over perhaps please police researchers saturday scholars see september seven several she since six so some
    somebody someone sometimes speaking still such sunday ten that the their then there therefore these they
    this those though three thursday thus to today too tuesday two under until we wednesday what when whenever
    where wherever whether which while who whose why with within without yes yesterday yet you
    """.split()
)
_CAPITAL = r"[A-Z]\w*(?:[-'’][A-Z]\w*|['’][a-z]\w*)*"
_SHORTENED = r"(?:(?:Mr|Mrs|Ms|Dr|St|Rev|Revd|Prof|Cllr|[A-Z])\.)"
_NAME = re.compile(
    rf"(?:{_SHORTENED}\s+)?{_CAPITAL}"
    rf"(?:\s+(?:(?:de|la|van|von|der|bin|al|el|ibn|ap)\s+)?(?:{_SHORTENED}\s+)?{_CAPITAL}){{0,5}}"
)
_LETTERS = re.compile(r"(?:[A-Z]\.){1,}[A-Z]?\b\.?")  # U.S., which is no name of anybody
_ACRONYM = re.compile(rf"(?P<name>{_CAPITAL}(?: (?:(?:of|for|and|the) )*{_CAPITAL})+) \((?P<short>[A-Z]{{2,8}})\)")
_CALLED = re.compile(rf"\b(?:named|called)\s+(?P<name>{_CAPITAL})(?=\s+[a-z]|[.,])")
_OWNER = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Person:
    """A name ``[start, end)`` in a text, as it stands there: without its possessive, with its titles."""

    start: int
    end: int
    words: str
    owner: bool = False

    @property
    def titles(self) -> list[str]:
        """The titles and offices that stand before the name, in small letters."""
        words = [word.rstrip(".").lower() for word in self.words.split()]
        return words[: max((n for n, word in enumerate(words[:-1], 1) if word in _ROLES), default=0)]

    @property
    def bare(self) -> str:
        """The name without titles and offices."""
        return " ".join(self.words.split()[len(self.titles) :])


@dataclass(slots=True)
class People:
    """The names of one text in order, and what is known of them so far."""

    names: tuple[Person, ...]
    full: dict[str, str]
    short: dict[str, str]
    known: frozenset[str]  # lone names that are introduced as somebody's
    alone: frozenset[str]  # words that stand as a name by themselves
    said_of: dict[str, str] = field(default_factory=dict)  # full name -> "he" or "she"

    def between(self, start: int, end: int) -> Sequence[Person]:
        """The names that lie in ``[start, end)``."""
        first = bisect_left(self.names, start, key=lambda one: one.start)
        last = bisect_left(self.names, end, key=lambda one: one.start)
        return [one for one in self.names[first:last] if one.end <= end]

    def resolved(self, name: Person) -> str:
        """The full name that a name means: for a surname or a first name, the first full one that has it."""
        bare = name.bare
        if bare in self.short:
            return self.short[bare]
        found = self.full.get(bare, bare) if " " not in bare else bare
        for title in name.titles:
            if title in _HE | _SHE:
                self.said_of[found] = "he" if title in _HE else "she"
        return found

    def is_person(self, name: Person) -> bool:
        """Whether it seems a person's: titled, known by a full name, or of two words and no group's or thing's."""
        bare = name.bare
        if not bare or bare in self.short or bare.isupper() or bare.startswith("St "):
            return False
        known = bare in self.known or self.full.get(bare, bare) != bare
        return known or bool(set(name.titles) & _TITLES) or (" " in bare and _kind(bare) is Kind.PERSON)

    def _is_surely_person(self, name: Person) -> bool:
        """Whether a pronoun may mean it: it has a title, is introduced, or its last word stands for it elsewhere."""
        words = name.bare.split()
        again = bool(words) and words[-1] in self.alone
        return self.is_person(name) and (bool(set(name.titles) & _TITLES) or name.bare in self.known or again)

    def is_group(self, name: Person) -> bool:
        """Whether it is a group's that may say something: an acronym, or a name with a noun for groups."""
        bare = name.bare
        return bare in self.short or (bare.isupper() and len(bare) > 1) or _kind(bare or "x") is Kind.GROUP

    def meant(self, pronoun: str, before: int, latest: str | None) -> str | None:
        """Whom "he" or "she" at offset `before` means: the latest who spoke, if that fits; else the last one named."""
        if latest and self.said_of.get(latest, pronoun) == pronoun:
            return latest
        last = bisect_left(self.names, before, key=lambda one: one.start)
        for name in reversed(self.names[max(last - REMEMBERED, 0) : last]):
            if self._is_surely_person(name) and not name.owner:
                found = self.resolved(name)
                if self.said_of.get(found, pronoun) == pronoun:
                    return found
        return None


def people_of(text: str) -> People:
    """The names in a text, and the full name of each surname and acronym."""
    names = tuple(_names(text))
    short = {match["short"]: _spelled(match["name"], match["short"]) for match in _ACRONYM.finditer(text)}
    called = frozenset(match["name"] for match in _CALLED.finditer(text))
    alone = frozenset(name.bare for name in names if " " not in name.bare)
    people = People(names, {}, {key: name for key, name in short.items() if name}, called, alone)
    for name in names:
        *first, last = name.bare.split() or [""]
        if not first and name.start > HEADLINE:
            people.full.setdefault(last, last)
        elif first and _kind(name.bare) is Kind.PERSON and not name.owner:
            people.full.setdefault(last, name.bare)
    return people


def _kind(name: str) -> Kind:
    """As `mentions.kind`, but a double name is a person's."""
    return Kind.PERSON if "-" in name.split()[-1] else kind(name)


def _spelled(name: str, short: str) -> str:
    """The last words of `name` whose capitals are `short`; empty where none are."""
    words = name.split()
    ends = (words[at:] for at in range(len(words) - 1, -1, -1))
    return next((" ".join(one) for one in ends if "".join(w[0] for w in one if w[0].isupper()) == short), "")


def _names(text: str) -> list[Person]:
    found = []
    text = _LETTERS.sub(lambda match: match.group().lower() if len(match.group()) > 2 else match.group(), text)
    for first, last in paragraphs(text):
        for match in _NAME.finditer(text, first, last):
            at = match.start()
            for part in re.split(r"(?<=['’]s)(?=\s)", match.group()):  # Scotland's | The Herald
                name = _name(part, at)
                if name:
                    found.append(name)
                at += len(part)
    return found


def _name(words: str, start: int) -> Person | None:
    """The name that some words at `start` are, without words that only open a sentence; None where nothing is left."""
    end = start + len(words)
    while words:
        rest = words.lstrip()
        first = re.match(r"\S*", rest)
        if first is None or first.group().lower().rstrip(".") not in _OPENERS - _TITLES:
            words = rest
            break
        words = rest[first.end() :]
    owner = _OWNER.search(words)
    bare = " ".join((words[: owner.start()] if owner else words).rstrip(".").split())
    return Person(end - len(words), end, bare, bool(owner)) if bare else None
