"""Pictures of pages, the few that were looked at last. Safe to share by threads; knows neither markup nor Streamlit."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import LoadError
from index.limits import Limits
from index.model import Document, PagePicture, Span
from index.viewing import draw

Drawn = PagePicture | str


@dataclass(frozen=True, slots=True)
class Wish:
    """A page, counted from 1, to be drawn with those spans of it marked, from `file`, which was last changed then."""

    document: str
    sha256: str
    sheet: int
    spans: tuple[Span, ...]
    file: Path
    mtime_ns: int

    @classmethod
    def of(cls, document: Document, sheet: int, spans: tuple[Span, ...], file: Path) -> Wish | None:
        """The wish for a page of a document as it stands; None where its file is gone."""
        try:
            return cls(document.id, document.sha256, sheet, spans, file, file.stat().st_mtime_ns)
        except OSError:
            return None


class Pictures:
    """At most `most` pictures. A page that could not be drawn is kept too, as the sentence that says why: it is not
    tried again and again while its file is the same. `draw` is as `index.viewing.draw`."""

    def __init__(
        self, most: int, draw: Callable[[Document, int, Sequence[Span], Path, Limits], PagePicture] = draw
    ) -> None:
        self._most, self._draw = most, draw
        self._kept: OrderedDict[Wish, Drawn] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, wish: Wish) -> Drawn | None:
        """The page, where it is kept."""
        with self._lock:
            if wish in self._kept:
                self._kept.move_to_end(wish)
            return self._kept.get(wish)

    def draw(self, wish: Wish, document: Document, limits: Limits) -> Drawn:
        """The page, drawn; `document` is the wish's own."""
        made: Drawn
        try:
            made = self._draw(document, wish.sheet, wish.spans, wish.file, limits)
        except LoadError as error:
            made = error.reason
        with self._lock:
            self._kept[wish] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
