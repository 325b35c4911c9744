"""Which documents share one source text: wire copy that two papers carry, syndication, a saved duplicate.

A text becomes a print: the MinHash of its word shingles (Broder 1997, "On the resemblance and containment of
documents"), and locality-sensitive hashes of its sentences, by which the prints that may be its copies are looked up.
Words between quotation marks are left out, since two reports of one speech share its quotations and nothing else. Pure;
knows nothing of storage. Imports datasketch, which asking never needs, when the first print is made.

Everything here is a function of the texts alone, so the same documents have the same origins in whatever order they
came. A change to any of it makes stored prints incomparable: append a migration that forgets them (see `index.copies`).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.model import DocumentStatus
from index.text import paragraphs, sentences

# The measures below stand in a table that tests/bench/origins.py prints: made copies, two reports of one speech, ...
SHINGLE = 4  # words: at 3, unrelated texts on one subject begin to share phrases; at 5, one changed word costs too many
CONTAINED, OF_LARGER = 0.30, 0.20  # shares of the shorter and of the longer text's shingles that make two texts copies
PERMUTATIONS = 256  # 1 KB a document; the share is then known to about 0.04
SCHEME = "affine32"  # datasketch's, named so that another default of a later release changes no print
LEAST = 30  # shingles: of a shorter text only the exact same words are a copy
OWN = 0.15  # of the words: a text with fewer outside quotation marks is a transcript, and compared as a whole
SENTENCE = 8  # words: a shorter one ("He said so again.") may be anybody's
BAND, BANDS = 3, 2  # a sentence is looked up by 2 hashes of 3 minima each: any verbatim sentence finds its copies
MOST_BANDS = 256  # of a document, the smallest ones: a book is looked up by as many as a long report

Signature = NDArray[np.uint32]
Node = TypeVar("Node")

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")  # where words are not spaced, a sign is a word
_QUOTED = re.compile(
    r"[\"“„«].*?(?:[\"”»]|\Z)"  # one that is not closed ends with its paragraph, as is the custom in print
    r"|(?<!\w)['‘](?=\w).*?(?<=\S)['’](?!\w)",  # but an apostrophe opens nothing
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Print:
    """What copies of a text are known by. `key` is a 63-bit hash of all of it and of the words: equal for exact copies.

    `shingles` counts the distinct shingles that `signature`, shape ``(PERMUTATIONS,)``, is of; `bands` are 63-bit
    hashes, none for a text that is too short to have copies that differ.
    """

    key: int
    shingles: int
    signature: Signature
    bands: frozenset[int]


def print_of(text: str) -> Print:
    """The print of a text."""
    words = _words(text) or [text]
    pieces, shingles = _compared(text, len(words))
    if len(shingles) < LEAST:
        return Print(_hash(" ".join(words)), len(shingles), np.zeros(PERMUTATIONS, np.uint32), frozenset())
    (signature,) = _minhashes([shingles], PERMUTATIONS)
    bands = _bands(pieces)
    key = _hash(f"{' '.join(words)}\0{signature.tobytes().hex()}\0{sorted(bands)}")
    return Print(key, len(shingles), signature, bands)


def shares(
    one: Signature, shingles: int, others: Signature, counts: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Which shares of the shorter and of the longer text two texts have in common, estimated: two arrays of ``(n,)``.

    `others` are n signatures, shape ``(n, PERMUTATIONS)``, of texts with `counts` shingles. From the resemblance J,
    the share of equal minima, the shingles in common are ``J / (1 + J) * (a + b)`` (Broder 1997, section 2).
    """
    resemblance = (others == one).mean(axis=1)
    common = resemblance / (1 + resemblance) * (counts + shingles)
    shorter, longer = np.minimum(counts, shingles), np.maximum(counts, shingles)
    return np.minimum(1.0, common / np.maximum(shorter, 1)), np.minimum(1.0, common / np.maximum(longer, 1))


def are_copies(one: Signature, shingles: int, others: Signature, counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the `others` are copies of one text, by their shares: see `shares` for the shapes.

    Both shares count: a digest holds its articles whole, but is of another origin than each.
    """
    contained, of_larger = shares(one, shingles, others, counts)
    enough = (counts >= LEAST) & (shingles >= LEAST)
    return np.asarray(enough & (contained >= CONTAINED) & (of_larger >= OF_LARGER))


def groups(nodes: Iterable[Node], neighbours: Callable[[Node, Sequence[Node]], Iterable[Node]]) -> Iterator[set[Node]]:
    """The connected components. `neighbours` says which of some nodes are next to one; it is asked once a node."""
    left = dict.fromkeys(nodes)
    while left:
        first = next(iter(left))
        del left[first]
        group, todo = {first}, [first]
        while todo and left:
            found = list(neighbours(todo.pop(), tuple(left)))
            for node in found:
                del left[node]
            group.update(found)
            todo.extend(found)
        yield group


def firsts(documents: Iterable[DocumentStatus]) -> dict[str, DocumentStatus]:
    """For each origin the document that the others are shown as copies of: the earliest dated, then the first path."""
    found: dict[str, DocumentStatus] = {}
    for one in sorted(documents, key=lambda one: (one.date is None, str(one.date), one.path, one.id)):
        if one.origin:
            found.setdefault(one.origin, one)
    return found


def _compared(text: str, words: int) -> tuple[list[str], set[str]]:
    """The text without what is quoted in it, or all of it where that leaves too little, in pieces of which none spans
    two paragraphs; and their shingles."""
    whole = [text[start:end] for start, end in paragraphs(text)]
    own = [piece for paragraph in whole for piece in _QUOTED.split(paragraph)]
    left = [_words(piece) for piece in own]
    shingles = {shingle for piece in left for shingle in _shingles(piece)}
    if len(shingles) >= LEAST and sum(map(len, left)) >= OWN * words:
        return own, shingles
    return whole, {shingle for piece in whole for shingle in _shingles(_words(piece))}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(words: Sequence[str]) -> set[str]:
    return {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def _bands(pieces: Iterable[str]) -> frozenset[int]:
    """Hashes by which the sentences are looked up: those of sentences that differ in a word are often equal too."""
    found = (_words(piece[start:end]) for piece in pieces for start, end in sentences(piece))
    minima = _minhashes([_shingles(words) for words in found if len(words) >= SENTENCE], BAND * BANDS)
    bands = {
        _hash(f"{band} {row[band * BAND : (band + 1) * BAND].tolist()}") for row in minima for band in range(BANDS)
    }
    return frozenset(sorted(bands)[:MOST_BANDS])


def _minhashes(sets: Iterable[Iterable[str]], permutations: int) -> Iterator[Signature]:
    from datasketch import MinHash  # half a second: it brings parts of scipy

    encoded = ([shingle.encode("utf-8", "surrogatepass") for shingle in shingles] for shingles in sets)
    drawn = _permutations(permutations)
    for made in MinHash.generator(
        encoded, num_perm=permutations, permutations=drawn, scheme=SCHEME, hashfunc=zlib.crc32
    ):
        yield np.asarray(made.hashvalues, np.uint32)


@cache
def _permutations(number: int) -> NDArray[np.uint32]:
    from datasketch import MinHash

    return np.asarray(MinHash(number, seed=1, scheme=SCHEME).permutations, np.uint32)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1
