"""Whose words a quotation inside a document is: the speaker that the text names for it, by the full name.

Rules over the sentence around the quotation, in the order of their certainty: "..." X said; X said: "..."; the nearest
verb of saying before or after a part of a sentence; and for a quotation that stands alone, the speaker of the one
before it. The patterns are those of Pouliquen, Steinberger and Best 2007, "Automatic Detection of Quotations in
Multilingual News", section 3, widened to partial quotations. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text import Pair, paragraphs, sentences
from qa.model import Said
from qa.people import Person, people_of
from qa.quotations import Quotation, quotations

WHOLE = 60_000  # characters of a text that is read whole for one quotation; of a longer one, half as many before it
ONE = 5_000  # characters that one quotation has, at most
MARKS = "“\"‘'„«"
WIDEST = 120  # characters of a line in a hard-wrapped text
_SAYING = """
added adds admitted admits announced announces appealed appeals argued argues asked asks believed believes called calls
claimed claims commented complained complains concluded conceded concedes condemned continued criticised declared
denied describes described estimated explained explains expected feared hailed hails identified insisted insists issued
issues joked maintained named noted notes observed observes outlined posted praised predicted predicts promised proposed
quipped recalled recalls recommended recommends recorded referred remarked remarks replied replies reported reports
revealed said says spoke states stated stressed suggested suggests thinks thought told tells tweeted urged urges used
uses voiced warned warns wrote writes
""".split()
_VERB = re.compile(rf"\b(?:{'|'.join(_SAYING)}|went on|goes on|put it|puts it)\b")
_HELPING = re.compile(
    r"(?:\s+(?:has|have|had|also|then|later|once|now|still|recently|further|himself|herself|\w+ly))+\s*$"
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|be|been|being)(?:\s+\w+ly)?\s*$")
_PRONOUN = re.compile(r"\b(?P<pronoun>[Hh]e|[Ss]he)\s*$")
_WHO = re.compile(r"\bwho\s*$")
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
class _Saying:
    """A verb of saying at ``[start, end)`` with its subject: the subject's start, and who it is if that is known."""

    start: int
    end: int
    subject: int
    who: str | None


@lru_cache(maxsize=32)
def speakers(text: str) -> tuple[Said, ...]:
    """The quotations of a text whose speaker it names, in order; those nested in others are left out."""
    return tuple(_Reading(text).said())


def speaker_at(text: str, start: int, end: int) -> str | None:
    """Whose quoted words ``[start, end)`` of a document's text is, where most of it is in quotation marks, or all; None
    where it is the document's own. Of a long text, what stands around is read."""
    if not any(mark in text[max(0, start - ONE) : end + 1] for mark in MARKS):
        return None
    base = 0 if len(text) <= WHOLE else text.rfind("\n", 0, max(0, start - WHOLE // 2)) + 1
    found = speakers(text if len(text) <= WHOLE else text[base : end + ONE])
    covered: Counter[str] = Counter()
    for one in found:
        covered[one.speaker] += max(0, min(end, base + one.end) - max(start, base + one.start))
    who, most = next(iter(covered.most_common(1)), ("", 0))
    return who if most * 2 > end - start else None


class _Reading:
    """One text, read from its beginning: who spoke last is carried along."""

    def __init__(self, text: str) -> None:
        self._quotations = [one for one in quotations(text) if one.depth == 0]
        self._text = _unwrapped(_masked(text, self._quotations))
        self._people = people_of(self._text)
        self._paragraphs = paragraphs(self._text)
        self._sentences = sentences(self._text)
        self._sayings: list[_Saying] = []
        self._latest: str | None = None
        for start, end in self._sentences:
            self._sayings += self._sayings_of(start, end)

    def said(self) -> list[Said]:
        """What `speakers` returns."""
        found: list[Said] = []
        for one in self._quotations:
            who = self._named(one) or self._alone(one, found)
            if who:
                found.append(Said(one.start, one.end, who))
        return found

    def _named(self, one: Quotation) -> str | None:
        """The speaker whom the sentence of a quotation names."""
        start, end = self._sentence(one)
        near = self._between(start, end)
        before = [saying for saying in near if saying.end <= one.start]
        after = [saying for saying in near if saying.start >= one.end]
        if after and self._follows(one, after[0]):
            return after[0].who
        if before:
            return before[-1].who
        return after[0].who if after else None

    def _between(self, start: int, end: int) -> Sequence[_Saying]:
        first = bisect_left(self._sayings, start, key=lambda saying: saying.start)
        return self._sayings[first : bisect_left(self._sayings, end, key=lambda saying: saying.start)]

    def _paragraph(self, at: int) -> int:
        """The number of the paragraph that begins at or last before `at`."""
        return bisect_right(self._paragraphs, at, key=lambda pair: pair[0]) - 1

    def _follows(self, one: Quotation, saying: _Saying) -> bool:
        """Whether the verb or its subject stands right behind the quotation: "...," he said."""
        gap = self._text[one.end : min(saying.start, saying.subject)]
        return not gap.strip(" ,\n") and self._text[one.end - 2] in ",.?!…—–"

    def _sentence(self, one: Quotation) -> Pair:
        """The sentence that a quotation is in, with the one before it where that ends in a colon."""
        at = bisect_right(self._sentences, one.start, key=lambda pair: pair[0]) - 1
        start, end = self._sentences[max(at, 0)]
        last = bisect_right(self._sentences, one.end - 1, key=lambda pair: pair[0]) - 1
        end = max(end, self._sentences[max(last, 0)][1] if last == at else end)
        before = self._sentences[at - 1] if at > 0 else (start, start)
        return (before[0] if self._text[before[1] - 1 : before[1]] == ":" else start), end

    def _alone(self, one: Quotation, found: Sequence[Said]) -> str | None:
        """The speaker of a quotation that is a sentence of its own: who was quoted just before it, or in the same
        paragraph; or whom the line below it names."""
        start, end = self._sentence(one)
        whole = self._text[start : one.start].strip() == "" and self._text[one.end : end].strip() == ""
        if not whole:
            return None
        if found and self._text[found[-1].end : one.start].strip() == "":
            return found[-1].speaker
        first = self._paragraphs[max(self._paragraph(one.start), 0)][0]
        inside = [saying.who for saying in self._between(first, one.start) if saying.who]
        if inside:
            return inside[-1]
        named = [name for name in self._people.between(first, one.start) if self._people.is_person(name)]
        if named:
            return self._people.resolved(named[-1])
        return self._signed(one)

    def _signed(self, one: Quotation) -> str | None:
        """The person whose name opens the paragraph below a quotation that is one itself."""
        at = self._paragraph(one.start)
        if at + 1 >= len(self._paragraphs) or self._paragraphs[at][0] < one.start:
            return None
        a, b = self._paragraphs[at + 1]
        named = [name for name in self._people.between(a, min(b, a + 60)) if name.start == a]
        short = b - a < 80 and self._text[b - 1] not in ".?!"
        return self._people.resolved(named[0]) if named and short and self._people.is_person(named[0]) else None

    def _sayings_of(self, start: int, end: int) -> list[_Saying]:
        found: list[_Saying] = []
        for match in _ACCORDING.finditer(self._text, start, end):
            name = self._inverted(match.end() - 1, end, 60)
            if name:
                found.append(_Saying(match.start(), name.end, match.start(), self._noted(name)))
        for verb in _VERB.finditer(self._text, start, end):
            saying = self._saying(verb, start, end, found)
            if saying:
                found.append(saying)
        return sorted(found, key=lambda saying: saying.start)

    def _saying(self, verb: re.Match[str], start: int, end: int, found: Sequence[_Saying]) -> _Saying | None:
        """The verb with its subject, if it has one that may speak."""
        left = self._text[start : verb.start()]
        if _PASSIVE.search(left):
            return None
        helping = _HELPING.search(left)
        left = left[: helping.start()] if helping else left
        at = start + len(left.rstrip())
        pronoun = _PRONOUN.search(left)
        if pronoun:
            who = self._people.meant(pronoun["pronoun"].lower(), start + pronoun.start(), self._latest)
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

    def _made(self, verb: re.Match[str], subject: int, who: str | None) -> _Saying:
        return _Saying(verb.start(), verb.end(), subject, who)

    def _subject(self, start: int, at: int, left: str) -> Person | None:
        """The name that is the verb's subject: right before it, before what stands between commas, or before "who"."""
        names = [one for one in self._people.between(start, at) if not one.owner]
        if names and names[-1].end == at and self._may_speak(names[-1]):
            return names[-1]
        if left.rstrip().endswith(","):
            apart = [one for one in names if self._people.is_person(one) and self._comma_after(one)]
            persons = [one for one in names if self._people.is_person(one)]
            return next(iter([*apart, *persons]), None)
        if _WHO.search(left):
            persons = [one for one in names if self._people.is_person(one)]
            return persons[-1] if persons else None
        return None

    def _may_speak(self, name: Person) -> bool:
        if self._people.is_person(name) or self._people.is_group(name):
            return True
        return bool(name.bare)  # a lone name right before a verb of saying

    def _comma_after(self, name: Person) -> bool:
        return self._text[name.end : name.end + 2].lstrip().startswith(",")

    def _may_invert(self, left: str) -> bool:
        """Whether a subject may stand behind the verb: after a quotation or a comma."""
        return left.rstrip()[-1:] in ("", ",", "”", '"', "’", "'")

    def _inverted(self, at: int, end: int, reach: int) -> Person | None:
        """The name that stands at or soon after `at`, behind an office or a description: said Home Secretary X."""
        lead = _INVERTED.match(self._text, at, end)
        for name in self._people.between(at, min(end, at + reach)):
            between = self._text[at : name.start]
            if lead and re.fullmatch(_INVERTED, between) and not name.owner:
                return name
            if not name.owner:
                return None
        return None

    def _noted(self, name: Person) -> str:
        """The full name; a person is the latest who spoke from here on."""
        who = self._people.resolved(name)
        if self._people.is_person(name):
            self._latest = who
        return who

    def _first_after(self, at: int) -> str | None:
        """The first person named further on: news stories begin with "a former police chief has said"."""
        later = (one for one in self._people.names if one.start >= at and self._people.is_person(one) and not one.owner)
        return next((self._people.resolved(one) for one in later), None)


def _unwrapped(text: str) -> str:
    """The text with the line ends of hard-wrapped blocks made spaces: those of which most lines end in mid-sentence."""
    return "\n\n".join(map(_joined, text.split("\n\n")))


def _joined(block: str) -> str:
    lines = block.split("\n")
    broken = sum(line.rstrip()[-1:] not in '.?!:;”"’)' for line in lines[:-1])
    wrapped = broken * 2 > len(lines) - 1 and max(map(len, lines)) <= WIDEST
    return " ".join(lines) if wrapped else block


def _masked(text: str, quoted: Sequence[Quotation]) -> str:
    """The text with the quoted words blotted out, as long as it was; the stop that ends them stays, since it may end
    the sentence too."""
    parts, at = [], 0
    for one in quoted:
        for start, end in one.parts:
            last = end - 1 if end > start and text[end - 1] in ".,?!…—–" else end
            parts += [text[at:start], "x" * (last - start)]
            at = last
    return "".join([*parts, text[at:]])
