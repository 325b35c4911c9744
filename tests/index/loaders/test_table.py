import io
import random
import struct
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from index.errors import DamagedDocument, EmptyDocument, EncryptedDocument, LoadError, TooLarge, UnsupportedDocument
from index.loaders import TABLE, load, supported
from index.model import Document, document_id
from tests.index.loaders.made import LIMIT, lines, loaded, locked_pdf, only, pdf, rezipped, word, zipped

LETTER = word(lambda document: document.add_paragraph("It rained on Monday."))
NAVIGATION = b'<html><body><nav><a href="/">Home</a></nav><script>draw()</script></body></html>'
PNG = bytes.fromhex("89504E470D0A1A0A0000000D494844520000000100000001080600000000") * 20
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512)
ENTITY = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document'
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><w:document'


def declaring(doctype: bytes, entity: bytes) -> bytes:
    """A Word file whose text refers to an entity of this document type."""
    return rezipped(
        LETTER,
        "word/document.xml",
        lambda xml: xml.replace(b"<w:document", doctype, 1).replace(b"rained", b"rained " + entity, 1),
    )


def understated(data: bytes, member: str) -> bytes:
    """An archive that says of a member that it unpacks to ten bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = struct.pack("<I", archive.getinfo(member).file_size)
    return data.replace(size, struct.pack("<I", 10))


def blank_pdf(pages: int) -> bytes:
    out = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(400, 400)
    document.save(out)
    return out.getvalue()


def bomb(megabytes: int) -> bytes:
    """A Word file with a paragraph of nothing but white space, that packs to a thousandth."""
    blank = b"<w:p><w:r><w:t>" + b" " * (megabytes * 1_000_000) + b"</w:t></w:r></w:p>"
    return rezipped(LETTER, "word/document.xml", lambda xml: xml.replace(b"<w:p>", blank + b"<w:p>", 1))


@pytest.mark.parametrize(
    ("name", "data", "kind", "reason"),
    [
        pytest.param("a.txt", b"", EmptyDocument, "The file is empty.", id="empty"),
        pytest.param("a.pdf", b"", EmptyDocument, "The file is empty.", id="empty PDF"),
        pytest.param("a.txt", b" \r\n\t ", EmptyDocument, "The file is empty.", id="white space"),
        pytest.param("a.txt", "\u00a0\u2003\u200b".encode()[:5], EmptyDocument, "no text in", id="wide white space"),
        pytest.param("a.txt", "\ufeff".encode(), EmptyDocument, "no text in", id="a mark and no text"),
        pytest.param("a.txt", "\n \n".encode("utf-16"), EmptyDocument, "no text in", id="white space in UTF-16"),
        pytest.param("a.md", b"---\ntitle: T\n---\n", EmptyDocument, "no text in", id="front matter alone"),
        pytest.param("a.jsonl", b"\xef\xbb\xbf\n", EmptyDocument, "no text in", id="JSON lines without a line"),
        pytest.param("a.txt", PNG, DamagedDocument, "binary data, not text", id="picture named .txt"),
        pytest.param("a.txt", LETTER, DamagedDocument, "binary data, not text", id="Word file named .txt"),
        pytest.param("a.md", locked_pdf() + PNG, DamagedDocument, "binary data, not text", id="PDF named .md"),
        pytest.param("a.html", PNG, DamagedDocument, "binary data, not text", id="picture named .html"),
        pytest.param("a.jsonl", PNG, DamagedDocument, "binary data, not text", id="picture named .jsonl"),
        pytest.param("a.html", NAVIGATION, EmptyDocument, "No main text was found", id="page of navigation"),
        pytest.param("a.html", b"<<<>>>", EmptyDocument, "No main text was found", id="page of nonsense"),
        pytest.param("a.html", b"<div>" * 20_000, EmptyDocument, "No main text was found", id="page nested deep"),
        pytest.param("a.pdf", b"%PDF-1.4 nonsense", DamagedDocument, "not a PDF that can be read", id="damaged PDF"),
        pytest.param("a.pdf", pdf([lines("x")])[:200], DamagedDocument, "not a PDF that can", id="PDF cut off"),
        pytest.param("a.pdf", b"It rained.", DamagedDocument, "not a PDF that can be read", id="text named .pdf"),
        pytest.param("a.pdf", locked_pdf(), EncryptedDocument, "protected by a password", id="locked PDF"),
        pytest.param("a.pdf", blank_pdf(0), EmptyDocument, "has no pages", id="PDF without pages"),
        pytest.param("a.pdf", blank_pdf(3), EmptyDocument, r"scanned: 3 of 3 pages have no text", id="scanned PDF"),
        pytest.param("a.docx", b"It rained.", DamagedDocument, "not a Word document", id="text named .docx"),
        pytest.param("a.docx", LETTER[:3000], DamagedDocument, "not a Word document", id="Word file cut off"),
        pytest.param("a.docx", OLE, EncryptedDocument, "protected by a password, or is an old", id="locked Word file"),
        pytest.param("a.docx", zipped(a="b"), DamagedDocument, "an archive, but not a Word", id="archive named .docx"),
        pytest.param(
            "a.docx", zipped(**{"word/document.xml": "<x/>"}), DamagedDocument, "not a Word", id="half a Word file"
        ),
        pytest.param(
            "a.docx",
            rezipped(LETTER, "word/document.xml", lambda xml: xml[:500]),
            DamagedDocument,
            "not a Word document that can be read",
            id="broken XML",
        ),
        pytest.param(
            "a.docx", declaring(ENTITY, b"&e;"), DamagedDocument, "declares a document type", id="external entity"
        ),
        pytest.param(
            "a.docx", declaring(LAUGHS, b"&c;"), DamagedDocument, "declares a document type", id="many entities"
        ),
        pytest.param("a.docx", bomb(20), TooLarge, "times its size", id="zip bomb"),
        pytest.param("a.docx", bomb(5), TooLarge, "Unpacked, the file would take 6 MB", id="unpacked over the limit"),
        pytest.param(
            "a.docx",
            understated(bomb(5), "word/document.xml"),
            DamagedDocument,
            "not a Word document that can be read",
            id="zip bomb that says it is small",
        ),
        pytest.param("a.txt", b"x" * (LIMIT + 1), TooLarge, "QUOTH_MAX_FILE_MB", id="over the limit"),
        pytest.param("a.xyz", b"x", UnsupportedDocument, "of the kind '.xyz' are not read", id="unknown kind"),
        pytest.param("README", b"x", UnsupportedDocument, "without a suffix are not read", id="no suffix"),
    ],
)
def test_what_cannot_be_read_says_why_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, kind: type[LoadError], reason: str
):
    with pytest.raises(kind, match=reason) as raised:
        loaded(tmp_path, name, data)
    told = raised.value.reason
    assert type(raised.value) is kind
    assert told[0].isupper()
    assert told.endswith(".")
    assert not told.endswith("..")
    assert "Error" not in told
    assert "0x" not in told


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"It rained on Monday."),
        ("A.TXT", b"It rained on Monday."),
        ("a.text", b"It rained on Monday."),
        ("a.markdown", b"It rained on Monday."),
        ("a.pdf", pdf([lines("It rained on Monday.")])),
        ("a.docx", LETTER),
        ("a.ndjson", b'{"text": "It rained on Monday."}'),
        ("a.html", b"<html><body><p>It rained on Monday.</p></body></html>"),
        ("report (final) 🙂 v2 – \u202ecopy.txt", b"It rained on Monday."),
    ],
)
def test_the_suffix_says_which_loader_reads(tmp_path: Path, name: str, data: bytes):
    document = only(tmp_path, name, data)
    assert (document.text, document.path) == ("It rained on Monday.", name)


def test_a_file_is_read_by_the_name_shown_as_an_uploads_is_stored_without(tmp_path: Path):
    path = tmp_path / "0123abcd"
    path.write_bytes(b"It rained.")
    (document,) = load(path, source="upload:a.txt", relative="notes.txt", max_bytes=LIMIT)
    assert isinstance(document, Document)
    assert (document.id, document.title) == (document_id("upload:a.txt"), "notes")


def test_a_files_hash_is_of_its_bytes_and_its_id_of_its_place(tmp_path: Path):
    one, two = only(tmp_path, "a.txt", b"It rained."), only(tmp_path, "a.txt", b"It rained.\n")
    assert one.text == two.text
    assert one.id == two.id
    assert one.sha256 != two.sha256


@pytest.mark.parametrize("suffix", TABLE)
def test_noise_of_any_name_is_told_not_raised_otherwise(tmp_path: Path, suffix: str):
    assert supported(Path(f"a{suffix.upper()}"))
    with pytest.raises(LoadError):
        loaded(tmp_path, f"a{suffix}", random.Random(1).randbytes(5000))
