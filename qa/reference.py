"""Dates, places and references in words, the same on the screen, in a copied quotation and in an exported footnote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.model import Document, Locator


def day(value: date) -> str:
    """A date as it is said: 19 June 2018."""
    return f"{value.day} {value:%B %Y}"


def place(locator: Locator) -> str | None:
    """Where in the original: its page where it has pages, else the paragraph and the heading above it."""
    if locator.page:
        return f"page {locator.page}"
    parts = [f"paragraph {locator.paragraph}" if locator.paragraph else None, locator.heading]
    return ", ".join(part for part in parts if part) or None


def place_on_screen(locator: Locator) -> str | None:
    """The place for somebody with the file open: viewers count a PDF's pages, whatever is printed on them."""
    where = place(locator)
    return f"{where} (PDF page {locator.sheet})" if locator.page and locator.sheet else where


def source(document: Document) -> str:
    """A document as it stands in a list of sources: author, title, publisher, date."""
    author = document.author if document.author != document.publisher else None
    parts = (author, document.title, document.publisher, day(document.date) if document.date else None)
    return ", ".join(" ".join(part.split()) for part in parts if part)


def reference(document: Document, locator: Locator) -> str:
    """A document and the place in it, as in a footnote."""
    where = place(replace(locator, heading=None) if locator.heading == document.title else locator)
    return ", ".join(" ".join(part.split()) for part in (source(document), where) if part)
