"""Which sources a stretch of a draft names: titles, publishers and authors of the library's documents.

Naming is strict (the whole name, in its capitals), since it accuses; what fits a document is read generously.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from index.model import DocumentStatus
from index.text import Pair
from qa.check.words import Words, words_of
from qa.confidence import STOP_WORDS

_LONGEST = 24  # words of a title
_AND = re.compile(r",|;| and | & ")
_MAIN = re.compile(r"(?<=\w)\s*(?::|\s[-–—]\s).*", re.DOTALL)
_WRITTEN = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL = STOP_WORDS | frozenset("about across after against among before between during over under without".split())
_SHORTEST_WORK = 4  # words: with fewer in capitals it may be a term that is quoted
_COMMON = frozenset("the a an of for and in on to at council county borough board trust police group".split())


class Role(IntEnum):
    """What of a document a name is; the first is the most telling."""

    TITLE = 0
    PERSON = 1
    PUBLISHER = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the draft has it, and the documents whose it is: a publisher's may begin the title of another's report,
    and counts as a publisher's then."""

    words: str
    role: Role
    documents: frozenset[str]


class Names:
    """The names of a library's documents, looked up by their words."""

    def __init__(self, listed: Iterable[DocumentStatus]) -> None:
        self._known: dict[str, dict[Role, set[str]]] = defaultdict(lambda: defaultdict(set))
        for one in listed:
            if one.status != "ready":
                continue
            self._add(one.title, Role.TITLE, one.id)
            self._add(_MAIN.sub("", one.title), Role.TITLE, one.id)
            if one.publisher:
                self._add(one.publisher.removeprefix("The "), Role.PUBLISHER, one.id)
            for author in _AND.split(one.author or ""):
                if author.strip() != one.publisher:
                    self._add(author, Role.PERSON, one.id)

    def _add(self, name: str, role: Role, document: str) -> None:
        words = _plain(words_of(name))
        if words and (role is not Role.TITLE or len(words) > 1):
            self._known[" ".join(words)][role].add(document)

    def is_title(self, words: str) -> bool:
        """Whether the words are a document's title, or its main part."""
        return Role.TITLE in self._known.get(" ".join(_plain(words_of(words))), {})

    def named(self, text: str, stretches: Sequence[Pair]) -> list[Named]:
        """The names in some stretches of a text, the longest first where they overlap."""
        found: list[Named] = []
        for stretch in stretches:
            words = words_of(text, [stretch])
            plain = [
                (word.removesuffix("'s"), span)
                for word, span in zip(words.written, words.spans, strict=True)
                if word[0].isalnum()
            ]
            at = 0
            while at < len(plain):
                size = self._longest([word for word, _ in plain[at : at + _LONGEST]])
                if size:
                    name = " ".join(word for word, _ in plain[at : at + size])
                    shown = text[plain[at][1][0] : plain[at + size - 1][1][1]]
                    known = self._known[name]
                    found.append(Named(shown, max(known), frozenset().union(*known.values())))
                at += size or 1
        return found

    def _longest(self, words: Sequence[str]) -> int:
        return next((n for n in range(len(words), 0, -1) if " ".join(words[:n]) in self._known), 0)


def names_a_work(words: str) -> bool:
    """Whether the words are written as a title is, with capitals: a footnote's "An Account of Some Other Work"."""
    written = _WRITTEN.findall(words)
    return len(written) >= _SHORTEST_WORK and all(one[0].isupper() or one.lower() in _SMALL for one in written)


def fits(context: str, names: Iterable[str | None]) -> bool:
    """Whether `context` has a telling word of one of the names: a surname, "Mercury" for "The Calderwick Mercury"."""
    here = set(_plain(words_of(context)))
    return any(
        len(word) > 3 and word[0].isupper() and word.lower() not in _COMMON and word in here
        for name in names
        for word in _plain(words_of(name or ""))
    )


def _plain(words: Words) -> list[str]:
    return [word.removesuffix("'s") for word in words.written if word[0].isalnum()]
