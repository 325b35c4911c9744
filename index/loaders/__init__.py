"""File -> Documents, through one table of suffixes. The only importers of parsers, each imported when it is needed.

Text is normalised here, once. What cannot be read raises a LoadError whose message is a full sentence for people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath

from index.errors import EmptyDocument, LoaderCrashed, LoadError, TooLarge, UnsupportedDocument
from index.limits import STANDARD, Limits
from index.loaders.source import Budget, Source, too_deep
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
    ".pptx": "slides:load",
    ".xlsx": "sheets:load",
    ".xls": "sheets:load",
    ".csv": "delimited:load",
    ".tsv": "delimited:load",
    ".odt": "opendocument:load",
    ".ods": "opendocument:load",
    ".odp": "opendocument:load",
    ".rtf": "rich:load_rtf",
    ".epub": "rich:load_epub",
    ".eml": "mail:load_eml",
    ".mbox": "mail:load_mbox",
    ".msg": "outlook:load",
    ".doc": "word97:load",
    ".ppt": "slides97:load",
    ".xml": "data:load_xml",
    ".json": "data:load_json",
    ".zip": "archive:load",
    ".gz": "compressed:load_gz",
    ".bz2": "compressed:load_bz2",
    ".xz": "compressed:load_xz",
    ".png": "picture:load",
    ".jpg": "picture:load",
    ".jpeg": "picture:load",
    ".tif": "picture:load",
    ".tiff": "picture:load",
}


def supported(path: Path) -> bool:
    """Whether a file of this name has a loader."""
    return path.suffix.lower() in TABLE


def load(
    path: Path, *, source: str, relative: str, max_bytes: int, limits: Limits = STANDARD
) -> Iterator[Document | LoadError]:
    """Yield the documents of the file at `path`; a part that cannot be read (a line) is a LoadError value.

    `source` is the place that the document's id is made from, `relative` the path that is shown. Raises a LoadError
    when the whole file cannot be read: unknown kind, larger than `max_bytes`, empty, damaged, encrypted. Of `limits`,
    those on archives are kept here; the others can only be kept from outside (`index.loaders.worker`).
    """
    suffix = Path(relative).suffix.lower() or path.suffix.lower()
    if suffix not in TABLE:
        raise UnsupportedDocument(f"{_unread(suffix)}; these are: {', '.join(sorted(TABLE))}.")
    loader = loader_of(suffix)
    size = path.stat().st_size
    if size > max_bytes:
        raise TooLarge(
            f"The file has {size / 1e6:.0f} MB; at most {max_bytes / 1e6:.0f} MB are read (QUOTH_MAX_FILE_MB)."
        )
    data = path.read_bytes()
    if not data.strip():
        raise EmptyDocument("The file is empty.")
    budget = Budget(limits.unpacked(size))
    yield from loader(Source(data, source, relative, hashlib.sha256(data).hexdigest(), max_bytes, limits, 0, budget))


def load_part(whole: Source, name: str, part: str, data: bytes) -> Iterator[Document | LoadError]:
    """Yield the documents of a file within another one: a member of an archive, an attachment.

    `name` is shown below the whole's path; `part` tells it from the others there. What cannot be read is a LoadError
    value that begins with the name: the whole goes on.
    """
    shown = f"{whole.relative}/{name}"
    try:
        if whole.depth >= whole.limits.depth:
            raise TooLarge(too_deep(whole.limits.depth))
        loader = loader_of(PurePath(name).suffix.lower())
        if len(data) > whole.max_bytes:
            raise TooLarge(f"It has {len(data) / 1e6:.0f} MB; at most {whole.max_bytes / 1e6:.0f} MB are read.")
        if not data.strip():
            raise EmptyDocument("It is empty.")
        inner = replace(
            whole,
            data=data,
            key=f"{whole.key}\0{part}",
            relative=shown,
            sha256=hashlib.sha256(data).hexdigest(),
            depth=whole.depth + 1,
        )
        for item in loader(inner):
            yield type(item)(f"{name}: {item.reason}") if isinstance(item, LoadError) else item
    except LoadError as error:
        yield type(error)(f"{name}: {error.reason}")
    except MemoryError:
        raise
    except Exception as error:  # a parser's own mistake costs its part, not the rest
        yield LoaderCrashed(f"{name}: Reading it failed unexpectedly ({type(error).__name__}: {error}).")


def loader_of(suffix: str) -> Loader:
    """The loader of a suffix, with its dot, in small letters. Raises UnsupportedDocument where there is none."""
    if suffix not in TABLE:
        raise UnsupportedDocument(f"{_unread(suffix)}.")
    module, function = TABLE[suffix].split(":")
    loader: Loader = getattr(import_module(f"index.loaders.{module}"), function)
    return loader


def _unread(suffix: str) -> str:
    kind = f"of the kind {suffix!r}" if suffix else "without a suffix"
    return f"Files {kind} are not read"
