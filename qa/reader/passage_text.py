"""A passage's text, and as it is read: behind what it leaves unsaid, with the rows of its tables spelled out, and
with amounts, links and the marks of notes put plainly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.text import paragraphs
from qa.reader.decode import Window
from qa.reader.network import Logits
from qa.reader.spelled import UNUSUAL, Spelled, spelled_out
from qa.tables import has_rows

if TYPE_CHECKING:
    from tokenizers import Encoding


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is read may have words put in; spans are always of `text`."""

    text: str
    spelled: Spelled | None
    unsaid: str = ""

    @classmethod
    def of(cls, text: str, whole: Callable[[], tuple[str, int]] | None = None, unsaid: str = "") -> PassageText:
        """`whole` gives the text that the passage is cut from, and where: its table may begin before it does.
        `unsaid` is put before it."""
        spelled = None
        if has_rows(text):
            document, start = whole() if whole else (text, 0)
            spelled = spelled_out(document, start, start + len(text))
        if UNUSUAL.search(text):
            spelled = (spelled or Spelled.plainly(text)).plainer()
        return cls(text, spelled, unsaid)

    @property
    def read(self) -> str:
        """What the network is given."""
        return self.unsaid + (self.spelled.text if self.spelled else self.text)

    def rooms(self) -> list[tuple[int, int]]:
        """Its paragraphs, and its cells: no answer crosses from one to the next."""
        cells = ((start, start) for start in self.spelled.cells) if self.spelled else ()
        return sorted([*paragraphs(self.text), *cells])

    def window(self, encoding: Encoding, logits: Logits) -> Window:
        """What the network said of some of what it was given, in offsets of `text`; what was put in is no context."""
        length, before = len(encoding.ids), len(self.unsaid)
        offsets: list[tuple[int, int] | None] = [
            (start - before, end - before) if part == 1 and start >= before else None
            for part, (start, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
        ]
        if self.spelled:
            offsets = [self.spelled.place(*offset) if offset else None for offset in offsets]
        context = np.fromiter((offset is not None for offset in offsets), dtype=bool, count=length)
        starts, ends = logits
        return Window(starts[:length], ends[:length], [offset or (0, 0) for offset in offsets], context)
