"""Unanswerable twins: answerable questions with one thing changed, so that their passage does not answer them any more.

People who write unanswerable questions mostly do just that (Rajpurkar et al. 2018, table 2: negations, antonyms, other
entities). Which words they put for which is read off the training set's own unanswerable questions, so that no list of
antonyms is kept here. Knows nothing of networks or files.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from qa.reader.data import Example

LEAST_SHARED = 4  # words that a question and its twin have in common; with fewer, they ask for different things
FARTHEST = 12  # by which a number or year is moved
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_NAME = re.compile(r"[A-Z][\w'’-]+(?: (?:of (?:the )?)?[A-Z][\w'’-]+)*")
_INSIDE = re.compile(rf"(?<=[a-z,;] ){_NAME.pattern}")  # not at a sentence's start, where any word is a name
_NUMBER = re.compile(r"\b\d{1,4}\b")
_PLAIN = re.compile(r"[a-z]{3,}")
_FUNCTION = frozenset(
    "the and for from with without into upon over that this these those what when where which who whom whose why how "
    "was were are did does has had have been being will would can could should may might its his her their your you "
    "they not never also only other another one many".split()
)

Swaps = Mapping[str, Sequence[str]]
Change = Callable[[Example, random.Random], str | None]


def word_swaps(examples: Iterable[Example]) -> dict[str, list[str]]:
    """For each word those that people put in its place to make a question unanswerable, in lower case, either way.

    Read off pairs of questions about one passage, one with an answer and one without, that differ in one word.
    """
    swaps: dict[str, set[str]] = defaultdict(set)
    for group in _by_passage(examples).values():
        answerable = [_WORD.findall(e.question) for e in group if e.start is not None]
        for unanswerable in (_WORD.findall(e.question) for e in group if e.start is None):
            found = (pair for words in answerable if (pair := _one_word_apart(words, unanswerable)))
            for left, right in found:
                swaps[left].add(right)
                swaps[right].add(left)
    return {word: sorted(others) for word, others in swaps.items()}


def twins(examples: Sequence[Example], count: int, seed: int) -> list[Example]:
    """At most `count` unanswerable twins of answerable examples drawn by lot; no more than one of each.

    The words that may take a word's place are learned from the unanswerable ones among `examples`.
    """
    rng = random.Random(seed)
    swaps = word_swaps(examples)
    changes: list[Change] = [lambda e, r: _swap_word(e, r, swaps), _move_number, _swap_name]
    made: list[Example] = []
    answerable = [e for e in examples if e.start is not None]
    for example in rng.sample(answerable, len(answerable)):
        if len(made) == count:
            break
        question = _changed(example, changes, rng)
        if question is not None:
            made.append(Example(question, example.context, None, None, "twin:" + example.source))
    return made


def _changed(example: Example, changes: Sequence[Change], rng: random.Random) -> str | None:
    for change in rng.sample(changes, len(changes)):
        question = change(example, rng)
        if question is not None and question != example.question:
            return question
    return None


def _swap_word(example: Example, rng: random.Random, swaps: Swaps) -> str | None:
    found = [word for word in _WORD.finditer(example.question) if word.group() in swaps]
    if not found:
        return None
    word = rng.choice(found)
    return _put(example.question, word, rng.choice(swaps[word.group()]))


def _move_number(example: Example, rng: random.Random) -> str | None:
    """The question with another number: one of its passage, which is harder, or one near it."""
    found = list(_NUMBER.finditer(example.question))
    if not found:
        return None
    number = rng.choice(found)
    held = set(_NUMBER.findall(example.context))
    others = [n for n in held if len(n) == len(number.group()) and n not in example.question]
    if others and rng.random() < 0.5:
        return _put(example.question, number, rng.choice(sorted(others)))
    moved = str(max(1, int(number.group()) + rng.choice([-1, 1]) * rng.randint(1, FARTHEST)))
    return None if moved in held else _put(example.question, number, moved)


def _swap_name(example: Example, rng: random.Random) -> str | None:
    """The question with another name of its passage, of as many words, that is no part of the answer."""
    answer = example.context[example.start : example.end]
    asked = [n for n in _NAME.finditer(example.question) if n.start() and n.group() in example.context]
    if not asked:
        return None
    name = rng.choice(asked)
    others = sorted(
        other
        for other in set(_INSIDE.findall(example.context))
        if len(other.split()) == len(name.group().split()) and other not in example.question and other not in answer
    )
    return _put(example.question, name, rng.choice(others)) if others else None


def _put(question: str, place: re.Match[str], words: str) -> str:
    return question[: place.start()] + words + question[place.end() :]


def _one_word_apart(answerable: Sequence[str], unanswerable: Sequence[str]) -> tuple[str, str] | None:
    if len(answerable) != len(unanswerable) or len(answerable) <= LEAST_SHARED:
        return None
    differing = [(a, b) for a, b in zip(answerable, unanswerable, strict=True) if a.lower() != b.lower()]
    if len(differing) != 1:
        return None
    left, right = differing[0]
    plain = all(_PLAIN.fullmatch(word) and word not in _FUNCTION for word in (left, right))
    alike = SequenceMatcher(None, left, right).ratio() > 0.9  # a slip of the pen
    return (left, right) if plain and not alike else None


def _by_passage(examples: Iterable[Example]) -> dict[str, list[Example]]:
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        groups[example.context].append(example)
    return groups
