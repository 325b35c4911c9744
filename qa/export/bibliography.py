"""A paper's sources as CSL JSON, BibTeX and RIS, for reference managers.

An author is given as one literal name, as the document has it: which part of it is a family name, or whether it is an
organisation's, no document says.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

from index.model import Document
from qa.export.paper import Paper, shown

# What the reference formats call a document of each kind: CSL 1.0.2's type, RIS's type.
_TYPES = {"html": ("webpage", "ELEC"), "pdf": ("report", "RPRT"), "word": ("report", "RPRT")}
_OTHER = ("document", "GEN")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, escaped ones too
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {sign: f"\\{sign}" for sign in "&%$#_"}
_LIGATURE = re.compile(r"([-'`<>,])(?=\1)|[?!](?=`)")  # two hyphens would become a dash, two quotes another quote
_LATEX_SIGN = re.compile("[" + re.escape("".join(_LATEX)) + "]")


def csl(paper: Paper) -> bytes:
    """A CSL JSON array (Citation Style Language 1.0.2), in UTF-8."""
    items = [_csl_item(document) for document in paper.documents]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def bibtex(paper: Paper) -> bytes:
    """A BibTeX file, in UTF-8: every source is @misc, which every style knows."""
    return "\n".join(_bibtex_entry(document) for document in paper.documents).encode()


def ris(paper: Paper) -> bytes:
    """A RIS file (Research Information Systems, 2011), in UTF-8, with its own line ends."""
    lines = (line for document in paper.documents for line in (*_ris_lines(document), ""))
    return "".join(f"{line}\r\n" for line in lines).encode()


def key(document: Document) -> str:
    """A name for the source that is a valid key in all three: its title's first words, its year, part of its id."""
    plain = unicodedata.normalize("NFKD", document.title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:3]
    year = str(document.date.year) if document.date else ""
    return "-".join([*words, *filter(None, [year]), document.id[:6]])


def _line(text: str) -> str:
    """The text in one line: a line's end would end the field."""
    return " ".join(shown(text).split())


def _note(document: Document) -> str:
    return _line(f"File: {document.path}; SHA-256: {document.sha256}")


def _csl_item(document: Document) -> dict[str, object]:
    item: dict[str, object] = {
        "id": key(document),
        "type": _TYPES.get(document.kind, _OTHER)[0],
        "title": _line(document.title),
        "note": _note(document),
    }
    if document.author:
        item["author"] = [{"literal": _line(document.author)}]
    if document.publisher:
        item["publisher"] = _line(document.publisher)
    if document.date:
        item["issued"] = {"date-parts": [[document.date.year, document.date.month, document.date.day]]}
    if document.language:
        item["language"] = _line(document.language)
    return item


def _bibtex_entry(document: Document) -> str:
    fields = [("title", f"{{{_latex(document.title)}}}")]
    if document.author:
        fields.append(("author", f"{{{_latex(document.author)}}}"))
    if document.publisher:
        fields.append(("publisher", _latex(document.publisher)))
    if document.date:
        fields += [("year", str(document.date.year)), ("month", str(document.date.month))]
        fields.append(("date", document.date.isoformat()))
    fields.append(("note", _latex(_note(document))))
    return f"@misc{{{key(document)},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields) + "}\n"


def _latex(text: str) -> str:
    signs = _LIGATURE.sub(lambda found: f"{found[0]}\0", _line(text))
    return _LATEX_SIGN.sub(lambda found: _LATEX[found[0]], signs).replace("\0", "{}")


def _ris_lines(document: Document) -> Iterator[str]:
    yield f"TY  - {_TYPES.get(document.kind, _OTHER)[1]}"
    yield f"ID  - {key(document)}"
    yield f"TI  - {_line(document.title)}"
    if document.author:
        yield f"AU  - {_line(document.author)}"
    if document.publisher:
        yield f"PB  - {_line(document.publisher)}"
    if document.date:
        yield f"PY  - {document.date.year}"
        yield f"DA  - {document.date:%Y/%m/%d}/"
    if document.language:
        yield f"LA  - {_line(document.language)}"
    yield f"N1  - {_note(document)}"
    yield "ER  - "
