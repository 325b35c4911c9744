"""Quotations looked up in a library: by search first, then, for what search did not bring, in every document once.

Search is quick and finds nearly all; going through the documents is sure, and finds altered wordings by runs of three
words (shingles) that they share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.errors import NotInLibrary
from index.library import Library
from index.model import Document, Filter, Span
from index.text import Pair
from qa.check.match import Match, exact, nearest
from qa.check.wanted import Wanted
from qa.check.words import Words, words_of
from qa.speakers import speaker_at

PASSAGES = 10  # that a search brings for one quotation
ASKED = 300  # characters of a quotation that are searched with: more words tell no more
SHINGLE = 3  # words in a row; fewer are shared by chance
CACHED = 64  # documents whose words are kept: the quotations of a draft are from few
CLOSE = 0.9  # of the words the same: nearer than this, cutting the quotation finds nothing better
BESIDE = 1.0  # of a quotation's length, that is looked at on each side of what shares words with it


@dataclass(frozen=True, slots=True)
class Standing:
    """A match with the document and its words, and the quotation as it was cut for it."""

    document: Document
    words: Words
    wanted: Wanted
    match: Match

    @property
    def span(self) -> Span:
        """The stretch of the document, in code points."""
        spans = self.words.spans
        start = spans[min(self.match.begin, len(spans) - 1)][0]
        return Span(self.document.id, start, max(spans[self.match.end - 1][1], start))

    @property
    def speaker(self) -> str | None:
        """Whose words it is there, where the document quotes somebody."""
        return speaker_at(self.document.text, self.span.start, self.span.end)


@dataclass(slots=True)
class Sought:
    """A quotation that is looked up, and what was found so far: places that have it word for word, and the nearest."""

    wanted: Wanted
    exact: dict[str, Standing] = field(default_factory=dict)
    near: Standing | None = None

    def offer(self, document: Document, words: Words, regions: Sequence[Pair]) -> None:
        """Look in one document: anywhere for the exact words, in `regions` for near ones."""
        found = exact(self.wanted, words)
        if found and found.exact:
            self.exact.setdefault(document.id, Standing(document, words, self.wanted, found))
        elif not self.exact:
            for one, near in ((self.wanted, found), *((w, nearest(w, words, regions)) for w in self._readings())):
                if near and (self.near is None or near.alike > self.near.match.alike):
                    self.near = Standing(document, words, one, near)

    def _readings(self) -> Iterator[Wanted]:
        """As it is, and while the nearest is not near, cut at its punctuation."""
        yield self.wanted
        if self.near is None or self.near.match.alike < CLOSE:
            yield self.wanted.by_clause()

    @property
    def found(self) -> list[Standing]:
        """The places: those that have it word for word, else the nearest."""
        return list(self.exact.values()) or ([self.near] if self.near else [])


class Lookup:
    """Looks quotations up in one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._words = lru_cache(maxsize=CACHED)(self._read)

    def search(self, sought: Sought, also: Iterable[str]) -> None:
        """Look where a search for the words leads, and in the documents `also` named."""
        wanted = sought.wanted
        asked = " ".join(" ".join(segment.words.written) for segment in wanted.segments)[:ASKED]
        for document in also:
            self._offer(sought, document, [])
        regions: dict[str, list[Pair]] = defaultdict(list)
        for hit in self._library.search(asked, PASSAGES, Filter()):
            regions[hit.passage.span.document].append((hit.passage.span.start, hit.passage.span.end))
        for document, spans in regions.items():
            self._offer(sought, document, spans)

    def read(self, id: str) -> tuple[Document, Words]:
        """A document with its words. Raises NotInLibrary."""
        return self._words(id)

    def through(
        self, document: Document, words: Words, sought: Sequence[Sought], shingles: dict[str, list[int]]
    ) -> None:
        """Look in one document for all of `sought`; `shingles` are theirs, as `shingles_of` makes them."""
        shared: dict[int, list[int]] = defaultdict(list)
        for at, shingle in enumerate(_shingles(words)):
            for number in shingles.get(shingle, ()):
                shared[number].append(at)
        for number, one in enumerate(sought):
            one.offer(document, words, _clusters(shared.get(number, []), one.wanted.size, len(words)))

    def _offer(self, sought: Sought, id: str, spans: Iterable[Pair]) -> None:
        try:
            document, words = self._words(id)
        except NotInLibrary:  # it went since it was listed
            return
        room = int(BESIDE * sought.wanted.size)
        regions = [(max(words.at(start) - room, 0), min(words.at(end) + 1 + room, len(words))) for start, end in spans]
        sought.offer(document, words, regions)

    def _read(self, id: str) -> tuple[Document, Words]:
        document = self._library.document(id)
        return document, words_of(document.text)


def shingles_of(sought: Sequence[Sought]) -> dict[str, list[int]]:
    """Which of `sought`, by number, have each run of three words."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(sought):
        for shingle in {s for segment in one.wanted.segments for s in _shingles(segment.words)}:
            found[shingle].append(number)
    return found


def _shingles(words: Words) -> list[str]:
    small = words.small
    return [" ".join(small[at : at + SHINGLE]) for at in range(len(small) - SHINGLE + 1)]


def _clusters(places: Sequence[int], size: int, length: int) -> list[Pair]:
    """The stretch about as long as the quotation where most shingles are shared, with some room about it."""
    if not places:
        return []
    span = Counter({at: sum(at <= other < at + 2 * size for other in places[k:]) for k, at in enumerate(places[:200])})
    best = span.most_common(1)[0][0]
    room = int(BESIDE * size) + size
    return [(max(best - room, 0), min(best + 2 * size + room, length))]
