"""A briefing as a file: a table of format -> function. The one way in is `export`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.errors import QuothError
from qa.export import bibliography
from qa.export.html import html
from qa.export.markdown import markdown
from qa.export.paper import Paper, paper_of
from qa.export.pdf import pdf
from qa.export.word import word
from qa.model import Briefing
from qa.recheck import Verification

__all__ = ["FORMATS", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its name for people, its file ending, its media type, and how it is made."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Paper], bytes]


FORMATS = {
    one.suffix: one
    for one in (
        Format("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
        Format("PDF", "pdf", "application/pdf", pdf),
        Format("Markdown", "md", "text/markdown", markdown),
        Format("Web page", "html", "text/html", html),
        Format("CSL JSON", "json", "application/vnd.citationstyles.csl+json", bibliography.csl),
        Format("BibTeX", "bib", "application/x-bibtex", bibliography.bibtex),
        Format("RIS", "ris", "application/x-research-info-systems", bibliography.ris),
    )
}


def export(briefing: Briefing, verification: Verification | str, suffix: str) -> bytes:
    """The briefing as a file of that format, with what `verification` found; a string says why there is none.

    Raises QuothError for a format that is not in the table.
    """
    if suffix not in FORMATS:
        raise QuothError(f"There is no export as {suffix!r}: choose one of {', '.join(FORMATS)}.")
    return FORMATS[suffix].write(paper_of(briefing, verification))
