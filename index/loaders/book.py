"""An EPUB book made plain for kreuzberg, which passes over definitions and captions, shows most named entities as they
are written, and sets raised digits, formulas and struck words on the line. Knows the file, not the document.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import PurePosixPath

from index.errors import DamagedDocument
from index.loaders import mathml
from index.loaders.markup import parsed
from index.loaders.raised import raised
from index.loaders.unpack import Package

PAGES = frozenset((".xhtml", ".html", ".htm", ".xml"))
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,30};")
_BLOCK = re.compile(r"<(/?)(?:dt|dd|figcaption)(?=[\s/>])")
_HOLDER = re.compile(r"<(/?)(?:dl|figure)(?=[\s/>])")
_CAPTION = re.compile(r"(<table\b[^>]{0,300}>\s{0,100})<caption\b[^>]{0,300}>([^<]{0,1000})</caption>")
_STRUCK = re.compile(r"<(del|s|strike)(?:\s[^>]{0,300})?>[^<]{0,1000}</\1>")
_FORMULA = re.compile(
    r"(\d?)<((?:\w{1,20}:)?)math\b[^>]{0,1000}(?<!/)>((?:[^<]|<(?!(?:\w{1,20}:)?math\b)){0,20000}?)</\2math\s?>"
)
_TAG = re.compile(r"<(/?)(?:\w{1,20}:)?([\w-]{1,40})(?:\s[^<>]{0,2000}?)?(/?)>")
_BARE = r"<\1\2\3>"  # whose prefixes are declared elsewhere
_RAISED = re.compile(r"(<sup\b[^>]{0,300}>)(.{0,300}?)(?=</sup>)", re.S)
_WORDS = re.compile(r"(?:\A|>)[^<]*")


def plain(package: Package) -> bytes:
    """The book with its pages rewritten. Raises as `Package.read` does: each of its members is unpacked once."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, member in {member.filename: member for member in package.members}.items():
            data = package.read(member)
            book.writestr(name, _page(data) if PurePosixPath(name).suffix.lower() in PAGES else data)
    return out.getvalue()


def _page(data: bytes) -> bytes:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:  # UTF-16, or against the format's rules
        return data
    text = _ENTITY.sub(lambda found: html.escape(html.unescape(found.group()), quote=False), text)
    text = _FORMULA.sub(_written, text)
    text = _STRUCK.sub("", text)
    text = _CAPTION.sub(r"<p>\2</p>\1", text)
    text = _HOLDER.sub(r"<\1div", _BLOCK.sub(r"<\1p", text))
    return _RAISED.sub(lambda found: found.group(1) + _lifted(found.group(2)), text).encode()


def _written(found: re.Match[str]) -> str:
    """A formula in one line, kept apart from a digit before it; one that is broken stays as it is."""
    source = f"<math>{_TAG.sub(_BARE, found.group(3))}</math>"
    try:
        said = mathml.words(parsed(source.encode())).strip()
    except DamagedDocument:
        return found.group()
    return html.escape(mathml.joined((found.group(1), said)), quote=False)


def _lifted(inner: str) -> str:
    """What stands in an element, its words raised and its tags as they are; a mark in brackets needs none of it."""
    return inner if "[" in inner else _WORDS.sub(lambda found: raised(found.group()), inner)
