"""Makes the Word and PDF files of the sample library from the sources beside this file.

    python data/build/build.py [--check]

Word files come from a small subset of Markdown (headings, paragraphs, lists, tables, bold, italics), PDFs from typst.
Every date is the document's own, never today's, so the same sources give the same bytes. With ``--check`` nothing is
written, and the exit status says whether the files in data/sample are what the sources give. Knows nothing of Quoth.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import typst
from docx.document import Document
from docx.text.paragraph import Paragraph

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "sample"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the zip format can hold
APP_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office Word</Application><Company>{}</Company></Properties>"
)


def front_matter(source: str) -> tuple[dict[str, str], str]:
    """Read the ``key: value`` lines between the first two ``---`` lines; return them and the rest."""
    _, head, body = source.split("---\n", 2)
    pairs = (line.split(":", 1) for line in head.splitlines())
    return {key.strip(): value.strip().strip('"') for key, value in pairs}, body


def blocks(body: str) -> Iterator[list[str]]:
    """Yield the lines of each block; blocks are separated by blank lines."""
    for block in re.split(r"\n\s*\n", body.strip()):
        yield block.splitlines()


def write_inline(paragraph: Paragraph, words: str) -> None:
    """Add `words` to `paragraph`; ``**bold**`` and ``*italic*`` become runs."""
    for piece in re.split(r"(\*\*[^*]+\*\*|\*[^*]+\*)", words):
        if piece:
            run = paragraph.add_run(piece.strip("*"))
            run.bold = piece.startswith("**") or None
            run.italic = (piece.startswith("*") and not piece.startswith("**")) or None


def write_table(document: Document, lines: list[str]) -> None:
    """Add a pipe table; its second line, of dashes, is dropped, and its first is set in bold."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    del rows[1]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, words in zip(table.rows[number].cells, row, strict=True):
            cell.paragraphs[0].add_run(words).bold = number == 0 or None


def write_block(document: Document, lines: list[str]) -> None:
    """Add one block: a table, a heading, a list or a paragraph, told by how it begins."""
    first = lines[0]
    if first.startswith("|"):
        write_table(document, lines)
    elif heading := re.match(r"(#+) (.*)", first):
        document.add_heading(heading[2], level=len(heading[1]) - 1)
    elif re.match(r"- |\d+\. ", first):
        style = "List Bullet" if first.startswith("-") else "List Number"
        for line in lines:
            write_inline(document.add_paragraph(style=style), re.sub(r"^(- |\d+\. )", "", line))
    else:
        write_inline(document.add_paragraph(), " ".join(lines))


def with_fixed_dates(package: bytes, company: str) -> bytes:
    """Rewrite the zip with every entry dated alike and the publisher as the Word property "Company"."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = APP_XML.format(escape(company)).encode() if name == "docProps/app.xml" else old.read(name)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return out.getvalue()


def make_docx(source: Path) -> bytes:
    """Make a Word file with its core properties set from the front matter."""
    about, body = front_matter(source.read_text(encoding="utf-8"))
    document = docx.Document()
    for lines in blocks(body):
        write_block(document, lines)
    core, when = document.core_properties, datetime.fromisoformat(about["date"])
    core.title, core.author, core.last_modified_by = about["title"], about["author"], about["author"]
    core.subject, core.keywords, core.comments = about["subject"], about["keywords"], ""
    core.created, core.modified, core.language, core.revision = when, when, "en-GB", 1
    out = io.BytesIO()
    document.save(out)
    return with_fixed_dates(out.getvalue(), about["publisher"])


def make_pdf(source: Path) -> bytes:
    """Make a PDF; title, author and date stand in the source."""
    made = typst.compile(str(source), format="pdf", ignore_system_fonts=True)
    if not isinstance(made, bytes):
        raise TypeError(f"{source.name}: typst gave no single file")
    return made


MAKERS: dict[str, tuple[str, Callable[[Path], bytes]]] = {".md": (".docx", make_docx), ".typ": (".pdf", make_pdf)}


def main(arguments: list[str]) -> int:
    """Build everything, or with ``--check`` compare; the exit status is 1 when a file differs."""
    differing = 0
    for source in sorted([*HERE.glob("docx/*.md"), *HERE.glob("pdf/*.typ")]):
        suffix, make = MAKERS[source.suffix]
        target, data = SAMPLE / (source.stem + suffix), make(source)
        if "--check" not in arguments:
            target.write_bytes(data)
        elif not target.exists() or target.read_bytes() != data:
            differing += 1
            print(f"{target.name} is not what its source gives", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
