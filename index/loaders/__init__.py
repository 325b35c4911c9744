"""File -> Documents, through one table of suffixes. The only importers of parsers, each imported when it is needed.

Text is normalised here, once. What cannot be read raises a LoadError whose message is a full sentence for people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from index.errors import EmptyDocument, LoadError, TooLarge, UnsupportedDocument
from index.loaders.source import Source
from index.model import Document

Loader = Callable[[Source], Iterator[Document | LoadError]]

TABLE = {
    ".txt": "plain:load_text",
    ".text": "plain:load_text",
    ".md": "plain:load_markdown",
    ".markdown": "plain:load_markdown",
    ".html": "html:load",
    ".htm": "html:load",
    ".xhtml": "html:load",
    ".pdf": "pdf:load",
    ".docx": "docx:load",
    ".jsonl": "jsonl:load",
    ".ndjson": "jsonl:load",
}


def supported(path: Path) -> bool:
    """Whether a file of this name has a loader."""
    return path.suffix.lower() in TABLE


def load(path: Path, *, source: str, relative: str, max_bytes: int) -> Iterator[Document | LoadError]:
    """Yield the documents of the file at `path`; a part that cannot be read (a line) is a LoadError value.

    `source` is the place that the document's id is made from, `relative` the path that is shown. Raises a LoadError
    when the whole file cannot be read: unknown kind, larger than `max_bytes`, empty, damaged, encrypted.
    """
    suffix = Path(relative).suffix.lower() or path.suffix.lower()
    if suffix not in TABLE:
        kinds = ", ".join(sorted(TABLE))
        kind = f"of the kind {suffix!r}" if suffix else "without a suffix"
        raise UnsupportedDocument(f"Files {kind} are not read; these are: {kinds}.")
    size = path.stat().st_size
    if size > max_bytes:
        raise TooLarge(
            f"The file has {size / 1e6:.0f} MB; at most {max_bytes / 1e6:.0f} MB are read (QUOTH_MAX_FILE_MB)."
        )
    data = path.read_bytes()
    if not data.strip():
        raise EmptyDocument("The file is empty.")
    module, function = TABLE[suffix].split(":")
    loader: Loader = getattr(import_module(f"index.loaders.{module}"), function)
    yield from loader(Source(data, source, relative, hashlib.sha256(data).hexdigest(), max_bytes))
