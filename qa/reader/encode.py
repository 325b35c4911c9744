"""Training examples -> token ids, laid out in windows, batched. Knows nothing of networks, losses or files."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from qa.reader.data import Example

CLS, SEP = 101, 102  # of the uncased BERT vocabulary
MARK_LEFT_OUT, SEARCH_STYLE = 0.15, 0.25  # shares of the questions
_DEFINITE = re.compile(r"(?:what|who) (?:is|was|were|are) (?P<rest>(?:the|a|an) .+?)[? ]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tokenised:
    """Token ids of one example's question and whole context, with the answer's first and last token in the context."""

    question: list[int]
    context: list[int]
    answer: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one example with its window's start and end target (0, 0: no answer) and segment boundary."""

    ids: list[int]
    context_from: int
    start: int
    end: int


Group = tuple[Encoded, ...]  # one question's windows: its own passage's first, then those of passages near it


def as_typed(question: str, rng: random.Random) -> str:
    """The question as typed in a hurry: some lose their mark, some "What is the ..." become "the ..."."""
    search = _DEFINITE.match(question) if rng.random() < SEARCH_STYLE else None
    if search:
        return search["rest"]
    return question.rstrip("? ") if rng.random() < MARK_LEFT_OUT else question


def tokenise(tokenizer: Tokenizer, example: Example, rng: random.Random) -> Tokenised | None:
    """Turn an example into token ids. None when the tokenizer drops the answer's characters."""
    question = tokenizer.encode(as_typed(example.question, rng), add_special_tokens=False).ids[:64]
    context = tokenizer.encode(example.context, add_special_tokens=False)
    if example.start is None or example.end is None:
        return Tokenised(question, context.ids, None)
    inside = [i for i, (a, b) in enumerate(context.offsets) if a < example.end and b > example.start]
    return Tokenised(question, context.ids, (inside[0], inside[-1])) if inside else None


def encode(tokens: Tokenised, window: int, rng: random.Random) -> Encoded | None:
    """Lay an example out in at most `window` tokens; a longer context gets a random stretch that holds the answer.

    None when the answer is too long for the window.
    """
    room = window - len(tokens.question) - 3
    if tokens.answer and tokens.answer[1] - tokens.answer[0] >= room:
        return None
    shift = _stretch_start(len(tokens.context), room, tokens.answer, rng)
    ids = [CLS, *tokens.question, SEP, *tokens.context[shift : shift + room], SEP]
    base = len(tokens.question) + 2
    start, end = (i + base - shift for i in tokens.answer) if tokens.answer else (0, 0)
    return Encoded(ids, base, start, end)


def _stretch_start(length: int, room: int, answer: tuple[int, int] | None, rng: random.Random) -> int:
    if length <= room:
        return 0
    lowest = max(0, answer[1] - room + 1) if answer else 0
    highest = min(answer[0], length - room) if answer else length - room
    return rng.randint(lowest, highest)


def batches(groups: Sequence[Group], rows: int, rng: random.Random) -> Iterator[list[Group]]:
    """Batches of at most `rows` windows: groups shuffled, sorted by length inside stretches of 100 batches (little
    padding), and the batches shuffled again."""
    order = list(groups)
    rng.shuffle(order)
    size = 100 * max(1, rows // max(map(len, order)))
    for first in range(0, len(order), size):
        stretch = sorted(order[first : first + size], key=lambda group: max(len(e.ids) for e in group))
        found = list(_cut(stretch, rows))
        rng.shuffle(found)
        yield from found


def _cut(groups: Sequence[Group], rows: int) -> Iterator[list[Group]]:
    batch: list[Group] = []
    for group in groups:
        if batch and sum(map(len, batch)) + len(group) > rows:
            yield batch
            batch = []
        batch.append(group)
    if batch:
        yield batch
