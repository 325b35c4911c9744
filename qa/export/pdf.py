"""A paper as PDF, set by Typst. The words go in as data, which Typst never reads as its markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qa.export.paper import Paper, Quotation
from qa.reference import day

TEMPLATE = Path(__file__).with_name("briefing.typ")


def pdf(paper: Paper) -> bytes:
    """The paper as PDF, with footnotes at the foot of their pages."""
    import typst

    data = json.dumps(_spaced(_data(paper)), ensure_ascii=False)
    made = typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs={"paper": data})
    if not isinstance(made, bytes):
        raise TypeError("Typst gives a PDF as bytes")
    return made


def _spaced(data: Any) -> Any:
    """The data with a wide space for each tab, which Typst sets as nothing: a row's figures would run together."""
    if isinstance(data, dict):
        return {name: _spaced(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_spaced(value) for value in data]
    return data.replace("\t", "\u2003") if isinstance(data, str) else data


def _data(paper: Paper) -> dict[str, object]:
    """The paper as the template expects it."""
    return {
        "title": paper.title,
        "statement": paper.statement,
        "parts": [
            {
                "title": part.title,
                "blocks": [
                    {"quote": block.text, "footnote": block.footnote}
                    if isinstance(block, Quotation)
                    else {"paragraphs": block.paragraphs}
                    for block in part.blocks
                ],
            }
            for part in paper.parts
        ],
        "timeline": [[day(event.date), event.text, event.number] for event in paper.timeline],
        "sources": paper.sources,
    }
