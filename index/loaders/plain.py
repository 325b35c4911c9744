"""Plain text and Markdown, in whatever encoding they come."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from index.errors import DamagedDocument
from index.loaders.cues import parsed_date
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document, Mark
from index.text import normalise

SAMPLE = 100_000  # bytes: enough to tell an encoding by
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_FRONT_LINE = re.compile(r"^(\w+)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.M)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$", re.M)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)


def load_text(source: Source) -> Iterator[Document]:
    """The document of a text file. Raises DamagedDocument for data that is no text."""
    yield document(source, "text", _assembly(decoded(source.data)))


def load_markdown(source: Source) -> Iterator[Document]:
    """The document of a Markdown file: front matter is metadata, headings are marked, the text stays as typed."""
    text = decoded(source.data)
    front = _FRONT.match(text)
    fields = {key.lower(): value for key, value in _FRONT_LINE.findall(front.group(1))} if front else {}
    assembly = _assembly(text[front.end() :] if front else text)
    code = [match.span() for match in _FENCE.finditer(assembly.text)]
    for match in _HEADING.finditer(assembly.text):
        if not any(start <= match.start() < end for start, end in code):
            assembly.headings.append(Mark(match.start(), match.group(2), len(match.group(1))))
    metadata = Metadata(
        title=fields.get("title") or None,
        author=fields.get("author") or None,
        publisher=fields.get("publisher") or fields.get("organisation") or None,
        date=parsed_date(fields.get("date")),
        language=fields.get("lang") or fields.get("language") or None,
    )
    yield document(source, "markdown", assembly, metadata)


def decoded(data: bytes) -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else the likeliest encoding.

    Raises DamagedDocument when it is no text in any of them.
    """
    text = _by_mark(data) or _by_likelihood(data)
    sample = text[:SAMPLE]
    if len(_BINARY.findall(sample)) > len(sample) / 200:
        raise DamagedDocument("The file holds binary data, not text, whatever its name says.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_mark(data: bytes) -> str | None:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    return data.decode(encoding, "replace") if encoding else None


def _by_likelihood(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    zeros = data[:SAMPLE].count(0) / len(data[:SAMPLE])
    if 0.3 < zeros < 0.6:  # UTF-16 without a mark: every other byte of Latin text is zero
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    if zeros:
        raise DamagedDocument("The file holds binary data, not text, whatever its name says.")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def _assembly(text: str) -> Assembly:
    assembly = Assembly()
    words = normalise(text)
    if words.strip():
        assembly.blocks, assembly.length = [words], len(words)
    return assembly
