"""Web pages: the main text without navigation, with title, author, site and date (trafilatura). Fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree

from index.errors import DamagedDocument, EmptyDocument
from index.loaders.cues import parsed_date
from index.loaders.plain import decoded
from index.loaders.rows import barred
from index.loaders.shown import make_plain
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document

NO_TEXT = "No main text was found in the page: it has only navigation, or is made by a script."
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w-]{2,40})", re.I)
DATED = {"extensive_search": False, "original_date": True}  # else any year in the text may become the page's date
BLOCKS = frozenset({"p", "item", "quote", "code", "ab", "lb"})


def load(source: Source) -> Iterator[Document]:
    """The document of a web page. Raises EmptyDocument for a page without a main text."""
    charset = _CHARSET.search(source.data[:4096])
    html = decoded(source.data, charset.group(1).decode() if charset else None)
    assembly = Assembly()
    try:
        tree = trafilatura.load_html(html)
        if tree is None:
            raise EmptyDocument(NO_TEXT)
        told = trafilatura.extract_metadata(tree, date_config=DATED, extensive=False)  # before its <time> elements go
        make_plain(tree)
        page = trafilatura.bare_extraction(
            tree, told.url, include_comments=False, include_tables=True, favor_recall=True
        )
    except (TypeError, ValueError, etree.LxmlError, RecursionError) as error:
        raise DamagedDocument(f"The page cannot be parsed: {error}.") from error
    if page is None or isinstance(page, dict) or page.body is None:  # a dictionary only where one is asked for
        raise EmptyDocument(NO_TEXT)
    _walk(page.body, assembly)
    if not assembly.text:
        raise EmptyDocument(NO_TEXT)
    metadata = Metadata(
        title=told.title,
        author=told.author,
        publisher=told.sitename,
        date=parsed_date(told.date),
        language=told.language,
    )
    yield document(source, "html", assembly, metadata)


def _walk(element: Any, assembly: Assembly) -> None:
    """Add the blocks below an element of trafilatura's tree, in order."""
    for child in element:
        if child.tag == "head":
            level = str(child.get("rend", "h2"))[-1:]
            assembly.add(_words(child), heading=int(level) if level.isdigit() else 2)
        elif child.tag == "row":
            assembly.add(barred(map(_words, child)))
        elif child.tag in BLOCKS and child.find("list") is None and child.find("p") is None:
            assembly.add(_words(child))
        else:
            if child.text and child.text.strip():
                assembly.add(child.text)
            _walk(child, assembly)
        if child.tail and child.tail.strip():
            assembly.add(child.tail)


def _words(element: Any) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Any) -> Iterator[str]:
    """The words within an element; what stands in blocks of their own, or in lines, is kept apart."""
    yield element.text or ""
    for child in element:
        gap = " " if child.tag in BLOCKS or child.tag == "list" else ""
        yield from (gap, *_pieces(child), gap, child.tail or "")
