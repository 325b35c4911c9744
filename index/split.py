"""Document -> Passages: whole paragraphs where they fit, whole sentences where they do not; boilerplate left out.

Knows nothing of vectors or storage. Imports LangChain, which asking never needs: import this module when adding only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from langchain_text_splitters import RecursiveCharacterTextSplitter, TextSplitter

from index.model import Document, Passage
from index.text import paragraphs, sentences


class _Pack(TextSplitter):
    """LangChain's greedy packing, over pieces that together are the text: nothing is stripped, so lengths add up."""

    def __init__(self, characters: int) -> None:
        super().__init__(chunk_size=characters, chunk_overlap=0, strip_whitespace=False)
        self.characters = characters
        self._words = RecursiveCharacterTextSplitter(
            separators=["\n", " ", ""],
            keep_separator="end",
            chunk_size=characters,
            chunk_overlap=0,
            strip_whitespace=False,
        )

    def split_text(self, text: str) -> list[str]:
        """Chunks that join to `text`, none longer than the limit (blank stretches apart)."""
        pieces: list[str] = []
        for start, end in _tiles(paragraphs(text), len(text)):
            if end - start <= self._chunk_size:
                pieces.append(text[start:end])
                continue
            for first, last in _tiles(sentences(text, start, end), end, start):
                fits = last - first <= self._chunk_size  # most do, and asking LangChain takes long
                pieces.extend([text[first:last]] if fits else self._words.split_text(text[first:last]))
        return self._merge_splits(pieces, "")


def split(document: Document, characters: int, overlap_sentences: int) -> list[Passage]:
    """Passages of at most about `characters`, each led in by the `overlap_sentences` before it.

    Every character that is neither white space nor boilerplate is in at least one passage, and boilerplate is in none:
    what stands before a stretch of it and what stands after are split as two texts are. Passages neither begin nor end
    with white space.
    """
    pack = _Pack(characters)
    return [
        Passage.cut(document, start, end)
        for stretch in _own(document)
        for start, end in _cuts(document.text, *stretch, pack, overlap_sentences)
    ]


def _own(document: Document) -> Iterator[tuple[int, int]]:
    """What stands before, between and after the stretches of boilerplate."""
    edges = [0, *(edge for one in document.boilerplate for edge in (one.start, one.end)), len(document.text)]
    return ((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


def _cuts(text: str, first: int, last: int, pack: _Pack, overlap_sentences: int) -> Iterator[tuple[int, int]]:
    """The passages of ``text[first:last]``, which is read as a text of its own."""
    own = text[first:last]
    starts = [start for start, _ in sentences(own)]
    offset = 0
    for chunk in pack.split_text(own):
        start, end = _trimmed(own, offset, offset + len(chunk))
        if start < end:
            yield first + _led_in(starts, start, pack.characters, overlap_sentences), first + end
        offset += len(chunk)
    if offset != len(own):
        raise AssertionError(f"splitting lost {len(own) - offset} characters after {first}")


def _tiles(spans: list[tuple[int, int]], end: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """The spans stretched to touch: each runs to where the next begins, so that together they are ``[start, end)``."""
    edges = [start, *(first for first, _ in spans[1:]), end]
    return ((a, b) for a, b in pairwise(edges) if a < b)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())


def _led_in(starts: list[int], start: int, characters: int, overlap_sentences: int) -> int:
    """Where the passage begins with the sentences before it; a lead-in is at most half a passage long."""
    index = bisect_left(starts, start)
    for first in range(max(0, index - overlap_sentences), index):
        if start - starts[first] <= characters // 2:
            return starts[first]
    return start
