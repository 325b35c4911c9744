"""Exports read back by the programs that people open them with: their words, their footnotes, and nothing else."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import bibtexparser
import docx
import pypdfium2
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from pylatexenc.latex2text import LatexNodes2Text

from index.errors import QuothError
from index.model import Document, Locator, Searched, Span
from qa.brief import new_briefing, titled, with_item, with_section
from qa.export import FORMATS, export
from qa.export.markdown import escaped
from qa.export.paper import Paper, paper_of
from qa.model import Briefing, Citation, Note, Pin
from qa.recheck import Finding, Verification

SEARCHED = Searched(5, 41, 1, "2026-01-01T00:00:00+00:00", "/library")
AT = "2026-11-25T16:05:00+00:00"
INJECTIONS = (
    "<script>window.harmed=1</script>",
    '<img src=x onerror="alert(1)">',
    "**stars** _line_ `tick` [link](http://harm.example) ![x](http://harm.example/x.png) <http://harm.example>",
    "http://harm.example www.harm.example harm@harm.example",
    "# heading",
    "1. list",
    "- list",
    "> quote",
    "    code",
    "| a | b |",
    "[^1]: note",
    "--- ",
    "===",
    "&lt;b&gt; &amp; &#60;",
    '#strong[x] #read("/etc/passwd") $x$ @key <label> // gone /* gone */',
    r"\input{/etc/passwd} \write18{x} {unbalanced } % comment # $ & _ ^ ~",
    "ER  - \nTY  - BOOK",
    "}, } @book{harm, title={x}}",
    "{{7*7}} ${7*7} <%= 7 %>",
    "=HYPERLINK(1)",
    "nul\x00bell\x07escape\x1b[31mred",
    "\u202eright to left",
)


def pin(id: str, quote: str, **facts: object) -> Pin:
    known: dict[str, object] = {"title": f"Report {id}", "path": f"reports/{id}.pdf", "sha256": "0" * 64, "kind": "pdf"}
    document = Document(f"doc{id}", "", **{**known, **facts})  # type: ignore[arg-type]
    citation = Citation(1, document, Locator("4", 3, None), quote, Span(document.id, 0, len(quote)), None)
    return Pin(id, citation, "", "", "Why?", SEARCHED, AT)


def verified(briefing: Briefing, **standing: str) -> Verification:
    findings = (
        Finding(one, "gone", "The document is no longer in the library.")
        if standing.get(one.id) == "gone"
        else Finding(one, "unchanged", "It stands where it stood.", one.citation)
        for one in briefing.pins
    )
    return Verification(tuple(findings), SEARCHED, AT)


@pytest.fixture
def briefing() -> Briefing:
    facts = {"title": "The harbour", "author": "Jane Poole", "publisher": "Port & Co", "language": "en"}
    first = pin("a", "The wall is 412 metres long.\nIt leaks.", **facts, date=datetime.date(2018, 6, 19))
    second = pin("b", "Herring is “dear”.", title="Prices", date=datetime.date(2017, 1, 2), kind="html")
    third = pin("a2", "It was built in 1874.", **facts, date=datetime.date(2018, 6, 19))
    third = dataclasses.replace(third, citation=dataclasses.replace(third.citation, document=first.citation.document))
    made = with_item(
        with_item(new_briefing("Harbour and fish"), first), Note("n", "So much for the wall.\n\nNow, fish.")
    )
    return with_item(with_item(with_section(made, "Fish"), second), third)


@pytest.fixture
def hostile() -> Briefing:
    """A briefing with an injection in every field that a person or a document fills."""
    made = titled(new_briefing("x"), INJECTIONS[0])
    for number, words in enumerate(INJECTIONS):
        facts = {"title": words, "author": words, "publisher": words, "path": words, "language": "en"}
        made = with_section(made, words)
        made = with_item(made, pin(f"p{number}", words, **facts, date=datetime.date(2000 + number, 1, 1)))
        made = with_item(made, Note(f"n{number}", words))
    return made


def paper(briefing: Briefing) -> Paper:
    return paper_of(briefing, verified(briefing))


def squeezed(text: str) -> str:
    """Without white space, which typesetting may change, and the marks that Word sets for directions."""
    return "".join("".join(text.split()).split("\u200b"))


def words_of(briefing: Briefing) -> list[str]:
    """Everything that an export as a document has to show, as text."""
    made = paper(briefing)
    said = [made.title, *made.statement, *made.sources]
    for part in made.parts:
        said.append(part.title)
        for block in part.blocks:
            said += [block.text, block.footnote] if hasattr(block, "footnote") else list(block.paragraphs)
    return said


def test_quotations_are_numbered_through_and_sources_stand_once(briefing: Briefing) -> None:
    made = paper(briefing)
    assert [quotation.number for quotation in made.quotations] == [1, 2, 3]
    assert [document.title for document in made.documents] == ["The harbour", "Prices"]
    assert [event.number for event in made.timeline] == [2, 1, 3]
    assert made.quotations[0].footnote == "Jane Poole, The harbour, Port & Co, 19 June 2018, page 4."


def test_the_statement_says_what_was_verified_when_and_in_what(briefing: Briefing) -> None:
    first, second = paper(briefing).statement
    assert first == (
        "Every quotation (3) was verified on 25 November 2026, 16:05 UTC: it stood, character for character, in its "
        "document."
    )
    assert second == "The library /library held 5 documents, 1 unreadable, as of 1 January 2026, 00:00 UTC."


def test_a_quotation_that_is_gone_is_never_called_verified(briefing: Briefing) -> None:
    made = paper_of(briefing, verified(briefing, b="gone"))
    assert made.statement[0].startswith("2 of 3 quotations were verified")
    problems = [quotation.problem for quotation in made.quotations]
    assert problems == [None, "Not verified: The document is no longer in the library.", None]
    for suffix in ("md", "html"):
        assert b"Not verified: The document is no longer" in export(briefing, verified(briefing, b="gone"), suffix)


def test_without_its_library_nothing_is_called_verified(briefing: Briefing) -> None:
    reason = "there is no library in /library."
    made = paper_of(briefing, reason)
    assert made.statement == (f"The 3 quotations could not be verified when this was exported: {reason}",)
    assert all(quotation.problem == "Not verified." for quotation in made.quotations)


def test_a_pin_of_after_the_verification_is_not_called_verified(briefing: Briefing) -> None:
    before = verified(briefing)
    made = paper_of(with_item(briefing, pin("late", "Late.")), before)
    assert made.statement[0].startswith("3 of 4")
    assert made.quotations[-1].problem == "Not verified."


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_empty_briefing_can_be_exported(suffix: str) -> None:
    empty = new_briefing("Nothing yet")
    assert export(empty, verified(empty), suffix) is not None


def test_a_format_that_is_not_there_is_named(briefing: Briefing) -> None:
    with pytest.raises(QuothError, match=r"'exe'.*docx, pdf"):
        export(briefing, verified(briefing), "exe")


# Word


def footnotes(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        root = parse_xml(file.read("word/footnotes.xml"))
    notes = [note for note in root if note.get(qn("w:type")) is None]
    assert [note.get(qn("w:id")) for note in notes] == [str(n) for n in range(1, len(notes) + 1)]
    return ["".join(text.text for text in note.iter(qn("w:t"))).strip() for note in notes]


def references(document: docx.document.Document) -> list[str]:
    return [one.get(qn("w:id")) for one in document.element.body.iter(qn("w:footnoteReference"))]


def test_word_has_real_footnotes(briefing: Briefing) -> None:
    data = export(briefing, verified(briefing), "docx")
    document = docx.Document(BytesIO(data))
    assert references(document) == ["1", "2", "3"]
    assert footnotes(data) == [quotation.footnote for quotation in paper(briefing).quotations]
    kinds = {rel.reltype.rsplit("/", 1)[1]: rel.target_part.content_type for rel in document.part.rels.values()}
    assert kinds["footnotes"].endswith("wordprocessingml.footnotes+xml")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "“The wall is 412 metres long.\nIt leaks.”" in texts
    assert texts.index("So much for the wall.") < texts.index("Fish") < texts.index("“Herring is “dear”.”")


def test_in_word_every_injection_is_text(hostile: Briefing) -> None:
    data = export(hostile, verified(hostile), "docx")
    document = docx.Document(BytesIO(data))
    shown = squeezed("".join(p.text for p in document.paragraphs) + "".join(footnotes(data)))
    for words in words_of(hostile):
        assert squeezed(words) in shown
    with zipfile.ZipFile(BytesIO(data)) as file:
        names = file.namelist()
        assert "hyperlink" not in file.read("word/_rels/document.xml.rels").decode()
    assert not [name for name in names if "vba" in name.lower() or "embeddings" in name]


@pytest.mark.parametrize("which", ["briefing", "hostile"])
def test_libreoffice_opens_the_word_file_with_its_footnotes(
    which: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed: the file's structure is checked above")
    chosen = request.getfixturevalue(which)
    (tmp_path / "briefing.docx").write_bytes(export(chosen, verified(chosen), "docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "briefing.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    text = squeezed(pdf_text((tmp_path / "briefing.pdf").read_bytes()))
    if which == "briefing":
        for quotation in paper(chosen).quotations:
            assert squeezed(quotation.footnote) in text
    else:
        assert squeezed("<script>window.harmed=1</script>") in text


# PDF


def pdf_text(data: bytes) -> str:
    file = pypdfium2.PdfDocument(data)
    return "\n".join(file[n].get_textpage().get_text_range() for n in range(len(file)))


def test_pdf_has_the_words_and_footnotes(briefing: Briefing) -> None:
    text = squeezed(pdf_text(export(briefing, verified(briefing), "pdf")))
    for words in words_of(briefing):
        assert squeezed(words) in text


def test_in_pdf_a_tab_parts_a_rows_figures(briefing: Briefing) -> None:
    row = with_item(briefing, pin("t", "Repair of the crane\t12\t500\t7"))
    text = pdf_text(export(row, verified(row), "pdf"))
    assert "crane 12 500 7" in " ".join(text.split())


def test_in_pdf_every_injection_is_text(hostile: Briefing) -> None:
    data = export(hostile, verified(hostile), "pdf")
    text = squeezed(pdf_text(data))
    for words in INJECTIONS[:20]:  # what steers a terminal or turns a line has no glyph of its own
        assert squeezed(words) in text, words
    assert "root:x:0" not in text
    file = pypdfium2.PdfDocument(data)
    links = [link for page in file for link in page.get_objects() if link.type == 6]
    assert links == []
    assert b"/URI" not in data
    assert b"/JavaScript" not in data


# Markdown


def markdown_tokens(text: str) -> list[tuple[str, str]]:
    """Everything that a common parser makes of it, tables, strikethrough and bare addresses included."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [
        (child.type, child.content)
        for token in parser.parse(text)
        for child in [token, *(token.children or ())]
        if child.type not in ("softbreak", "hardbreak", "inline")
    ]


@pytest.mark.parametrize("words", INJECTIONS[:20])
def test_in_markdown_an_injection_is_a_paragraph_of_text(words: str) -> None:
    tokens = markdown_tokens(escaped(words))
    kinds = {kind for kind, _ in tokens}
    assert kinds <= {"paragraph_open", "paragraph_close", "text", "text_special"}
    assert squeezed("".join(content for _, content in tokens)) == squeezed(words)
    assert "://" not in escaped(words)
    assert "www.h" not in escaped(words)


def test_in_markdown_a_title_keeps_the_sign_it_ends_with(briefing: Briefing) -> None:
    titled_so = with_item(with_section(briefing, "Learning C #"), pin("c", "C is learnt."))
    text = export(titled_so, verified(titled_so), "md").decode()
    assert ("inline", "Learning C #") in {(t.type, t.content.replace("\\", "")) for t in MarkdownIt().parse(text)}


def test_markdown_has_its_footnotes_and_nothing_of_the_injections_is_markup(hostile: Briefing) -> None:
    text = export(hostile, verified(hostile), "md").decode()
    kinds = {kind for kind, _ in markdown_tokens(text)}
    never = "html_block html_inline link_open image code_inline fence code_block table_open hr s_open strong_open"
    assert not kinds & set(never.split())
    assert text.count("\n[^") == len(hostile.pins)
    assert {kind for kind, _ in markdown_tokens(text) if kind.startswith("heading")} == {
        "heading_open",
        "heading_close",
    }


# HTML


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_in_html_every_injection_is_text(hostile: Briefing) -> None:
    read = Elements()
    read.feed(export(hostile, verified(hostile), "html").decode())
    assert read.names == set("html head meta style title body h1 h2 p section blockquote sup a ul ol li footer".split())
    assert not {name for name in read.attributes if name.startswith("on")}
    assert all(target.startswith("#") for target in read.targets)
    shown = squeezed(read.text)
    for words in words_of(hostile):
        assert squeezed(words.removesuffix(".")) in shown


def test_html_notes_lead_to_their_quotations_and_back(briefing: Briefing) -> None:
    text = export(briefing, verified(briefing), "html").decode()
    for number in (1, 2, 3):
        for kind in ("note", "quote"):
            assert text.count(f'id="{kind}-{number}"') == 1
            assert f'href="#{kind}-{number}"' in text


# Bibliographies


@pytest.mark.parametrize(
    ("kind", "type_"), [("word", "report"), ("pdf", "report"), ("html", "webpage"), ("mail", "document")]
)
def test_a_source_is_of_the_type_that_its_file_is(kind: str, type_: str) -> None:
    made = with_item(new_briefing("Harbour"), pin("a", "It leaks.", kind=kind))
    (item,) = json.loads(export(made, verified(made), "json"))
    assert item["type"] == type_


def test_csl_renders_in_a_style(briefing: Briefing) -> None:
    items = json.loads(export(briefing, verified(briefing), "json"))
    assert [item["type"] for item in items] == ["report", "webpage"]
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    bibliography.register(Cited([CitationItem(item["id"]) for item in items]))
    rendered = " ".join(str(line) for line in bibliography.bibliography())
    assert "The harbour" in rendered
    assert "2018" in rendered


def unshowable_replaced(text: str) -> str:
    return squeezed("".join("\ufffd" if ord(c) < 32 and c != "\n" else c for c in text))


def test_csl_keeps_every_word(hostile: Briefing) -> None:
    items = json.loads(export(hostile, verified(hostile), "json"))
    assert {squeezed(item["title"]) for item in items} == set(map(unshowable_replaced, INJECTIONS))
    assert len({item["id"] for item in items}) == len(INJECTIONS)


def test_bibtex_parses(briefing: Briefing) -> None:
    text = export(briefing, verified(briefing), "bib").decode()
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    first, second = library.entries
    assert first["title"].strip("{}") == "The harbour"
    assert first["author"].strip("{}") == "Jane Poole"
    assert (first["publisher"], first["year"], first["month"]) == ("Port & Co", "2018", "6")
    assert "author" not in second.fields_dict


def test_bibtex_with_injections_parses_to_the_same_words(hostile: Briefing) -> None:
    library = bibtexparser.parse_string(export(hostile, verified(hostile), "bib").decode())
    assert library.failed_blocks == []
    assert len(library.entries) == len(INJECTIONS)
    assert {frozenset(entry.fields_dict) for entry in library.entries} == {
        frozenset(["title", "author", "publisher", "year", "month", "date", "note"])
    }
    assert all(field.value.count("{") == field.value.count("}") for entry in library.entries for field in entry.fields)
    titles = {unshowable_replaced(from_latex(entry["title"])) for entry in library.entries}
    assert titles == set(map(unshowable_replaced, INJECTIONS))


def from_latex(words: str) -> str:
    # What pylatexenc knows under another name, or shows as the accent alone.
    known = words.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return LatexNodes2Text(math_mode="verbatim").latex_to_text(known).replace("\u02c6", "^")


def test_ris_parses(briefing: Briefing) -> None:
    first, second = rispy.loads(export(briefing, verified(briefing), "ris").decode())
    assert (first["type_of_reference"], second["type_of_reference"]) == ("RPRT", "ELEC")
    assert (first["title"], first["authors"], first["publisher"]) == ("The harbour", ["Jane Poole"], "Port & Co")
    assert (first["year"], first["date"]) == ("2018", "2018/06/19/")
    assert "authors" not in second


def test_ris_with_injections_has_no_more_entries_than_sources(hostile: Briefing) -> None:
    entries = rispy.loads(export(hostile, verified(hostile), "ris").decode())
    assert len(entries) == len(INJECTIONS)
    assert {entry["type_of_reference"] for entry in entries} == {"RPRT"}
