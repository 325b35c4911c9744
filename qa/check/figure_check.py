"""The figures of a draft held against the documents: in the passages about the same first, then in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from index.library import Library
from index.model import Document
from index.text import sentences
from qa.check.figures import Figure, figures
from qa.check.report import CheckedFigure, Contained

PASSAGES = 5  # about the same as a figure's sentence, that are looked at before everything is
ASKED = 300  # characters of the sentence that are searched with


class FigureCheck:
    """What is known so far of each figure of a draft."""

    def __init__(self, text: str, wanted: Sequence[Figure], library: Library) -> None:
        self.figures = wanted
        self._text = text
        self._library = library
        self._sentences = sentences(text) if wanted else []
        self._known: dict[int, tuple[Contained, str]] = {}

    @property
    def open(self) -> bool:
        """Whether there is a figure that no document is known to have."""
        return any(self._known.get(number, ("absent", ""))[0] != "found" for number in range(len(self.figures)))

    def search(self, number: int) -> None:
        """Look in the passages that are about what the figure's sentence says."""
        figure = self.figures[number]
        around = next(
            (pair for pair in self._sentences if pair[0] <= figure.start < pair[1]), (figure.start, figure.end)
        )
        words = self._text[around[0] : around[1]][:ASKED]
        for hit in self._library.search(words, PASSAGES):
            found = self._library.imprints({hit.passage.span.document}).get(hit.passage.span.document)
            self._compare(number, figures(hit.passage.text), found.title if found else "")

    def through(self, document: Document) -> None:
        """Look in a whole document, its title and its date."""
        if not self.open:
            return
        held = [*figures(document.text), *figures(document.title), *_dated(document)]
        for number in range(len(self.figures)):
            self._compare(number, held, document.title)

    def checked(self) -> Iterator[CheckedFigure]:
        """What became of each figure, in order."""
        for number, one in enumerate(self.figures):
            status, title = self._known.get(number, ("absent", ""))
            yield CheckedFigure(one.start, one.end, self._text[one.start : one.end], status, title or None)

    def _compare(self, number: int, held: Sequence[Figure], title: str) -> None:
        if self._known.get(number, ("absent", ""))[0] == "found":
            return
        mine = self.figures[number]
        same = [one for one in held if mine.same(one)]
        if any(mine.counts_alike(one) for one in same):
            self._known[number] = ("found", title)
        elif same:
            self._known.setdefault(number, ("elsewhere", title))


def _dated(document: Document) -> list[Figure]:
    if document.date is None:
        return []
    day = document.date
    return [Figure(0, 0, "date", (Decimal(day.year), day.month, day.day), frozenset())]
