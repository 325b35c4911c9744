"""Who says something in each sentence of a text: verbs of saying with their subjects, resolved to full names.

Knows nothing of quotations: `speakers` gives them the sayings around them. Pure; by pattern, for English.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from index.text import Pair
from qa.kinds import Kind, kind
from qa.people import Person, people_of

_SAYING = """
added adds admits admitted agreed agrees alleged announced announces appealed appeals argued argues asked asks
believed believes called calls cautioned claimed claims commented compared complained complains conceded concedes
concluded condemned confirmed confirms considers contended contends criticised declared denied described describes
dubbed emphasised emphasized estimated exclaimed explained explains hailed hails identified informed insisted insists
issued issues joked labeled labelled maintained noted notes observed observes opined outlined posted praised predicted
predicts proclaimed promised proposed quipped recalled recalls recommended recommends recorded referred remarked
remarks replied replies reported reports revealed said says shouted spoke stated states stressed suggested suggests
tells thinks thought told tweeted urged urges voiced warned warns writes wrote
""".split()
_VERB = re.compile(rf"\b(?:{'|'.join(_SAYING)}|went on|goes on|put it|puts it)\b")
_HELPING = re.compile(
    r"(?:\s+(?:has|have|had|also|then|later|once|now|still|recently|further|himself|herself|\w+ly))+\s*$"
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|be|been|being)(?:\s+\w+ly)?\s*$")
_PRONOUN = re.compile(r"\b(?P<pronoun>[Hh]e|[Ss]he)\s*$")
_WHO = re.compile(r"\bwho\s*$")
_PLACED = re.compile(r"\s+(?:of|in|at|from|for|with)\s+(?:[Tt]he\s+)?")
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*$")
_TIED = re.compile(r"\b(?:of|to|at|in|from|for|with|by|on|against)\s+(?:[Tt]he\s+)?$")
_GERUND = re.compile(r"\b(?:saying|adding|arguing|warning|writing|stating)\b")
_OPENING = re.compile(r"(?:He|She)\b")
_LINKS = frozenset("of in at from for with and to on by that".split())
_AND = re.compile(r"\b(?:and|but)\s*$")
_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|in the words of)\s+")
_DESCRIPTION = re.compile(r"\b(?:[Aa]|[Aa]n|[Tt]he)\s+(?:[\w’'-]+\s+){0,5}[a-z][\w’'-]+\s*$")
_INVERTED = re.compile(
    r"\s+(?!that\b|to\b|how\b|of\b)(?:(?:the|a|an|former|her|his|their)\s+|[\w.’'-]+\s+){0,5}?(?:[\w’'-]+,\s+)?"
)
_PERSONAL = re.compile(
    r"\b(?:officer|chief|commander|minister|mayor|vicar|imam|teacher|director|chair|spokes\w+|secretary|judge|priest|"
    r"rabbi|leader|politician|founder|author|head|manager|father|mother|driver|mentor|woman|man|diplomat|senator)\b"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying at ``[start, end)`` with its subject: the subject's start, and who it is if that is known."""

    start: int
    end: int
    subject: int
    who: str | None


class Sayings:
    """The sayings of one text, read from its beginning: who spoke last is carried along."""

    def __init__(self, text: str, sentences: Sequence[Pair]) -> None:
        self.people = people_of(text)
        self._text = text
        self._latest: str | None = None
        self._all = [saying for start, end in sentences for saying in self._of_sentence(start, end)]

    def between(self, start: int, end: int) -> Sequence[Saying]:
        """Those whose verbs begin in ``[start, end)``, in order."""
        first = bisect_left(self._all, start, key=lambda saying: saying.start)
        return self._all[first : bisect_left(self._all, end, key=lambda saying: saying.start)]

    def _of_sentence(self, start: int, end: int) -> list[Saying]:
        found: list[Saying] = []
        for first in self.people.between(start, end)[:1]:
            one = " " not in first.bare or first.titles or not first.bare.endswith("s")  # not "British Muslims"
            if first.start == start and one and not first.owner and self.people.is_person(first):
                self._noted(first)  # whom a sentence is about, "he" means in the next
        for match in _ACCORDING.finditer(self._text, start, end):
            name = self._inverted(match.end() - 1, end, 60)
            if name:
                found.append(Saying(match.start(), name.end, match.start(), self._noted(name)))
        for verb in _VERB.finditer(self._text, start, end):
            saying = self._saying(verb, start, end, found)
            if saying:
                found.append(saying)
        if not found:
            found += self._by_gerund(start, end)
        return sorted(found, key=lambda saying: saying.start)

    def _by_gerund(self, start: int, end: int) -> list[Saying]:
        """A sentence whose only verb of saying is "saying": whoever it begins with says so."""
        gerund = _GERUND.search(self._text, start, end)
        first = [name for name in self.people.between(start, end)[:1] if name.start == start and not name.owner]
        pronoun = _OPENING.match(self._text, start)
        if gerund is None or not (first or pronoun):
            return []
        meant = self.people.meant(pronoun.group().lower(), start, self._latest) if pronoun else None
        return [Saying(gerund.start(), gerund.end(), start, self._noted(first[0]) if first else meant)]

    def _saying(self, verb: re.Match[str], start: int, end: int, found: Sequence[Saying]) -> Saying | None:
        """The verb with its subject, if it has one that may speak."""
        left = self._text[start : verb.start()]
        if _PASSIVE.search(left):
            return None
        helping = _HELPING.search(left)
        left = _BRACKETED.sub("", left[: helping.start()] if helping else left)
        at = start + len(left.rstrip())
        pronoun = _PRONOUN.search(left)
        if pronoun:
            who = self.people.meant(pronoun["pronoun"].lower(), start + pronoun.start(), self._latest)
            return self._made(verb, start + pronoun.start(), who)
        name = self._subject(start, at, left)
        if name:
            return self._made(verb, name.start, self._noted(name))
        behind = self._inverted(verb.end(), end, 70) if self._may_invert(left) else None
        if behind:
            return self._made(verb, verb.start(), self._noted(behind))
        if _AND.search(left) and found:
            return self._made(verb, verb.start(), found[-1].who)
        described = _DESCRIPTION.search(left)
        if described and _PERSONAL.search(described.group()):
            return self._made(verb, start + described.start(), self._latest or self._first_after(verb.end()))
        return None

    def _made(self, verb: re.Match[str], subject: int, who: str | None) -> Saying:
        return Saying(verb.start(), verb.end(), subject, who)

    def _subject(self, start: int, at: int, left: str) -> Person | None:
        """The name that is the verb's subject: right before it, before what stands between commas, or before "who"."""
        names = [one for one in self.people.between(start, at) if not one.owner]
        if names and names[-1].end == at and names[-1].bare:
            return self._head(names)
        if left.rstrip().endswith(","):
            persons = [one for one in names if self.people.is_person(one) and not self._is_tied(one)]
            apart = [one for one in persons if self._comma_after(one)]
            return next(iter([*apart, *persons]), None)
        if _WHO.search(left):
            persons = [one for one in names if self.people.is_person(one)]
            apart = [one for one in names if self._comma_after(one)]
            return next(reversed(persons or apart), None)
        return None

    def _head(self, names: Sequence[Person]) -> Person | None:
        """The last name, or whom it only places: "Eric Zorn of the Chicago Tribune"; None where that one has no name,
        as in "a receptionist at the Tibet Hotel"."""
        for before, after in zip(names[-2::-1], names[:0:-1], strict=False):
            if not _PLACED.fullmatch(self._text[before.end : after.start]):
                break
            if self.people.is_person(before) or self.people.is_group(before):
                return before
        return None if self._is_tied(names[-1]) else names[-1]

    def _is_tied(self, name: Person) -> bool:
        """Whether it only belongs to another noun: "the killing of X", "ambassador to X"."""
        return bool(_TIED.search(self._text, max(0, name.start - 14), name.start))

    def _comma_after(self, name: Person) -> bool:
        return self._text[name.end : name.end + 2].lstrip().startswith((",", "("))

    def _may_invert(self, left: str) -> bool:
        """Whether a subject may stand behind the verb: after a quotation or a comma."""
        return left.rstrip()[-1:] in ("", ",", "”", '"', "’", "'")

    def _inverted(self, at: int, end: int, reach: int) -> Person | None:
        """The name that stands at or soon after `at`, behind an office or a description: said Home Secretary X."""
        behind = [name for name in self.people.between(at, min(end, at + reach)) if not name.owner]
        if not behind or not _INVERTED.fullmatch(self._text[at : behind[0].start]):
            return None
        first, second = behind[0], next(iter(behind[1:]), None)
        if second and not self.people.is_person(first) and self.people.is_person(second):
            office = self._text[first.end : second.start].strip()
            if office.islower() and office.replace(" ", "").isalpha() and office not in _LINKS:  # X president Y
                return second
        return first

    def _noted(self, name: Person) -> str:
        """The full name; a person is the latest who spoke from here on."""
        who = self.people.resolved(name)
        if self.people.is_person(name) or (" " not in who and kind(who) is Kind.UNSURE and not who.isupper()):
            self._latest = who
        return who

    def _first_after(self, at: int) -> str | None:
        """The first person named further on: news stories begin with "a former police chief has said"."""
        later = (one for one in self.people.names if one.start >= at and self.people.is_person(one) and not one.owner)
        return next((self.people.resolved(one) for one in later), None)
