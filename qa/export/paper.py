"""A briefing laid out for any format: its statement, its parts with numbered quotations, its sources and its timeline.

All words in a `Paper` are text. Characters that no format can hold are replaced here, once; escaping is each format's.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.model import Document
from qa.model import Briefing, Citation, Note, Pin
from qa.recheck import Finding, Verification
from qa.reference import day, reference, source

# XML 1.0 has no place for these, escaped or not; nor has UTF-8 for half a surrogate pair.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
SHORT = 120  # characters of a quotation in the timeline


@dataclass(frozen=True, slots=True)
class Quotation:
    """A numbered quotation with its reference; `problem` says why it was not verified, where it was not."""

    number: int
    text: str
    reference: str
    problem: str | None = None

    @property
    def footnote(self) -> str:
        """What its footnote says."""
        return f"{self.reference}. {self.problem}" if self.problem else f"{self.reference}."


@dataclass(frozen=True, slots=True)
class Words:
    """The analyst's own words, by paragraphs."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the briefing."""

    title: str
    blocks: tuple[Quotation | Words, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline: a source's date, the number of the quotation, and how that begins."""

    date: datetime.date
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole. `documents` are the sources, each once, in the order of the words they are listed by, `sources`."""

    title: str
    statement: tuple[str, ...]
    parts: tuple[Part, ...]
    documents: tuple[Document, ...]
    timeline: tuple[Event, ...]

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations, in the order of their numbers."""
        return tuple(block for part in self.parts for block in part.blocks if isinstance(block, Quotation))

    @property
    def sources(self) -> tuple[str, ...]:
        """The list of sources, in words."""
        return tuple(f"{shown(source(document))}. File: {shown(document.path)}." for document in self.documents)


def paper_of(briefing: Briefing, verification: Verification | str) -> Paper:
    """The briefing laid out. A quotation that moved is cited where it stands now; one that was altered or is gone is
    given as it was pinned, and its footnote says so."""
    findings = verification.findings if isinstance(verification, Verification) else ()
    found = {finding.pin: finding for finding in findings}
    numbers = {pin.id: number for number, pin in enumerate(briefing.pins, 1)}
    cited = {pin.id: _cited(pin, found.get(pin)) for pin in briefing.pins}
    parts = tuple(
        Part(shown(section.title), tuple(_block(item, numbers, cited, found) for item in section.items))
        for section in briefing.sections
        if section.items
    )
    documents = {one.document.id: one.document for one in cited.values()}
    statement = tuple(map(shown, _statement(briefing, verification)))
    ordered = tuple(sorted(documents.values(), key=lambda document: source(document).casefold()))
    events = _events((numbers[pin.id], cited[pin.id]) for pin in briefing.pins)
    return Paper(shown(briefing.title), statement, parts, ordered, tuple(events))


def shown(text: str) -> str:
    """The text with U+FFFD for each character that cannot be shown: control characters and halves of characters."""
    return _UNSHOWABLE.sub("\ufffd", text)


def _cited(pin: Pin, finding: Finding | None) -> Citation:
    return finding.citation if finding and finding.stands and finding.citation else pin.citation


def _block(
    item: Pin | Note, numbers: dict[str, int], cited: dict[str, Citation], found: dict[Pin, Finding]
) -> Quotation | Words:
    if isinstance(item, Note):
        return Words(tuple(shown(line) for line in item.text.splitlines() if line.strip()))
    citation, finding = cited[item.id], found.get(item)
    problem = "Not verified." if finding is None else None if finding.stands else f"Not verified: {finding.reason}"
    where = shown(reference(citation.document, citation.locator))
    return Quotation(numbers[item.id], shown(citation.quote), where, problem and shown(problem))


def _events(cited: Iterable[tuple[int, Citation]]) -> list[Event]:
    """The dated quotations in order of time; none where all have one date, for that tells nothing."""
    events = [
        Event(citation.document.date, number, shown(_short(citation.quote)))
        for number, citation in cited
        if citation.document.date
    ]
    return sorted(events, key=lambda event: event.date) if len({event.date for event in events}) > 1 else []


def _statement(briefing: Briefing, verification: Verification | str) -> Iterator[str]:
    """What was verified, when, and against which state of the library."""
    count = len(briefing.pins)
    many = f"{count} quotation{'' if count == 1 else 's'}"
    if isinstance(verification, str):
        yield f"The {many} could not be verified when this was exported: {verification}"
        return
    when, searched = moment(verification.at), verification.searched
    stand = sum(finding.stands for finding in map(verification.of, briefing.pins) if finding)
    if stand == count:
        yield f"Every quotation ({count}) was verified on {when}: it stood, character for character, in its document."
    else:
        yield f"{stand} of {many} were verified on {when}; the footnotes of the others say why they were not."
    unread = f", {searched.unreadable} unreadable" if searched.unreadable else ""
    yield (
        f"The library {searched.library} held {searched.documents} document{'' if searched.documents == 1 else 's'}"
        f"{unread}, as of {moment(searched.as_of)}."
    )


def moment(iso: str) -> str:
    """An ISO moment in words, in UTC: the file is read in other time zones too."""
    try:
        at = datetime.datetime.fromisoformat(iso).astimezone(datetime.UTC)
    except ValueError:
        return iso
    return f"{day(at)}, {at:%H:%M} UTC"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHORT else words[: SHORT - 1].rsplit(" ", 1)[0] + " …"
