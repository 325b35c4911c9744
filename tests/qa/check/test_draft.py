"""Drafts as files: Word with footnotes and styles, Markdown, text, and what is none."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn

from index.errors import DamagedDocument, LoadError, UnsupportedDocument
from index.library import Library
from qa.check.checker import check
from qa.check.draft import Note, read
from qa.check.marked import marked_copy

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def word_draft(path: Path) -> Path:
    """“people to meet who otherwise would not” with a footnote that names another source, and a quotation by style."""
    word = docx.Document()
    word.add_heading("A draft", 1)
    paragraph = word.add_paragraph("It pays for “people to ")
    paragraph.add_run("meet").bold = True
    paragraph.add_run(" who otherwise would not”.")
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    paragraph.add_run()._r.append(reference)
    word.add_paragraph("The street came out with buckets and with blankets.", style="Quote")
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>The Loud Few, p. 3</w:t></w:r></w:p>'
    part = Part(
        PackURI("/word/footnotes.xml"), FOOTNOTES, f"{notes}</w:footnote></w:footnotes>".encode(), word.part.package
    )
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    word.save(str(path))
    return path


def test_a_word_draft_has_its_footnotes_and_its_quotations_by_style(tmp_path: Path) -> None:
    draft = read(word_draft(tmp_path / "draft.docx"))
    (note,) = draft.notes
    assert note.words == "The Loud Few, p. 3"
    assert draft.text[: note.at].endswith("would not”.")
    assert [draft.text[a:b] for a, b in draft.blocks] == ["The street came out with buckets and with blankets."]


def test_a_word_draft_is_checked_with_its_footnotes(library: Library, tmp_path: Path) -> None:
    report = check(read(word_draft(tmp_path / "draft.docx")), library)
    assert [(one.status, one.named) for one in report.quotations] == [
        ("wrong_source", "The Loud Few"),
        ("verbatim", None),
    ]


def test_the_marked_copy_is_the_draft_itself_with_comments(library: Library, tmp_path: Path) -> None:
    path = word_draft(tmp_path / "draft.docx")
    report = check(read(path), library)
    (tmp_path / "copy.docx").write_bytes(marked_copy(report, ".docx", path.read_bytes()))
    copied = docx.Document(str(tmp_path / "copy.docx"))
    assert [p.text for p in copied.paragraphs] == [p.text for p in docx.Document(str(path)).paragraphs]
    assert [comment.text.split(".")[0] for comment in copied.comments] == ["From another source than named", "Verbatim"]
    highlighted = "".join(run.text for run in copied.paragraphs[1].runs if run.font.highlight_color)
    assert highlighted == "“people to meet who otherwise would not”"
    assert any(run.bold for run in copied.paragraphs[1].runs if run.text == "meet")
    assert copied.element.body.xpath(".//w:footnoteReference")
    assert read(tmp_path / "copy.docx").notes == read(path).notes


def test_notes_of_markdown_and_of_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One “thing”.[^a] More.\n\n[^a]: Its source,\n    2019.\n", "utf-8")
    (tmp_path / "b.txt").write_text("One “thing” [1].\n\n[1] Its source.\n", "utf-8")
    assert read(tmp_path / "a.md").notes == (Note(12, "Its source,\n    2019."),)
    assert read(tmp_path / "b.txt").notes == (Note(12, "Its source."),)


def test_what_is_no_draft_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "b.docx").write_bytes(b"not a Word file")
    with pytest.raises(UnsupportedDocument, match=r"\.docx, \.md or \.txt"):
        read(tmp_path / "a.pdf")
    with pytest.raises(DamagedDocument):
        read(tmp_path / "b.docx")
    with pytest.raises(LoadError, match=r"missing\.txt"):
        read(tmp_path / "missing.txt")
