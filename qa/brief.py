"""Briefings: a quotation becomes a pin, and pins, sentences and sections are put in order.

Every change is a pure function of a briefing, so that it can be carried out on whatever the briefing is by then: see
`qa.workspace`. Whoever replaces words says which words were seen, and ChangedMeanwhile is raised where they are others.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import replace

from index.errors import ChangedMeanwhile
from index.model import Document, Searched
from qa.cite import verified
from qa.model import Briefing, Citation, Note, Pin, Section

CONTEXT = 240  # characters kept on each side: two sentences tell one place of a document from another
FIRST = "Quotations"  # the section that a new briefing begins with

Item = Pin | Note


def now() -> str:
    """The moment, as it is kept."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def new_id() -> str:
    """A new name for an item, a section or a briefing: short enough to type, and never the same twice."""
    return secrets.token_hex(4)


def new_briefing(title: str) -> Briefing:
    """An empty briefing with one section."""
    return Briefing(new_id(), _title(title, "Briefing"), (Section(new_id(), FIRST),))


def pin_of(document: Document, citation: Citation, question: str, searched: Searched) -> Pin:
    """The citation as a pin, verified against `document` as the library has it now. Raises QuotationError."""
    span = citation.span
    verified(document, span, citation.quote)
    around = document.text[max(0, span.start - CONTEXT) : span.start], document.text[span.end : span.end + CONTEXT]
    return Pin(new_id(), replace(citation, document=document).without_text(), *around, question, searched, now())


def with_item(briefing: Briefing, item: Item, *, section: str | None = None, after: str | None = None) -> Briefing:
    """The briefing with one item more: behind the item `after`, else at the end of `section`, else of the last one. One
    that it has already, of a button that was pressed twice, is not put in again."""
    if find(briefing, item.id):
        return briefing
    for part in briefing.sections:
        at = next((n for n, one in enumerate(part.items, 1) if one.id == after), None)
        if at is not None:
            return _with(briefing, part, (*part.items[:at], item, *part.items[at:]))
    home = next((part for part in briefing.sections if part.id == section), None)
    if home is None:
        home = briefing.sections[-1] if briefing.sections else Section(new_id(), FIRST)
    if home not in briefing.sections:
        briefing = replace(briefing, sections=(*briefing.sections, home))
    return _with(briefing, home, (*home.items, item))


def with_note(briefing: Briefing, id: str, text: str, *, seen: str) -> Briefing:
    """The briefing with a note's words replaced; an empty one goes.

    Where the note has gone, or says something else than was `seen`, the new words become a note of their own behind it,
    so that neither writer's are lost.
    """
    held = find(briefing, id)
    if isinstance(held, Note) and held.text in (seen, text):
        return _replaced(briefing, id, (replace(held, text=text),) if text.strip() else ())
    return with_item(briefing, Note(new_id(), text), after=id) if text.strip() else briefing


def without(briefing: Briefing, seen: Item) -> Briefing:
    """The briefing without an item. Raises ChangedMeanwhile where it is not what was `seen`."""
    held = find(briefing, seen.id)
    if held is not None and held != seen:
        raise ChangedMeanwhile("Somebody else changed this meanwhile: look at it again before it is removed.")
    return _replaced(briefing, seen.id, ())


def put_back(briefing: Briefing, item: Item, *, section: str, at: int) -> Briefing:
    """The briefing with an item that was removed where it was; at the end, where its section has gone since."""
    home = next((part for part in briefing.sections if part.id == section), None)
    if home is None or find(briefing, item.id):
        return with_item(briefing, item)
    return _with(briefing, home, (*home.items[:at], item, *home.items[at:]))


def moved(briefing: Briefing, id: str, by: int) -> Briefing:
    """The briefing with an item one place up (-1) or down (1), over the edge of a section into the next one."""
    for number, part in enumerate(briefing.sections):
        at = next((n for n, one in enumerate(part.items) if one.id == id), None)
        if at is None:
            continue
        item, rest = part.items[at], (*part.items[:at], *part.items[at + 1 :])
        if 0 <= at + by <= len(rest):
            return _with(briefing, part, (*rest[: at + by], item, *rest[at + by :]))
        if not 0 <= number + by < len(briefing.sections):
            return briefing
        other = briefing.sections[number + by]
        items = (*other.items, item) if by < 0 else (item, *other.items)
        return _with(_with(briefing, part, rest), other, items)
    return briefing


def titled(briefing: Briefing, title: str) -> Briefing:
    """The briefing under another title; an empty one changes nothing."""
    return replace(briefing, title=_title(title, briefing.title))


def with_section(briefing: Briefing, title: str) -> Briefing:
    """The briefing with an empty section at its end."""
    return replace(briefing, sections=(*briefing.sections, Section(new_id(), _title(title, "New section"))))


def section_titled(briefing: Briefing, id: str, title: str) -> Briefing:
    """The briefing with a section under another title; an empty one changes nothing."""
    sections = (replace(s, title=_title(title, s.title)) if s.id == id else s for s in briefing.sections)
    return replace(briefing, sections=tuple(sections))


def section_moved(briefing: Briefing, id: str, by: int) -> Briefing:
    """The briefing with a section one place up (-1) or down (1)."""
    at = next((n for n, part in enumerate(briefing.sections) if part.id == id), None)
    if at is None or not 0 <= at + by < len(briefing.sections):
        return briefing
    rest = [*briefing.sections[:at], *briefing.sections[at + 1 :]]
    rest.insert(at + by, briefing.sections[at])
    return replace(briefing, sections=tuple(rest))


def without_section(briefing: Briefing, id: str) -> Briefing:
    """The briefing without an empty section. Raises ChangedMeanwhile where something is in it."""
    if any(part.items for part in briefing.sections if part.id == id):
        raise ChangedMeanwhile("There is something in this section by now: move or remove that first.")
    return replace(briefing, sections=tuple(part for part in briefing.sections if part.id != id))


def find(briefing: Briefing, id: str) -> Item | None:
    """The item with that id."""
    return next((item for part in briefing.sections for item in part.items if item.id == id), None)


def _with(briefing: Briefing, section: Section, items: tuple[Item, ...]) -> Briefing:
    changed = (replace(part, items=items) if part.id == section.id else part for part in briefing.sections)
    return replace(briefing, sections=tuple(changed))


def _replaced(briefing: Briefing, id: str, items: tuple[Item, ...]) -> Briefing:
    """The briefing with `items` in the place of the item `id`."""
    sections = (
        replace(part, items=tuple(new for item in part.items for new in (items if item.id == id else (item,))))
        for part in briefing.sections
    )
    return replace(briefing, sections=tuple(sections))


def _title(given: str, otherwise: str) -> str:
    return " ".join(given.split()) or otherwise
