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
LATIN = 0.3  # other scripts have more bytes than these beyond ASCII
FEW = 30  # bytes beyond ASCII: fewer say little of the encoding, and of a single word they may be the half
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_WINDOWS = ("cp125", "iso8859")  # what a few letters with accents are in, elsewhere than in Western Europe
_NEVER = (  # with zeros or a mark, which was looked for before, or of mainframes, whose files are not brought as such
    "utf_16", "utf_16_le", "utf_16_be", "utf_32",
    "cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140",
)  # fmt: skip
_OLD = ("cp", "iso8859", "koi8", "mac", "shift_jis", "euc", "gb", "big5")
_UNUSED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # bytes that mean nothing in Windows 1252
_HIGH = re.compile(rb"[\x80-\xff][^\n]{0,200}")
_NOT_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FRONT = re.compile(r"\A---[ \t]*\n([\w-]+[ \t]*:.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_FRONT_LIKE = re.compile(r"(?:[\w-]+[ \t]*:.*|[ \t]+\S.*|-[ \t].*|#.*|[ \t]*)")  # a line of YAML
_FRONT_LINE = re.compile(r"^(\w+)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.M)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$", re.M)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)


def load_text(source: Source) -> Iterator[Document]:
    """The document of a text file. Raises DamagedDocument for data that is no text."""
    yield document(source, "text", _assembly(decoded(source.data)))


def load_markdown(source: Source) -> Iterator[Document]:
    """The document of a Markdown file: front matter is metadata, headings are marked, the text stays as typed."""
    text = decoded(source.data)
    front = _front_matter(text)
    fields = {key.lower(): value for key, value in _FRONT_LINE.findall(front.group(1))} if front else {}
    assembly = _assembly(text[front.end() :] if front else text)
    code = [match.span() for match in _FENCE.finditer(assembly.text)]
    for match in _HEADING.finditer(assembly.text):
        if not any(start <= match.start() < end for start, end in code):
            words = match.group(2).rstrip("#").rstrip() or match.group(2)
            assembly.headings.append(Mark(match.start(), words, len(match.group(1))))
    metadata = Metadata(
        title=fields.get("title") or None,
        author=fields.get("author") or None,
        publisher=fields.get("publisher") or fields.get("organisation") or None,
        date=parsed_date(fields.get("date")),
        language=fields.get("lang") or fields.get("language") or None,
    )
    yield document(source, "markdown", assembly, metadata)


def _front_matter(text: str) -> re.Match[str] | None:
    """The fields that a file begins with; not what stands between two horizontal rules."""
    found = _FRONT.match(text)
    return found if found and all(map(_FRONT_LIKE.fullmatch, found.group(1).split("\n"))) else None


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else the encoding `declared`, else the likeliest.

    Raises DamagedDocument when it is no text in any of them.
    """
    text = _by_mark(data)
    if text is None:
        text = _by_likelihood(data, declared)
    sample = text[:SAMPLE]
    if len(_BINARY.findall(sample)) > len(sample) / 200:
        raise DamagedDocument("The file holds binary data, not text, whatever its name says.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_mark(data: bytes) -> str | None:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    return data.decode(encoding, "replace") if encoding else None


def _by_likelihood(data: bytes, declared: str | None) -> str:
    sample = data[:SAMPLE]
    zeros, odd = sample.count(0), sample[1::2].count(0)
    if 0.3 < zeros / max(1, len(sample)) < 0.6:  # UTF-16 without a mark: every other byte of Latin text is zero
        return data.decode("utf-16-le" if odd > zeros / 2 else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if zeros:
        raise DamagedDocument("The file holds binary data, not text, whatever its name says.")
    text = data.decode("utf-8", "replace")
    if len(_NOT_ASCII.findall(text)) > text.count("\ufffd"):  # UTF-8 with a byte damaged or cut off
        return text
    return data.decode(_known(declared) or _likeliest(_telling(data)), "replace")


def _known(declared: str | None) -> str | None:
    """The codec of a declared encoding, where it is one of the old ones. As in browsers, Latin 1 is Windows 1252."""
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return None
    if name in {"ascii", "iso8859-1"}:
        return "cp1252"
    return name if name.startswith(_OLD) else None


def _telling(data: bytes) -> bytes:
    """The stretches that have bytes beyond ASCII: few among plain ones, they would not be noticed."""
    stretches: list[bytes] = []
    size = end = 0
    for match in _HIGH.finditer(data):
        near = max(end, match.start() - 40)
        start = max(near, data.rfind(b" ", near, match.start()))  # the beginning of a word, where there is one
        end = match.end()
        stretches.append(data[start:end])
        size += end - start
        if size > SAMPLE:
            break
    return b"\n".join(stretches)


def _likeliest(sample: bytes) -> str:
    """The encoding of bytes that are not UTF-8: for Latin script Windows 1252, unless another is likelier."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_exclusion=list(_NEVER))
    best = found.best()
    if best is None:
        return "cp1252"
    high, solid = sum(byte > 127 for byte in sample), len(b"".join(sample.split()))
    few = high < FEW and (high <= 2 or high <= solid / 2)
    usual = next((match for match in found if match.encoding == "cp1252"), None)
    tied = usual is not None and usual.chaos <= best.chaos and usual.coherence >= best.coherence
    doubtful = best.coherence == 0 or (few and not best.encoding.startswith(_WINDOWS))  # 0: no language was recognised
    latin = few or high < LATIN * len(sample)
    return "cp1252" if latin and (tied or (doubtful and not _UNUSED.search(sample))) else best.encoding


def _assembly(text: str) -> Assembly:
    assembly = Assembly()
    words = normalise(text)
    if words.strip():
        assembly.blocks, assembly.length = [words], len(words)
    return assembly
