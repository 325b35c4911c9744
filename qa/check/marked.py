"""The marked copy of a draft: a table of suffix -> function. Word with comments, HTML, or Markdown with footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import QuothError
from qa.check.notes import figure_note, quotation_note, summary
from qa.check.report import CheckReport
from qa.highlight import Highlight, Markup, element, joined, marked

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!&~$^])")
_COLOURS = {
    "verbatim": "BRIGHT_GREEN",
    "altered": "YELLOW",
    "wrong_source": "TURQUOISE",
    "not_found": "PINK",
    "absent": "PINK",
}
_STYLE = """
:root{color-scheme:light dark}body{font:1.06rem/1.6 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
p{white-space:pre-line}mark{color:inherit;border-radius:2px;padding:.05em 0}
mark.verbatim{background:rgb(80 170 90/28%)}mark.altered{background:rgb(236 185 45/45%)}
mark.wrong_source{background:rgb(60 150 200/38%)}mark.not_found,mark.absent{background:rgb(220 80 80/38%)}
mark.difference{text-decoration:underline wavy;background:rgb(236 120 45/55%)}
"""


@dataclass(frozen=True, slots=True)
class Remark:
    """A stretch of the draft with what is said of it; `name` is the status, `note` the footnote that it stands in."""

    start: int
    end: int
    name: str
    words: str
    note: str | None = None


def remarks(report: CheckReport) -> list[Remark]:
    """What the copy marks, in the draft's order: quotations, and the figures that no document has."""
    found = [Remark(one.start, one.end, one.status, quotation_note(one), one.note) for one in report.quotations]
    found += [
        Remark(one.start, one.end, one.status, figure_note(one), one.note) for one in report.figures if one.flagged
    ]
    return sorted((one for one in found if one.name != "title"), key=lambda one: (one.start, one.end))


def marked_copy(report: CheckReport, suffix: str, original: bytes | None = None) -> bytes:
    """The marked copy in the format of `suffix`; `original` is the draft's file where that is a Word file.

    Raises QuothError for a format that there is none of.
    """
    if suffix.lower() not in FORMATS:
        raise QuothError(f"A marked copy is written as {', '.join(FORMATS)}, not {suffix!r}: name the file so.")
    return FORMATS[suffix.lower()](report, original)


def marked_text(report: CheckReport, shown: Collection[int] | None = None) -> Markup:
    """The draft's text with its marks, a paragraph a line, each remark's number behind it; escaped. The number leads to
    the remark, where that is among those `shown`; None: all are."""
    found = remarks(report)
    highlights = [Highlight(one.start, one.end, one.name) for one in found]
    highlights += [Highlight(d.start, d.end, "difference") for one in report.quotations for d in one.differences]
    return joined(*_lines(report.text, found, highlights, range(1, len(found) + 1) if shown is None else shown))


def _lines(text: str, found: list[Remark], highlights: list[Highlight], shown: Collection[int]) -> Iterator[Markup]:
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        parts: list[str | Markup] = []
        at = line.start()
        for number, one in sorted(enumerate(found, 1), key=lambda pair: pair[1].end):
            if line.start() < one.end <= line.end():
                parts += [marked(text[at : one.end], highlights, base=at)]
                name = element("a", str(number), href=f"#remark-{number}") if number in shown else str(number)
                parts += [element("sup", name)]
                at = one.end
        yield element("p", *parts, marked(text[at : line.end()], highlights, base=at))


def remark_list(report: CheckReport) -> Markup:
    """The remarks, numbered as in the text."""
    items = (element("li", one.words, id=f"remark-{number}") for number, one in enumerate(remarks(report), 1))
    return element("ol", *items)


def _html(report: CheckReport, _: bytes | None) -> bytes:
    head = joined(Markup('<meta charset="utf-8">'), element("title", f"{report.draft}, checked"))
    body = element(
        "main", element("h1", report.draft), element("p", summary(report)), marked_text(report), remark_list(report)
    )
    # The one element that the builder of markup refuses: its words are this module's own.
    page = f"<!DOCTYPE html>\n<html><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    return page.encode("utf-8")


def _markdown(report: CheckReport, _: bytes | None) -> bytes:
    """Remarks are footnotes; of a footnote's words, which can have none, they stand in brackets behind them."""
    text, at, parts, notes = report.text, 0, [], []
    for number, one in enumerate(sorted(remarks(report), key=lambda one: one.end), 1):
        words = _SPECIAL.sub(r"\\\1", " ".join(one.words.split()))
        parts.append(text[at : one.end] + (f" \\[{words}\\]" if one.note else f"[^quoth-{number}]"))
        notes += [] if one.note else [f"[^quoth-{number}]: {words}"]
        at = one.end
    return "".join([*parts, text[at:], "\n\n", "\n".join(notes), "\n"]).encode("utf-8")


def _word(report: CheckReport, original: bytes | None) -> bytes:
    from qa.check.wordfile import Remark as WordRemark
    from qa.check.wordfile import marked_word

    found = [WordRemark(one.start, one.end, _COLOURS[one.name], one.words) for one in remarks(report)]
    return marked_word(original, report.text, found)


FORMATS: dict[str, Callable[[CheckReport, bytes | None], bytes]] = {
    ".docx": _word,
    ".html": _html,
    ".md": _markdown,
}


def write_copy(report: CheckReport, draft: Path, target: Path) -> None:
    """Write the marked copy of a draft's file. Raises QuothError when it cannot be written."""
    original = draft.read_bytes() if draft.suffix.lower() == ".docx" else None
    data = marked_copy(report, target.suffix, original)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise QuothError(f"{target} cannot be written: {error.strerror}. Give another path.") from error
