"""The words that made tables are filled with: names, places, things and prose of the training set's own passages.

Answers people marked are the only source, so that the vocabulary is wide and no list of names is kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.reader.data import SHARES, Example

_PERSON = re.compile(r"[A-Z][a-z'’]+(?: [A-Z]\.)? [A-Z][\w'’-]+")
_NAME = re.compile(r"[A-Z][\w'’-]{2,}(?: (?:of |the |and |& )?[A-Z][\w'’-]+){0,3}")
_THING = re.compile(r"[a-z][a-z'’-]{2,}(?: [a-z][a-z'’-]+){0,2}")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_ARTICLE = re.compile(r"^(?:the|a|an|their|his|her|its) ", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:is|are|was|were|to|by|in|on|at|for|from|with|that|it|they|not|as|very|more|because|if)\b")
SENTENCE_LENGTHS = range(40, 170)  # characters; two of them leave room for a table in a passage


@dataclass(frozen=True, slots=True)
class Words:
    """What cells, row names and the prose around tables are drawn from; each list is sorted and free of doubles."""

    people: Sequence[str]
    places: Sequence[str]
    names: Sequence[str]
    things: Sequence[str]
    sentences: Sequence[str]

    def fewest(self) -> int:
        """How many there are of the rarest sort."""
        return min(map(len, (self.people, self.places, self.names, self.things, self.sentences)))


def words_of(examples: Iterable[Example]) -> Words:
    """The vocabulary of some examples, opinions left out: their answers are no names and their prose no document's."""
    people, places, names, things, sentences = (set[str]() for _ in range(5))
    for example in examples:
        if example.source in SHARES:
            continue
        sentences.update(s for s in _SENTENCE.split(example.context) if len(s) in SENTENCE_LENGTHS and s[-1] == ".")
        answer = _ARTICLE.sub("", example.context[example.start : example.end]) if example.start is not None else ""
        asked = example.question.lower()
        if _PERSON.fullmatch(answer) and asked.startswith("who"):
            people.add(answer)
        elif _NAME.fullmatch(answer):
            where = asked.startswith("where") or re.search(r"\b(?:city|town|country|state|county|region)\b", asked)
            (places if where else names).add(answer)
        elif _THING.fullmatch(answer) and not _CLAUSE.search(answer):
            things.add(answer)
    return Words(*(sorted(found) for found in (people, places, names, things, sentences)))
