"""Small real files for the tests of loaders, and the way they are read: written to disk, through the table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx

from index.errors import LoadError
from index.loaders import load
from index.model import Document

LIMIT = 2_000_000


def loaded(directory: Path, name: str, data: bytes, max_bytes: int = LIMIT) -> list[Document | LoadError]:
    """What the table yields of a file with this name and these bytes."""
    path = directory / name
    path.write_bytes(data)
    return list(load(path, source=str(path), relative=name, max_bytes=max_bytes))


def only(directory: Path, name: str, data: bytes) -> Document:
    """The one document of a file."""
    (document,) = loaded(directory, name, data)
    assert isinstance(document, Document), document
    return document


def pdf(pages: Sequence[str], catalog: str = "", trailer: str = "", more: Sequence[str] = ()) -> bytes:
    """A PDF written by hand: each page's content stream, entries of its catalog and trailer, more objects from 4 on."""
    first = 4 + len(more)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 400 400] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *more,
    ]
    for number, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {first + 2 * number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def lines(*words: str, top: int = 360, apart: int = 14) -> str:
    """The content of a page with these lines, one below the other."""
    shown = " T* ".join(f"({line}) Tj" for line in words)
    return f"BT /F 12 Tf {apart} TL 20 {top} Td {shown} ET"


def form(*fields: str) -> bytes:
    """A page with these entries of text fields, each beside a label."""
    labels = ("Name:", "Sum:", "Town:")
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + len(fields)))
    font = "/DA (/F 12 Tf 0 g) /DR << /Font << /F 3 0 R >> >>"
    widgets = [
        f"<< /Type /Annot /Subtype /Widget /T (f{number}) /F 4 {field} /DA (/F 12 Tf 0 g) "
        f"/Rect [100 {355 - 40 * number} 380 {375 - 40 * number}] >>"
        for number, field in enumerate(fields)
    ]
    data = pdf([lines(*labels, apart=40)], catalog=f"/AcroForm << /Fields [{kids}] {font} >>", more=widgets)
    return data.replace(b"/Type /Page /Parent", f"/Type /Page /Annots [{kids}] /Parent".encode())


def locked_pdf() -> bytes:
    """A PDF that no empty password opens: what it would have to hash to is nonsense."""
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    return pdf([lines("Secret words")], trailer=f"{locked} /ID [<{'43' * 16}> <{'43' * 16}>]")


def word(write: Callable[[docx.document.Document], object]) -> bytes:
    """A Word file with what `write` puts in it."""
    document, out = docx.Document(), io.BytesIO()
    write(document)
    document.save(out)
    return out.getvalue()


def rezipped(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one of its members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return out.getvalue()


def zipped(**members: str) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, words in members.items():
            archive.writestr(name, words)
    return out.getvalue()
