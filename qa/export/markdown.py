"""A paper as Markdown, with footnotes as GitHub, Pandoc and most others write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.export.paper import Paper, Quotation
from qa.reference import day

_ANYWHERE = re.compile(r"[\\`*_\[\]<>~|$^]|&(?=[#\w])|!(?=\[)|(?<=:)/(?=/)|(?<=www)\.|@(?=\w)", re.IGNORECASE)
_FRAME = re.compile(r"(?<=\s)(#+)$")
_AT_START = re.compile(r"^(\s*)([#+\-=:>]|\d{1,9}(?=[.)]))", re.MULTILINE)


def markdown(paper: Paper) -> bytes:
    """The paper in UTF-8."""
    return ("\n\n".join(_blocks(paper)) + "\n").encode()


def escaped(text: str) -> str:
    """The text as Markdown that shows exactly this text, in one paragraph: nothing in it is interpreted."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    inert = _ANYWHERE.sub(lambda found: f"\\{found[0]}", "\n".join(line for line in lines if line))
    return _AT_START.sub(_inert_start, inert)


def _inert_start(found: re.Match[str]) -> str:
    # A digit cannot be escaped, but what would make it a list's number can: that comes right behind it.
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def _blocks(paper: Paper) -> Iterator[str]:
    yield _heading("#", paper.title)
    yield from (f"*{_line(sentence)}*" for sentence in paper.statement)
    for part in paper.parts:
        yield _heading("##", part.title)
        for block in part.blocks:
            if isinstance(block, Quotation):
                quote = escaped(f"“{block.text}”").replace("\n", "  \n> ")
                yield f"> {quote}[^{block.number}]"
            else:
                yield from map(escaped, block.paragraphs)
    if paper.timeline:
        yield "## In order of time"
        yield "\n".join(
            f"- {day(event.date)}: “{_line(event.text)}” (quotation {event.number})" for event in paper.timeline
        )
    if paper.documents:
        yield "## Sources"
        yield "\n".join(f"{number}. {_line(source)}" for number, source in enumerate(paper.sources, 1))
    yield from (f"[^{quotation.number}]: {_line(quotation.footnote)}" for quotation in paper.quotations)


def _heading(level: str, title: str) -> str:
    """A heading; a row of "#" at its end would be taken for its frame."""
    inert = _FRAME.sub(r"\\\1", _line(title))
    return f"{level} {inert}"


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))
