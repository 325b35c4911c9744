"""Pinned quotations looked at again: unchanged, moved, altered, or gone, in the library as it is now.

A quotation is sought in its own document first, then in documents that are the same file under another name or in
another folder. Words that merely stand in some other document too are not the source, and do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from index.errors import NotInLibrary
from index.library import Library
from index.model import Document, DocumentStatus, Progress, Searched, Span, Step
from qa.brief import now
from qa.cite import locate
from qa.difference import differences, likeness
from qa.model import Briefing, Citation, Pin

Standing = Literal["unchanged", "moved", "altered", "gone"]

ALIKE = 0.6  # of the words, from which on changed words are the quotation altered rather than something else
ANCHOR = 40  # characters of context that are sought on each side of words that changed
STRETCH = 3  # times the quotation's length: between its context, a longer text is no longer the quotation
_GOES_ON = re.compile(r"[.,:]?\w")
_WORD = re.compile(r"\w+")
_SENTENCE_BEGINS = re.compile(r"[.!?]['\"’”)]*\s+|\n\s*")
_SENTENCE_ENDS = re.compile(r"[.!?]['\"’”)]*(?=\s|$)|(?=\n)|$")


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one pin. `citation` is the quotation as it stands now, None where it is gone; its words are the
    pin's own unless it was altered. `reason` is a sentence."""

    pin: Pin
    standing: Standing
    reason: str
    citation: Citation | None = None

    @property
    def stands(self) -> bool:
        """Whether the words are still in their source, wherever in it."""
        return self.standing in ("unchanged", "moved")

    def to_dict(self) -> dict[str, object]:
        """One line of `quoth verify BRIEFING --json`."""
        was, is_ = self.pin.citation, self.citation
        changed = differences(was.quote, is_.quote) if is_ and self.standing == "altered" else ()
        return {
            "pin": self.pin.id,
            "standing": self.standing,
            "reason": self.reason,
            "quote": was.quote,
            "document": was.document.id,
            "title": was.document.title,
            "now": is_.to_dict() if is_ else None,
            "difference": [{"change": piece.change, "text": piece.text} for piece in changed],
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """A whole briefing, looked at again at the ISO moment `at`, in the library whose state is `searched`."""

    findings: tuple[Finding, ...]
    searched: Searched
    at: str

    @property
    def stands(self) -> bool:
        """Whether every quotation still does."""
        return all(finding.stands for finding in self.findings)

    def of(self, pin: Pin) -> Finding | None:
        """What became of that pin; None for one that was pinned since, or pinned otherwise."""
        return next((finding for finding in self.findings if finding.pin == pin), None)


def verify(library: Library, briefing: Briefing, progress: Progress = lambda _: None) -> Verification:
    """Look at every pin again. `progress` may raise, to stop it. Raises LibraryError where the library cannot be
    read."""
    listed = library.list()
    findings = []
    for number, pin in enumerate(briefing.pins):
        progress(Step("verifying", number, len(briefing.pins), pin.citation.document.title))
        findings.append(recheck(library, pin, listed))
    progress(Step("writing", 0, 1))
    return Verification(tuple(findings), library.searched(), now())


def recheck(library: Library, pin: Pin, listed: Sequence[DocumentStatus]) -> Finding:
    """One pin looked at again; `listed` is the library's list."""
    was = pin.citation.document
    altered: Finding | None = None
    found = False
    for document in _candidates(library, was, listed):
        found = True
        finding = _in_document(document, pin)
        if finding and finding.stands:
            return finding
        altered = altered or finding
    if altered:
        return altered
    if found:
        return Finding(pin, "gone", "The document is there, but these words, or words like them, are no longer in it.")
    unread = next((one for one in listed if one.id == was.id and one.status != "ready"), None)
    if unread:
        return Finding(pin, "gone", f"The document cannot be read any more: {unread.reason}")
    return Finding(pin, "gone", "The document is no longer in the library.")


def _candidates(library: Library, was: Document, listed: Sequence[DocumentStatus]) -> Iterator[Document]:
    """The document itself, then those of the same bytes; where it is gone, also the one of the same place, and the one
    of the same name and title in another folder, if there is but one: any other is another source."""
    ready = [one for one in listed if one.status == "ready"]
    likely = [*(one for one in ready if one.id == was.id), *(one for one in ready if one.sha256 == was.sha256)]
    if not any(one.id == was.id for one in ready):
        likely += _only([one for one in ready if (one.path, one.external_id) == (was.path, was.external_id)])
        name = (PurePath(was.path).name, was.title, was.external_id)
        likely += _only([one for one in ready if (PurePath(one.path).name, one.title, one.external_id) == name])
    for named in dict.fromkeys(one.id for one in likely):
        with suppress(NotInLibrary):  # removed since it was listed
            yield library.document(named)


def _only(found: list[DocumentStatus]) -> list[DocumentStatus]:
    """The one that was found; none where there are several, of which any may be another source."""
    return found if len(found) == 1 else []


def _in_document(document: Document, pin: Pin) -> Finding | None:
    """How the pin stands in one document; None where it does not."""
    cited = pin.citation
    same = document.id == cited.span.document
    if (
        same
        and document.text[cited.span.start : cited.span.end] == cited.quote
        and _whole(document.text, cited.span.start, cited.span.end, pin)
    ):
        changed = "" if document.sha256 == cited.document.sha256 else " The rest of its document has changed."
        return Finding(pin, "unchanged", f"It stands where it stood.{changed}", _cited(pin, document, cited.span))
    size = len(cited.quote)
    places = [at for at in _occurrences(document.text, cited.quote) if _whole(document.text, at, at + size, pin)]
    if places:
        start = max(places, key=lambda at: _agreement(document.text, at, at + len(cited.quote), pin))
        span = Span(document.id, start, start + len(cited.quote))
        where = "elsewhere in its document" if same else f"in {document.path}"
        return Finding(pin, "moved", f"The same words stand {where} now.", _cited(pin, document, span))
    altered = _altered(document, pin)
    if altered is None:
        return None
    return Finding(pin, "altered", "The words have been changed in the document.", _cited(pin, document, altered))


def _whole(text: str, start: int, end: int, pin: Pin) -> bool:
    """Whether no word or number goes on at either end, nor a line that had ended there without a full stop."""
    if _GOES_ON.match(text, end) and not _GOES_ON.match(pin.after):
        return False
    if text[:start][-1:].isalnum() and text[start : start + 1].isalnum():
        return False
    ended = pin.after[:1] in ("", "\n") and pin.citation.quote[-1:] not in ".!?…\"'”’)"
    return not ended or text[end : end + 1] in ("", "\n")


def _cited(pin: Pin, document: Document, span: Span) -> Citation:
    """The pin's citation as it stands in `document` now, its answer marked where the words are the same."""
    old, answer = pin.citation, None
    if old.answer and span.of(document.text) == old.quote:
        begin = span.start + old.answer.start - old.span.start
        answer = Span(document.id, begin, begin + old.answer.end - old.answer.start)
    place = locate(document, answer or span)
    return Citation(old.number, document, place, span.of(document.text), span, answer).without_text()


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _agreement(text: str, start: int, end: int, pin: Pin) -> float:
    """How alike what stands about a place is to what stood about the pin."""
    before = text[max(0, start - len(pin.before)) : start]
    return likeness(before, pin.before) + likeness(text[end : end + len(pin.after)], pin.after)


def _altered(document: Document, pin: Pin) -> Span | None:
    """The stretch that the quotation has become: the likest of those between its old context and those about its own
    words; None where none is alike."""
    text, quote = document.text, pin.citation.quote
    stretches = {*_between_context(text, pin), *_about_words(text, quote)}
    best = max(stretches, key=lambda s: (likeness(text[s[0] : s[1]], quote), s[0] - s[1]), default=None)
    if best is None or likeness(text[best[0] : best[1]], quote) < ALIKE:
        return None
    return Span(document.id, *_trimmed(text, *best))


def _between_context(text: str, pin: Pin) -> Iterator[tuple[int, int]]:
    """What stands between the words that stood before the quotation and those that stood behind it."""
    before, after = pin.before[-ANCHOR:], pin.after[:ANCHOR]
    most = STRETCH * max(len(pin.citation.quote), ANCHOR)
    for at in _occurrences(text, before):
        start = at + len(before)
        end = text.find(after, start, start + most) if after.strip() else -1
        if end > start:
            yield start, end


def _about_words(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Stretches as long as the quotation about the places that share its rarest words: each of these is aligned with
    its own place in the quotation."""
    wanted = [(found[0].lower(), found.start()) for found in _WORD.finditer(quote)]
    offsets: dict[str, list[int]] = {word: [] for word, _ in wanted}
    for found in _WORD.finditer(text):
        if (word := found[0].lower()) in offsets:
            offsets[word].append(found.start())
    rarest = sorted({word for word in offsets if offsets[word]}, key=lambda word: len(offsets[word]))[:3]
    for word, inside in wanted:
        if word in rarest:
            for at in offsets[word][:50]:
                yield _outward(text, max(0, at - inside), min(len(text), at - inside + len(quote)))


def _outward(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to the sentence or line that it begins and ends in, by at most a quotation's own length."""
    reach = end - start
    near, last = max(0, start - reach), max(end - 1, 0)
    begins = [near + found.end() for found in _SENTENCE_BEGINS.finditer(text[near : start + 1])]
    ends = _SENTENCE_ENDS.search(text[last : end + reach])
    return min(max(begins, default=start), start), max(last + ends.end() if ends else end, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space at its ends."""
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())
