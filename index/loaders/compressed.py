"""Single compressed files: ``notes.txt.gz`` is read as the ``notes.txt`` in it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath

from index.errors import DamagedDocument, EmptyDocument, LoadError, TooLarge
from index.loaders import loader_of
from index.loaders.source import Source, too_deep
from index.loaders.unpack import BROKEN, unpacked
from index.model import Document

LZMA_MEMORY = 256_000_000  # bytes that a dictionary may take


def load_gz(source: Source) -> Iterator[Document | LoadError]:
    """Yield the documents of a .gz file."""
    return _load(source, lambda data: gzip.GzipFile(fileobj=io.BytesIO(data)))


def load_bz2(source: Source) -> Iterator[Document | LoadError]:
    """Yield the documents of a .bz2 file."""
    return _load(source, lambda data: bz2.BZ2File(io.BytesIO(data)))


def load_xz(source: Source) -> Iterator[Document | LoadError]:
    """Yield the documents of a .xz file."""
    return _load(source, lambda data: lzma.LZMAFile(io.BytesIO(data)))


def _load(source: Source, opened: Callable[[bytes], io.BufferedIOBase]) -> Iterator[Document | LoadError]:
    """Raises what the loader of the file within raises, UnsupportedDocument, DamagedDocument and TooLarge."""
    loader = loader_of(PurePath(source.relative).with_suffix("").suffix.lower())
    if source.depth >= source.limits.depth:
        raise TooLarge(too_deep(source.limits.depth))
    try:
        with opened(source.data) as stream:
            data = unpacked(stream, source)
    except (*BROKEN, lzma.LZMAError) as error:
        raise DamagedDocument(f"The compressed file is damaged: {error}.") from error
    if not data.strip():
        raise EmptyDocument("The compressed file is empty.")
    yield from loader(replace(source, data=data, depth=source.depth + 1))
