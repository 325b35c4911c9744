"""What of a document's text is not the document: prompts, widgets, forms, notices, link lists, page furniture.

Pure: a text, and where its pages and headings begin, in; stretches with a reason out. Short paragraphs are held against
a table of rules, so that each decision can be explained and undone. Where in doubt, a paragraph is text: a widget left
in costs little, a sentence left out cannot be quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.furniture import furniture
from index.model import Boilerplate, Mark
from index.prompts import BESIDE, COOKIE, CUES, FORM, HANDLE, MENU, RULES, THREAD, Cue, navigation, widget
from index.text import Pair, paragraphs

CHARACTERS = 600  # a longer paragraph is text: no notice that the rules know is as long
COOKIE_PARAGRAPHS = 3  # a document that speaks of cookies more often is about them
LIST_ITEMS = 12  # of links below a "Read more"
TITLE_WORDS = 18  # a longer line is no title
HEADING_WORDS = 5  # a last "link" as short as this, before text, is that text's heading
NOTICE_WORDS = 50  # a longer paragraph is not looked at sentence by sentence
ENTRIES = 3  # one below the other make a menu

_DECORATION = re.compile(r"^[\s>*#_•·▪◦–-]+(?=\S)|^\d{1,3}[.)]\s+|[\s*_#]+$")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_RULE = re.compile(r"[\W_]{3,}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_QUOTES = str.maketrans("‘’“”\u00a0", "''\"\" ")


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph, or a line of a list: where it stands, its words without decoration, how it ends."""

    start: int
    end: int
    words: str
    count: int
    heading: bool

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.words.rstrip("\"')").endswith((".", "!", "?", ":", ";", ","))

    @property
    def title(self) -> bool:
        """Whether it may be the title of something else, in a list of links."""
        stopped = self.words.endswith((".", ",", ";", ":")) and not self.words.endswith("...")
        return 2 <= self.count <= TITLE_WORDS and not stopped and not self.heading


def boilerplate(text: str, pages: Sequence[Mark] = (), headings: Sequence[Mark] = ()) -> tuple[Boilerplate, ...]:
    """The stretches of `text` that are not the document's own words: in order, apart, none of them blank."""
    found = paragraphs(text)
    marked = dict(_page_furniture(text, found, pages))
    starts = {mark.start for mark in headings}
    lines = [line for pair in found if pair not in marked for line in _lines(text, pair, starts)]
    reasons = _reasons(lines)
    marked |= {(line.start, line.end): reason for line, reason in zip(lines, reasons, strict=True) if reason}
    return tuple(Boilerplate(start, end, reason) for (start, end), reason in sorted(marked.items()))


def _page_furniture(text: str, found: Sequence[Pair], pages: Sequence[Mark]) -> Iterable[tuple[Pair, str]]:
    if len(pages) < 2:
        return
    starts = [mark.start for mark in pages]
    by_page: list[list[Pair]] = [[] for _ in pages]
    for pair in found:
        by_page[max(0, bisect_right(starts, pair[0]) - 1)].append(pair)
    edges = furniture([[text[a:b] for a, b in page] for page in by_page], [mark.label for mark in pages])
    for page, (top, foot) in zip(by_page, edges, strict=True):
        yield from ((pair, "page header") for pair in page[:top])
        yield from ((pair, "page footer") for pair in page[len(page) - foot :])


def _lines(text: str, pair: Pair, headings: set[int]) -> list[_Line]:
    """A paragraph as one line; as its several lines where it is a list of links that only looks hard-wrapped, and with
    its last line apart where that is a copyright line."""
    start, end = pair
    if text.find("\n", start, end) < 0:
        return [_line(text, start, end, headings)]
    parts, offset = [], start
    for part in text[start:end].split("\n"):
        parts.append(_line(text, offset, offset + len(part), headings))
        offset += len(part) + 1
    if _cue(parts[0]):
        return parts
    if _rule(parts[-1]) == "copyright":
        return [_line(text, start, parts[-2].end, headings), parts[-1]]
    return [_line(text, start, end, headings)]


def _line(text: str, start: int, end: int, headings: set[int]) -> _Line:
    """The line between those offsets; the words of one that is too long to be looked at are empty."""
    stretch = text[start:end]
    at, end = start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
    if end - at > CHARACTERS:
        return _Line(at, end, "", CHARACTERS, False)
    words = " ".join(_LINK.sub(r"\1", text[at:end]).translate(_QUOTES).split())
    bare = _DECORATION.sub("", _DECORATION.sub("", words)) or words
    return _Line(at, end, bare, len(bare.split()), at in headings)


def _reasons(lines: Sequence[_Line]) -> list[str]:
    """Why each line is boilerplate; "" for text."""
    reasons = [_rule(line) for line in lines]
    _spare_cookies(lines, reasons)
    _menus(lines, reasons)
    _link_lists(lines, reasons)
    _threads(lines, reasons)
    _beside(lines, reasons)
    return reasons


def _rule(line: _Line) -> str:
    """The reason why a line is clutter by itself, or each of its sentences is; else ""."""
    reason = _alone(line.words)
    if not reason and _SENTENCE.search(line.words) and line.count <= NOTICE_WORDS:
        reasons = [_alone(sentence) for sentence in _SENTENCE.split(line.words)]
        reason = reasons[0] if all(reasons) else ""
    return reason


def _alone(words: str) -> str:
    reason = next((rule.reason for rule in RULES if rule.allows(words)), "") if words else ""
    return reason or widget(words) or navigation(words)


def _cue(line: _Line) -> Cue | None:
    return next((cue for cue in CUES if line.words and cue.pattern.fullmatch(line.words)), None)


def _spare_cookies(lines: Sequence[_Line], reasons: list[str]) -> None:
    """Take back "cookies" in a document that is about them."""
    if sum(bool(COOKIE.search(line.words)) for line in lines) > COOKIE_PARAGRAPHS:
        reasons[:] = ["" if reason == "cookies" else reason for reason in reasons]


def _entry(line: _Line) -> bool:
    return any(rule.allows(line.words) for rule in MENU)


def _menus(lines: Sequence[_Line], reasons: list[str]) -> None:
    """Mark entries of a site's menu that stand one below the other."""
    for is_menu, group in groupby(range(len(lines)), key=lambda index: _entry(lines[index])):
        entries = list(group)
        if is_menu and len({lines[index].words.casefold() for index in entries}) >= ENTRIES:
            for index in entries:
                reasons[index] = reasons[index] or "navigation"


def _link_lists(lines: Sequence[_Line], reasons: list[str]) -> None:
    """Mark a "Read more" with the titles below it."""
    for index, line in enumerate(lines):
        cue = _cue(line) if not reasons[index] else None
        if cue is None:
            continue
        last = index + 1
        while last < len(lines) and last - index <= LIST_ITEMS and not reasons[last] and lines[last].title:
            last += 1
        into_text = last < len(lines) and not reasons[last] and not _RULE.fullmatch(lines[last].words)
        if into_text and last > index + 1 and lines[last - 1].count <= HEADING_WORDS:
            last -= 1
        if cue.items <= last - index - 1 or not into_text:
            reasons[index:last] = ["read more"] * (last - index)


def _threads(lines: Sequence[_Line], reasons: list[str]) -> None:
    """Mark readers' comments: all between "3 responses to ..." and the form for one more, or the next so many lines
    that begin with a name, where there is no form."""
    found = ((index, match) for index, line in enumerate(lines) if (match := THREAD.fullmatch(line.words)))
    opened, match = next(found, (0, None))
    if match is None:
        return
    form = next((i for i in range(len(lines) - 1, opened, -1) if FORM.match(lines[i].words)), None)
    last = form or opened + 1
    count = int(match["count"] or match["number"])
    while form is None and last < len(lines) and last - opened <= count and HANDLE.fullmatch(lines[last].words):
        last += 1
    for index in range(opened, last):
        reasons[index] = reasons[index] or "comments"


def _beside(lines: Sequence[_Line], reasons: list[str]) -> None:
    """Mark what is clutter only beside clutter: field names, single words of widgets, rules between them.

    It spreads from line to line, but never to a document's first line, which is its headline, and not over a rule.
    """
    for order in (range(1, len(lines)), range(len(lines) - 2, 0, -1)):
        step = order.step
        for index in order:
            neighbour = reasons[index - step]
            if reasons[index] or not neighbour or _RULE.fullmatch(lines[index - step].words):
                continue
            if _RULE.fullmatch(lines[index].words):
                reasons[index] = neighbour
            elif not lines[index].ended or lines[index].count <= 2:
                reasons[index] = next(
                    (rule.reason for rule in BESIDE if rule.allows(lines[index].words, neighbour)), ""
                )
