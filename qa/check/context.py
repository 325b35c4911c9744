"""What of a draft says whose a quotation is: the rest of its sentence, a bracket behind it, its footnote. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.text import Pair, paragraphs, sentences
from qa.check.draft import Draft, Note
from qa.quotations import Quotation

_BRACKET = re.compile(r"\s*(?:\[\^?[\w-]{1,40}\]\s*)*(?:\([^()\n]{2,300}\)|\[(?!\^)[^\[\]\n]{3,300}\])")
_SOURCE_LINE = re.compile(r"[\s>]*(?:—|–|--)\s*[^\n]+")
_AFTER = 6  # characters between a quotation's sentence and its footnote's mark: punctuation, marks, spaces


@dataclass(frozen=True, slots=True)
class Context:
    """Stretches of the draft's text around a quotation, without quoted words, and its footnote's words if any."""

    stretches: tuple[Pair, ...]
    note: str = ""


class Surroundings:
    """Finds the context of each quotation of one draft."""

    def __init__(self, draft: Draft, quotations: Sequence[Quotation], titles: Sequence[Quotation]) -> None:
        """`titles` are those of the quotations that only name a document: they stay in the context of others."""
        self._draft = draft
        self._paragraphs = paragraphs(draft.text)
        self._quoted = [one for one in quotations if one not in titles]

    def of(self, quotation: Quotation) -> Context:
        """The context of one quotation."""
        start, end = self._sentence(quotation)
        spans = self._without_quoted(start, end)
        if quotation.block or not any(self._says(span) for span in spans):
            spans = [*self._before(quotation.start), *spans]
        return Context(tuple(spans), self._note(quotation, end))

    def _sentence(self, quotation: Quotation) -> Pair:
        """From the start of the sentence that the quotation begins in to the end of that it ends in, and a bracket or
        a line with the source behind it."""
        text = self._draft.text
        if quotation.block:
            line = _SOURCE_LINE.match(text, quotation.end)
            start, end = quotation.start, line.end() if line else quotation.end
        else:
            spans = self._sentences(quotation.start, quotation.end)
            start = max((a for a, _ in spans if a <= quotation.start), default=quotation.start)
            end = min((b for _, b in spans if b >= quotation.end), default=quotation.end)
        bracket = _BRACKET.match(text, end)
        return start, bracket.end() if bracket else end

    def _sentences(self, start: int, end: int) -> list[Pair]:
        first = max(bisect_right(self._paragraphs, start, key=lambda pair: pair[0]) - 1, 0)
        last = max(bisect_right(self._paragraphs, end, key=lambda pair: pair[0]), first + 1)
        begin, stop = self._paragraphs[first][0], self._paragraphs[last - 1][1]
        return sentences(self._draft.text, begin, stop)

    def _before(self, start: int) -> list[Pair]:
        """The sentence before: in the same paragraph, or the last of the one before. At the start of a note it is the
        one that calls for it: what stands before it in the text is another note's."""
        note = self._draft.note_at(start)
        found = self._sentences_before(start, note.span[0] if note else 0)
        if note and not found:
            found = self._sentences(max(note.at - 1, 0), note.at)
        return self._without_quoted(*found[-1]) if found else []

    def _sentences_before(self, start: int, first: int) -> list[Pair]:
        before = [pair for pair in self._paragraphs if first <= pair[0] < start][-2:]
        return [one for pair in before for one in sentences(self._draft.text, *pair) if one[1] <= start]

    def _without_quoted(self, start: int, end: int) -> list[Pair]:
        spans, at = [], start
        for one in self._quoted:
            if one.start < end and one.end > at:
                if one.start > at:
                    spans.append((at, one.start))
                at = max(at, one.end)
        return [*spans, (at, end)] if at < end else spans

    def _says(self, span: Pair) -> bool:
        return any(char.isalpha() for char in self._draft.text[span[0] : span[1]])

    def _note(self, quotation: Quotation, end: int) -> str:
        """The footnote that is called for after the quotation, before the next one, in its sentence or just behind."""
        following = [one.start for one in self._quoted if one.start >= quotation.end]
        limit = min([end + _AFTER, *following])
        notes: list[Note] = [note for note in self._draft.notes if quotation.end <= note.at <= limit]
        return notes[0].words if notes else ""
