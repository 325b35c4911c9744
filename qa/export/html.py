"""A paper as one web page that needs nothing else: no script, no picture, no address but its own."""

from __future__ import annotations

from collections.abc import Iterator

from qa.export.paper import Paper, Quotation, Words
from qa.highlight import Markup, element, joined
from qa.reference import day

_HEAD = Markup(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>"
    ":root { color-scheme: light dark; }"
    "body { font: 1.08rem/1.6 Georgia, serif; max-width: 42rem; margin: 3rem auto; padding: 0 1.2rem; }"
    "h1 { line-height: 1.2; } h2 { margin-top: 2.2rem; }"
    "blockquote { margin: 1.2rem 0; padding-left: 1.1rem; border-left: 3px solid currentColor; white-space: pre-line; }"
    ".statement, footer { font-size: 0.9rem; } .problem { font-weight: bold; }"
    "li, p, blockquote { overflow-wrap: anywhere; } a { color: inherit; }"
    "</style>\n"
)


def html(paper: Paper) -> bytes:
    """The paper in UTF-8."""
    title = element("title", paper.title)
    return joined(_HEAD, title, Markup("</head>\n<body>\n"), *_body(paper), Markup("\n</body></html>\n")).encode()


def _body(paper: Paper) -> Iterator[Markup]:
    yield element("h1", paper.title)
    yield from (element("p", sentence, class_="statement") for sentence in paper.statement)
    for part in paper.parts:
        blocks = (markup for block in part.blocks for markup in _block(block))
        yield element("section", element("h2", part.title), *blocks)
    if paper.timeline:
        events = (
            element("li", f"{day(event.date)}: “{event.text}” ", _number(event.number)) for event in paper.timeline
        )
        yield element("section", element("h2", "In order of time"), element("ul", *events))
    if paper.documents:
        sources = (element("li", source) for source in paper.sources)
        yield element("section", element("h2", "Sources"), element("ol", *sources))
    if paper.quotations:
        notes = (_note(quotation) for quotation in paper.quotations)
        yield element("footer", element("h2", "Notes"), element("ol", *notes))


def _block(block: Quotation | Words) -> Iterator[Markup]:
    if isinstance(block, Quotation):
        yield element(
            "blockquote", f"“{block.text}”", element("sup", _number(block.number, id=f"quote-{block.number}"))
        )
    else:
        yield from (element("p", paragraph) for paragraph in block.paragraphs)


def _number(number: int, *, id: str | None = None) -> Markup:
    return element("a", str(number), href=f"#note-{number}", id=id, aria_label=f"Note {number}")


def _note(quotation: Quotation) -> Markup:
    back = element("a", "↩", href=f"#quote-{quotation.number}", aria_label=f"Back to quotation {quotation.number}")
    problem = element("span", f" {quotation.problem}", class_="problem") if quotation.problem else None
    return element("li", f"{quotation.reference}.", problem, " ", back, id=f"note-{quotation.number}")
