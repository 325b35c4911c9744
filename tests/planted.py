"""Drafts that quote the sample library, some of it wrongly: made by a seeded generator, with what is wrong in them.

Every quotation is made of the sample's own sentences: whole ones, parts, two in a row, with words left out or put in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.loaders import load
from index.model import Document
from index.text import sentences
from qa.check.figures import figures

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
FAULTS = ("word", "number", "name", "source", "invented")
EACH = 8  # of each fault: 40
RIGHT = 40
FIGURES = 20  # right ones, and as many wrong ones
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]{2,} [A-Z][a-z]{2,}|[A-Z][a-z]{3,})(?=[\s,.;])")
_PLAIN_WORD = re.compile(r"(?<=\s)[a-z]{4,}(?=[\s,.;])")
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*(?![\w-])")
_MARKS = (("“", "”"), ('"', '"'), ("‘", "’"))


@dataclass(frozen=True, slots=True)
class Taken:
    """Words of the sample, and the document that they are from."""

    words: str
    document: Document


@dataclass(frozen=True, slots=True)
class Planted:
    """A stretch of the draft, and what is wrong with it; None where nothing is."""

    start: int
    end: int
    fault: str | None


@dataclass(frozen=True, slots=True)
class PlantedDraft:
    """A draft in Markdown with its quotations and figures."""

    text: str
    quotations: tuple[Planted, ...]
    figures: tuple[Planted, ...]


def sample() -> list[Document]:
    """The documents of the sample."""
    found = []
    for path in sorted(SAMPLE.iterdir()):
        for document in load(path, source=path.name, relative=path.name, max_bytes=10_000_000):
            assert isinstance(document, Document)
            found.append(document)
    return found


def planted_draft(documents: Sequence[Document], seed: int) -> PlantedDraft:
    """The draft of a seed: the same, the same."""
    return _Maker(documents, random.Random(seed)).make()


class _Maker:
    def __init__(self, documents: Sequence[Document], chance: random.Random) -> None:
        self._documents = documents
        self._chance = chance
        self._whole = [" ".join(document.text.split()) for document in documents]
        self._taken = [one for document in documents for one in _sentences(document)]
        chance.shuffle(self._taken)
        self._names = sorted({m.group() for one in self._taken for m in _NAME.finditer(one.words)})
        self._words = sorted({m.group() for one in self._taken for m in _PLAIN_WORD.finditer(one.words)})
        self._values = {f.value[-1] for document in documents for f in figures(document.text)}
        self._text = ""
        self._notes: list[str] = []

    def make(self) -> PlantedDraft:
        kinds: list[str | None] = [*FAULTS] * EACH + [None] * RIGHT  # type: ignore[list-item]
        self._chance.shuffle(kinds)
        self._text = "# A draft\n\n"
        quoted = [self._quotation(kind) for kind in kinds]
        counted = list(self._figures())
        self._text += "\n" + "\n".join(self._notes) + "\n"
        return PlantedDraft(self._text, tuple(quoted), tuple(counted))

    def _quotation(self, fault: str | None) -> Planted:
        taken, words = self._faulty(fault)
        named = self._other(taken.document) if fault == "source" else taken.document
        style = self._chance.random()
        if style < 0.15:
            return self._block(words, named, fault)
        opening, closing = self._chance.choice(_MARKS)
        if opening == "‘" and re.search(r"s['’]\s|['’]\w*['’]", words):
            opening, closing = "“", "”"
        before, after = self._frame(named, certain=fault == "source")
        self._text += before
        start = len(self._text)
        self._text += opening + words + closing
        end = len(self._text)
        self._text += after + "\n\n"
        return Planted(start, end, fault)

    def _block(self, words: str, named: Document, fault: str | None) -> Planted:
        self._text += f"This is how it was put in {named.title}:\n\n"
        start = len(self._text)
        self._text += f"> {words}"
        end = len(self._text)
        self._text += "\n\n"
        return Planted(start, end, fault)

    def _frame(self, named: Document, *, certain: bool) -> tuple[str, str]:
        """What stands before and behind a quotation, naming its source or (unless `certain`) nothing."""
        frames = [
            (f"The document {named.title} says: ", ""),
            (f"In “{named.title}” one reads ", "."),
            ("It has been said that ", f" ({named.title})."),
            ("", f", as {named.title} has it."),
            ("We note the words ", self._note(f"{named.title}, paragraph 3.")),
        ]
        if named.publisher:
            frames += [(f"According to {named.publisher}, ", "."), ("", f" ({named.publisher}, {named.title}).")]
        if named.author and named.author != named.publisher and "," not in named.author:
            frames += [(f"{named.author} writes: ", ""), ("", f", writes {named.author}.")]
        if not certain:
            frames += [("One document holds that ", "."), ("There is this: ", ""), ("", " was the answer given.")]
        return self._chance.choice(frames)

    def _note(self, words: str) -> str:
        number = len(self._notes) + 1
        self._notes.append(f"[^{number}]: {words}\n")
        return f".[^{number}]"

    def _faulty(self, fault: str | None) -> tuple[Taken, str]:
        """Words to quote, and whose they are; with the fault in them."""
        while True:
            taken = self._taken.pop()
            if fault in (None, "source"):
                return taken, self._shaped(taken)
            changed = getattr(self, f"_wrong_{fault}")(taken)
            if changed and not any(changed in whole for whole in self._whole):
                return taken, changed
            self._taken.insert(0, taken)

    def _shaped(self, taken: Taken) -> str:
        """The sentence, a part of it, with words left out, or with some put in."""
        words = taken.words.split(" ")
        style = self._chance.random()
        if len(words) < 14 or style < 0.45:
            return taken.words
        if style < 0.7:
            start = self._chance.randrange(0, len(words) - 8)
            return " ".join(words[start : start + self._chance.randrange(6, 9)]).strip(",;:")
        cut = self._chance.randrange(5, len(words) - 6)
        if style < 0.85:
            return " ".join([*words[:cut], self._chance.choice(("...", "[…]", "…")), *words[cut + 2 :]])
        return " ".join([*words[:cut], "[in the county]", *words[cut:]])

    def _wrong_word(self, taken: Taken) -> str | None:
        places = list(_PLAIN_WORD.finditer(taken.words))
        if not places:
            return None
        place = self._chance.choice(places)
        other = self._chance.choice([word for word in self._words if word != place.group()])
        return taken.words[: place.start()] + other + taken.words[place.end() :]

    def _wrong_number(self, taken: Taken) -> str | None:
        places = list(_NUMBER.finditer(taken.words))
        if not places:
            return None
        place = self._chance.choice(places)
        value = int(place.group().replace(",", ""))
        other = value + self._chance.choice([1, 2, 10, max(value // 10, 1)])
        shown = f"{other:,}" if "," in place.group() else str(other)
        return taken.words[: place.start()] + shown + taken.words[place.end() :]

    def _wrong_name(self, taken: Taken) -> str | None:
        places = list(_NAME.finditer(taken.words))
        if not places:
            return None
        place = self._chance.choice(places)
        other = self._chance.choice([name for name in self._names if name != place.group()])
        return taken.words[: place.start()] + other + taken.words[place.end() :]

    def _wrong_invented(self, taken: Taken) -> str:
        """The first half of one sentence and the second of another."""
        other = self._chance.choice([one for one in self._taken if one.document is not taken.document])
        first, second = taken.words.split(" "), other.words.split(" ")
        return " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])

    def _other(self, document: Document) -> Document:
        """A document that shares neither publisher nor author nor title's words with this one."""
        mine = {document.publisher, document.author, document.title} - {None}
        strangers = [
            one
            for one in self._documents
            if not mine & {one.publisher, one.author, one.title} and one.title != "About us"
        ]
        return self._chance.choice(strangers)

    def _figures(self) -> Iterator[Planted]:
        """Sentences with a figure as a document has it, and with one that none has."""
        held = [
            (document, one, document.text[one.start : one.end])
            for document in self._documents
            for one in figures(document.text)
            if one.kind in ("number", "percent", "money") and one.units and int(one.value[-1]) > 12  # type: ignore[call-overload]
        ]
        chosen = self._chance.sample([one for one in held if one[2][-1].isdigit() and "." not in one[2]], 2 * FIGURES)
        for number, (document, one, words) in enumerate(chosen):
            wrong = number % 2 == 1
            shown = self._absent(words) if wrong else words
            unit = re.match(r"[^\n.;:,()]{0,30}(?=[\s.,;:)])|", document.text[one.end :])
            self._text += "The count was "
            start = len(self._text)
            self._text += shown
            yield Planted(start, len(self._text), "figure" if wrong else None)
            self._text += f"{' '.join((unit[0] if unit else '').split(' '))} in all.\n\n"

    def _absent(self, words: str) -> str:
        """The figure, changed until no document has its value."""
        lead = words[: re.search(r"\d", words).start()]  # type: ignore[union-attr]
        value = int(re.sub(r"\D", "", words))
        while value in self._values:
            value += self._chance.randrange(1, max(value // 5, 3))
        return f"{lead}{value:,}"


def _sentences(document: Document) -> Iterator[Taken]:
    """Sentences of some length, in one piece, without marks that a quotation could be confused by."""
    for start, end in sentences(document.text):
        words = " ".join(document.text[start:end].split())
        count = len(words.split(" "))
        if 8 <= count <= 40 and words[-1] in ".!?" and words[0].isupper() and not re.search(r"[\"“”‘|*_#>\[\]]", words):
            yield Taken(words, document)
