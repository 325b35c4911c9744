"""Small real files of many formats, made by the tests that read them."""

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.limits import STANDARD, Limits
from index.loaders import load
from index.model import Document
from tests.index.loaders.ole import compound

A = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("presentation", "presentation"), ("meta", "meta"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
CORE = (
    f'<c:coreProperties xmlns:c="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:t="http://purl.org/dc/terms/"><dc:title>Deck</dc:title><dc:creator>Ann</dc:creator>'
    "<t:created>2018-06-19T10:00:00Z</t:created></c:coreProperties>"
)


def read(path: Path, data: bytes, limits: Limits = STANDARD) -> list[Document | LoadError]:
    """What the loaders make of a file of that name; raises what they raise."""
    path.write_bytes(data)
    items: Iterator[Document | LoadError] = load(
        path, source=str(path), relative=path.name, max_bytes=limits.bytes, limits=limits
    )
    return list(items)


def one(path: Path, data: bytes) -> Document:
    """The one document of a file."""
    (document,) = read(path, data)
    assert isinstance(document, Document)
    return document


def labels(document: Document) -> list[str]:
    """Its headings."""
    return [mark.label for mark in document.headings]


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _kind_of(target: str) -> str:
    return "notesSlide" if "notes" in target else "diagramData" if "diagrams" in target else "slide"


def relations(**targets: str) -> str:
    rows = "".join(
        f'<Relationship Id="{id}" Type="{R}/{_kind_of(target)}" Target="{target}"/>' for id, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def shape(words: str, kind: str = "") -> str:
    holder = f'<p:ph type="{kind}"/>' if kind else ""
    runs = "".join(f"<a:p><a:r><a:t>{part}</a:t></a:r></a:p>" for part in words.split("|"))
    return f"<p:sp><p:nvSpPr><p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:txBody>{runs}</p:txBody></p:sp>"


def slide(*shapes: str) -> str:
    return f"<p:sld {A}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:sld>"


def pptx() -> bytes:
    return zipped(
        {
            "ppt/presentation.xml": f'<p:presentation {A}><p:sldIdLst><p:sldId id="256" r:id="r2"/>'
            f'<p:sldId id="257" r:id="r1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(r1="slides/slide1.xml", r2="slides/slide2.xml"),
            "ppt/slides/slide1.xml": slide(shape("Shown second.|And more."), shape("7", "sldNum")),
            "ppt/slides/slide2.xml": slide(shape("Body one."), shape("Shown first", "title")),
            "ppt/slides/_rels/slide2.xml.rels": relations(r1="../notesSlides/notes1.xml"),
            "ppt/notesSlides/notes1.xml": slide(shape("Say hello.", "body"), shape("1", "sldNum")),
            "docProps/core.xml": CORE,
        }
    )


def xlsx(rows: list[list[str | int]], sheet: str = "People") -> bytes:
    def cell(value: str | int) -> str:
        return f"<c><v>{value}</v></c>" if isinstance(value, int) else f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    data = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{R}"><sheets><sheet name="{sheet}" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>',
        }
    )


def opendocument(kind: str, body: str) -> bytes:
    return zipped(
        {
            "content.xml": f"<office:document-content {OPEN}><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {OPEN}><office:meta><dc:title>The Title</dc:title>"
            "<meta:initial-creator>Ann Lee</meta:initial-creator>"
            "<meta:creation-date>2018-06-19T10:00:00</meta:creation-date></office:meta></office:document-meta>",
        }
    )


def epub() -> bytes:
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container version="1.0" '
            'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="b/c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            "b/c.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book</dc:title><dc:creator>Ann Lee</dc:creator>'
            "<dc:date>2018-06-19</dc:date></metadata><manifest>"
            '<item id="c1" href="1.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c1"/></spine></package>',
            "b/1.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Chapter 1</h1><p>It was <b>dark</b>.</p>'
            "<script>alert(1)</script></body></html>",
        }
    )


def utf16(words: str) -> bytes:
    return words.encode("utf-16-le")


def doc(pieces: list[tuple[str, bool]], flags: int = 0x0200) -> bytes:
    """A .doc whose text lies in pieces, each with whether it takes one byte a character; stored back to front."""
    start = 0x600
    header = bytearray(start)
    struct.pack_into("<HHHHHH", header, 0, 0xA5EC, 0xC1, 0, 0x409, 0, flags)
    struct.pack_into("<H", header, 32, 14)
    struct.pack_into("<H", header, 62, 22)
    struct.pack_into("<I", header, 64 + 12, sum(len(words) for words, _ in pieces))
    struct.pack_into("<H", header, 152, 93)
    main, places = bytes(header), []
    for words, narrow in reversed(pieces):
        places.append(len(main) * 2 | 0x40000000 if narrow else len(main))
        main += words.encode("cp1252") if narrow else utf16(words)
    ends = [0]
    for words, _ in pieces:
        ends.append(ends[-1] + len(words))
    table = struct.pack(f"<{len(ends)}I", *ends) + b"".join(struct.pack("<HIH", 0, at, 0) for at in reversed(places))
    clx = b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<II", header, 154 + 33 * 8, 0, len(clx))
    return compound({"WordDocument": (bytes(header) + main[start:]).ljust(4096, b"\0"), "1Table": clx})


def _record(kind: int, body: bytes, container: bool = True) -> bytes:
    return struct.pack("<HHI", 0xF if container else 0, kind, len(body)) + body


def _words(kind: int, words: str) -> bytes:
    return _record(0x0F9F, struct.pack("<I", kind), False) + _record(0x0FA0, utf16(words), False)


def ppt() -> bytes:
    """Two slides, the first with a box of its own; the second is stored before the first."""

    def persist(number: int) -> bytes:
        return _record(0x03F3, struct.pack("<I", number) + bytes(16), False)

    box = _record(0xF002, _record(0xF00D, _words(4, "In a box.")))
    first, second = _record(0x03EE, box), _record(0x03EE, b"")
    outline = (
        persist(3) + _words(0, "Welcome") + _words(1, "Hello all.\rSecond line.") + persist(2) + _words(1, "Bare.")
    )
    document = _record(0x03E8, _record(0x0FF0, outline))
    data = document + second + first
    directory = len(data)
    places = (1 | 3 << 20, 0, len(document), len(document) + len(second))
    data += _record(0x1772, struct.pack("<IIII", *places), False)
    edit = len(data)
    data += _record(0x0FF5, struct.pack("<IIIII", 256, 0, 0, directory, 1) + bytes(8), False)
    user = _record(0x0FF6, struct.pack("<III", 0x14, 0xE391C05F, edit) + bytes(8), False)
    return compound({"PowerPoint Document": data, "Current User": user})


def msg() -> bytes:
    ticks = 131738778000000000  # 100 ns since 1601: 2018-06-19 10:30
    return compound(
        {
            "__properties_version1.0": bytes(32) + struct.pack("<IIQ", 0x00390040, 6, ticks),
            "__substg1.0_0037001F": utf16("Harbour — depth"),
            "__substg1.0_0C1A001F": utf16("Ann Lee"),
            "__substg1.0_1000001F": utf16("Dear Bob,\r\n\r\nIt was dredged in 1987.\r\n"),
            "__attach_version1.0_#00000000": {
                "__substg1.0_3707001F": utf16("note.txt"),
                "__substg1.0_37010102": b"The attached note.",
            },
        }
    )
