"""Values in words for the screen: dates, counts, places, and how sure. Pure; knows neither Streamlit nor markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from index.model import Document, Locator, Report, Searched, Step
from qa.reference import day, place, place_on_screen

__all__ = [
    "after",
    "byline",
    "counted",
    "day",
    "doing",
    "further",
    "moment",
    "odds",
    "outcome",
    "place",
    "receipt",
    "sources",
    "sureness",
]

# The calibrated chance of being right, from which on an answer is called so.
_SURENESS = ((0.9, "Very sure"), (0.7, "Fairly sure"), (0.5, "Not quite sure"), (0.0, "Unsure"))
_TURNED = frozenset(("R", "AL", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI"))  # Unicode's bidirectional classes
_STAGES = {"reading": "Reading", "embedding": "Learning the passages of", "indexing": "Putting in order"}


def moment(iso: str, zone: tzinfo | None = None) -> str:
    """An ISO moment in the reader's own time zone: 19 June 2018, 14:05. What is no moment is given back as it is."""
    try:
        local = datetime.fromisoformat(iso).astimezone(zone)
    except ValueError:
        return iso
    return f"{day(local)}, {local:%H:%M}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 document, 5,000 documents."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sureness(confidence: float) -> str:
    """How sure, in words."""
    return next(words for least, words in _SURENESS if confidence >= least)


def odds(confidence: float) -> str:
    """What the confidence means, with its number."""
    percent = round(100 * min(max(confidence, 0.0), 1.0))
    return f"Confidence {percent} %: of 100 answers given with this confidence, about {percent} are right."


def byline(document: Document, locator: Locator | None = None) -> str:
    """Who, when and where, in one line: publisher or author, date, place."""
    if locator and locator.heading == document.title:  # it stands in the line above
        locator = replace(locator, heading=None)
    parts = (
        document.publisher or document.author,
        day(document.date) if document.date else None,
        place_on_screen(locator) if locator else None,
    )
    return " · ".join(_apart(part) for part in parts if part)


def _apart(words: str) -> str:
    """Words from right to left as a stretch of their own: else a date behind them is drawn among them."""
    turned = any(unicodedata.bidirectional(letter) in _TURNED for letter in words)
    return f"\u2068{words}\u2069" if turned else words


def further(passages: int, copies: int) -> str:
    """What else of a source text was found, beside the passage that is shown."""
    more = f"and {counted(passages, 'more passage')} of this text"
    return f"{more}, in {counted(copies, 'copy', 'copies')} too" if copies else more


def receipt(searched: Searched, zone: tzinfo | None = None) -> str:
    """What was searched, in one sentence."""
    what = f"{counted(searched.documents, 'document')} ({counted(searched.passages, 'passage')})"
    return f"Searched {what}, as they were on {moment(searched.as_of, zone)}."


def sources(documents: int, origins: int) -> str:
    """How many documents say it, and how many of them independently: 6 documents, 2 origins."""
    return f"{counted(documents, 'document')}, {counted(origins, 'origin')}"


def doing(step: Step | None) -> str:
    """What long work is at, and how far."""
    if step is None:
        return "Starting"
    stage = _STAGES.get(step.stage, step.stage.capitalize())
    part = f" ({step.done:,} of {step.total:,})" if step.total > 1 else ""
    return f"{stage} {step.name}".strip() + part


def after(names: Sequence[str]) -> str:
    """What long work waits for: the work before it, by its names, that which is being done first."""
    first, *others = names
    more = f" and {len(others):,} more are" if others else " is"
    return f"Waiting until “{first}”{more} done"


def outcome(report: Report) -> str:
    """What adding, syncing or removing did, in one sentence."""
    counts = (
        (report.added, "added"),
        (report.updated, "updated"),
        (report.removed, "removed"),
        (report.unchanged, "unchanged"),
        (len(report.failed), "could not be read"),
    )
    said = ", ".join(f"{number:,} {word}" for number, word in counts if number)
    return f"{said}." if said else "There was nothing to do."
