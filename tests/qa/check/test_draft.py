"""Drafts as files: Word with footnotes and styles, Markdown, text, and what is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from index.errors import DamagedDocument, LoadError, UnsupportedDocument
from index.library import Library
from qa.check.checker import check
from qa.check.context import Surroundings
from qa.check.draft import Note, read
from qa.check.marked import marked_copy, remarks
from qa.check.wordnotes import notes
from qa.quotations import quotations

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}s+xml"


def call(paragraph: Paragraph, id: int, kind: str = "footnote", **attributes: str) -> None:
    """Put a note's mark at the paragraph's end."""
    reference = OxmlElement(f"w:{kind}Reference")
    for name, value in {"id": str(id), **attributes}.items():
        reference.set(qn(f"w:{name}"), value)
    paragraph.add_run()._r.append(reference)


def add_notes(word: Document, notes: dict[int, list[str]], kind: str = "footnote") -> None:
    """Give the file its notes, each by its id with the words of its paragraphs."""
    lines = {id: "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in said) for id, said in notes.items()}
    separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    within = separator + "".join(f'<w:{kind} w:id="{id}">{said}</w:{kind}>' for id, said in lines.items())
    root = f"<w:{kind}s {nsdecls('w')}>{within}</w:{kind}s>".encode()
    part = Part(PackURI(f"/word/{kind}s.xml"), TYPE.format(kind), root, word.part.package)
    word.part.relate_to(part, f"{RELATIONSHIP_TYPE.FOOTNOTES.removesuffix('footnotes')}{kind}s")


def word_draft(path: Path) -> Path:
    """“people to meet who otherwise would not” with a footnote that names another source, and a quotation by style."""
    word = docx.Document()
    word.add_heading("A draft", 1)
    paragraph = word.add_paragraph("It pays for “people to ")
    paragraph.add_run("meet").bold = True
    paragraph.add_run(" who otherwise would not”.")
    call(paragraph, 2)
    word.add_paragraph("The street came out with buckets and with blankets.", style="Quote")
    add_notes(word, {2: ["The Loud Few, p. 3"]})
    word.save(str(path))
    return path


def noted_draft(path: Path) -> Path:
    """Two footnotes that quote and count, called for in another order than the file has them, and an endnote."""
    word = docx.Document()
    call(word.add_paragraph("Many were put up."), 7)
    call(word.add_paragraph("Julian Fairweather told what it is for."), 3)
    call(word.add_paragraph("So it was."), 2, "endnote")
    add_notes(
        word, {3: ["“people to greet who otherwise would not”"], 7: ["Some 77 cameras in all.", "It was “a door”."]}
    )
    add_notes(word, {2: ["“The street came out with brooms and with blankets”, The Loud Few."]}, "endnote")
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


def test_what_footnotes_quote_and_count_is_checked_and_placed(library: Library, tmp_path: Path) -> None:
    report = check(read(noted_draft(tmp_path / "draft.docx")), library)
    assert [(one.words, one.status, one.note) for one in report.quotations] == [
        ("people to greet who otherwise would not", "altered", "footnote 2"),
        ("a door", "verbatim", "footnote 1"),
        ("The street came out with brooms and with blankets", "wrong_source", "endnote 1"),
    ]
    assert [(one.words, one.status, one.note) for one in report.figures] == [("77", "absent", "footnote 1")]
    assert [one.words.split(".")[0] for one in remarks(report)][:2] == [
        "Altered, in footnote 2",
        "Figure not in the documents: 77, in footnote 1",
    ]


def test_a_footnotes_quotation_is_read_with_the_sentence_that_calls_for_it(tmp_path: Path) -> None:
    draft = read(noted_draft(tmp_path / "draft.docx"))
    found = quotations(draft.text)
    first = Surroundings(draft, found, []).of(found[0])
    assert [draft.text[a:b] for a, b in first.stretches] == ["Julian Fairweather told what it is for."]


def test_the_marked_copy_marks_footnotes_and_comments_at_their_marks(library: Library, tmp_path: Path) -> None:
    path = noted_draft(tmp_path / "draft.docx")
    (tmp_path / "copy.docx").write_bytes(marked_copy(check(read(path), library), ".docx", path.read_bytes()))
    assert read(tmp_path / "copy.docx") == replace(read(path), name="copy.docx")
    copied = docx.Document(str(tmp_path / "copy.docx"))
    highlighted = [
        "".join(run.text for run in paragraph.runs if run.font.highlight_color)
        for note in notes(copied)
        for paragraph in note.paragraphs
    ]
    assert highlighted == [
        "“people to greet who otherwise would not”",
        "77",
        "“a door”",
        "“The street came out with brooms and with blankets”",
    ]
    (second,) = (one for one in copied.comments if "in footnote 2" in one.text)
    before = copied.element.body.xpath(f".//w:commentRangeStart[@w:id='{second.comment_id}']/following-sibling::*[1]")
    assert [child.get(qn("w:id")) for child in before[0].iter(qn("w:footnoteReference"))] == ["3"]


def test_a_footnote_with_a_mark_of_its_own_is_not_counted(tmp_path: Path) -> None:
    word = docx.Document()
    call(word.add_paragraph("One."), 2, customMarkFollows="1")
    word.paragraphs[0].runs[-1].add_text("*")
    call(word.add_paragraph("Two."), 3)
    add_notes(word, {2: ["Thanks."], 3: ["A source."], 4: ["Left over."]})
    word.save(str(tmp_path / "a.docx"))
    assert [(one.name, one.words) for one in read(tmp_path / "a.docx").notes] == [
        ("footnote *", "Thanks."),
        ("footnote 1", "A source."),
        ("a note that is not called for (footnote)", "Left over."),
    ]


def test_notes_of_markdown_and_of_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One “thing”.[^a] More.\n\n[^a]: Its source,\n    2019.\n", "utf-8")
    (tmp_path / "b.txt").write_text("One “thing” [1].\n\n[1] Its source.\n", "utf-8")
    assert read(tmp_path / "a.md").notes == (Note(12, "Its source,\n    2019.", "footnote a", (30, 51)),)
    assert read(tmp_path / "b.txt").notes == (Note(12, "Its source."),)


def test_what_footnotes_of_markdown_quote_and_count_is_checked(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "So it was.[^2] And on.[^1]\n\n"
        "[^1]: Compare “people to greet who otherwise would not”.\n"
        "[^2]: There were 77 of them.\n",
        "utf-8",
    )
    report = check(read(tmp_path / "a.md"), library)
    assert [(one.words, one.status, one.note) for one in report.quotations] == [
        ("people to greet who otherwise would not", "altered", "footnote 1")
    ]
    assert [(one.words, one.status, one.note) for one in report.figures] == [("77", "absent", "footnote 2")]
    copied = marked_copy(report, ".md").decode()
    assert "77 \\[Figure not in the documents: 77, in footnote 2.\\] of them." in copied
    assert "[^quoth-" not in copied


def test_a_footnote_names_works_that_the_library_has_not_and_nothing_is_said_of_them(
    library: Library, tmp_path: Path
) -> None:
    title = "An Account of Some Other Work"
    (tmp_path / "a.md").write_text(f"So it was.[^1] They call it “{title}”.\n\n[^1]: Osman, “{title}”.\n", "utf-8")
    report = check(read(tmp_path / "a.md"), library)
    assert [(one.status, one.note) for one in report.quotations] == [("not_found", None), ("title", "footnote 1")]


def test_what_is_no_draft_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "b.docx").write_bytes(b"not a Word file")
    with pytest.raises(UnsupportedDocument, match=r"\.docx, \.md or \.txt"):
        read(tmp_path / "a.pdf")
    with pytest.raises(DamagedDocument):
        read(tmp_path / "b.docx")
    with pytest.raises(LoadError, match=r"missing\.txt"):
        read(tmp_path / "missing.txt")
