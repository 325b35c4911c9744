"""Pairs -> windows of token ids, laid out on the device that learns from them. Knows nothing of networks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from qa.reader.distil.pairs import LABELLED, Pairs
from qa.reader.encode import CLS, SEP

SORTED_TOGETHER = 64  # batches: within so many, pairs of like length go together, and little is filled up
ROUND_UP = 16  # tokens: an accelerator's attention likes whole multiples
DRAWN = 13  # the seed of which stretch of a longer passage is read


@dataclass(frozen=True, slots=True)
class Windows:
    """Token ids and what belongs to them, each of shape ``(rows, width)``: `mask` is true where a token is one,
    `passage` where it is the passage's. `pair`, shape ``(rows,)`` like those that follow, is the pair's number; `start`
    and `end` are the answer's first and last token, 0 and 0 ("no answer") without one; `labelled` says whether they are
    known."""

    pair: torch.Tensor
    ids: torch.Tensor
    mask: torch.Tensor
    passage: torch.Tensor
    start: torch.Tensor
    end: torch.Tensor
    labelled: torch.Tensor

    @property
    def allowed(self) -> torch.Tensor:
        """Where an answer may begin or end: in the passage, or at the first token, which says that there is none."""
        first = torch.arange(self.ids.shape[1], device=self.ids.device) == 0
        return self.passage | first

    @property
    def types(self) -> torch.Tensor:
        """BERT's segments: 1 for the passage and the token that ends it."""
        last = torch.roll(self.passage, 1, 1)
        return (self.passage | last & self.mask).long()


class Laid:
    """The pairs' texts on a device; of a longer passage a stretch by lot that holds the answer, the same whenever they
    are laid out, so that what a teacher said of it can be kept."""

    def __init__(self, pairs: Pairs, window: int, device: str) -> None:
        self._window = window
        self._lengths = np.minimum(pairs.tokens(), window)

        def there(array: NDArray[np.generic]) -> torch.Tensor:
            return torch.from_numpy(array.astype(np.int64)).to(device)

        self._asked, self._asked_ends = there(pairs.question_ids), there(pairs.question_ends)
        self._told, self._told_ends = there(pairs.context_ids), there(pairs.context_ends)
        self._question, self._context = there(pairs.question), there(pairs.context)
        self._start, self._end = there(pairs.start), there(pairs.end)
        self._labelled = there(pairs.known) >= LABELLED
        self._drawn = torch.rand(len(pairs), generator=torch.Generator().manual_seed(DRAWN)).to(device)
        self._device = device

    def windows(self, rows: Sequence[int]) -> Windows:
        """The windows of the pairs of these numbers."""
        width = -(-int(self._lengths[list(rows)].max()) // ROUND_UP) * ROUND_UP
        pair = torch.tensor(list(rows), device=self._device)
        question, context, start, end = (t[pair] for t in (self._question, self._context, self._start, self._end))
        first_asked, asked = _place(self._asked_ends, question)
        first_told, told = _place(self._told_ends, context)
        room = self._window - asked - 3
        shift = _shift(told, room, start, end, self._drawn[pair])
        told = torch.minimum(told, room)
        at = torch.arange(width, device=self._device)[None]
        base = (asked + 2)[:, None]
        passage = (at >= base) & (at < base + told[:, None])
        ids = torch.zeros(len(rows), width, dtype=torch.long, device=self._device)
        in_question = (at >= 1) & (at <= asked[:, None])
        ids = torch.where(in_question, _gather(self._asked, first_asked[:, None] + at - 1), ids)
        ids = torch.where(passage, _gather(self._told, (first_told + shift)[:, None] + at - base), ids)
        ids = torch.where((at == base - 1) | (at == base + told[:, None]), SEP, torch.where(at == 0, CLS, ids))
        none = start < 0
        place = asked + 2 - shift
        return Windows(
            pair,
            ids,
            at <= base + told[:, None],
            passage,
            torch.where(none, 0, start + place),
            torch.where(none, 0, end + place),
            self._labelled[pair],
        )

    def batches(self, rows: NDArray[np.int64], size: int, rng: random.Random) -> Iterator[Windows]:
        """For ever: all pairs of these numbers by lot, in batches of about one length."""
        while True:
            order = rng.sample(rows.tolist(), len(rows))
            for first in range(0, len(order), SORTED_TOGETHER * size):
                stretch = sorted(order[first : first + SORTED_TOGETHER * size], key=self._lengths.__getitem__)
                found = [stretch[n : n + size] for n in range(0, len(stretch), size)]
                rng.shuffle(found)
                yield from map(self.windows, found)

    def in_order(self, rows: NDArray[np.int64], size: int = 64) -> Iterator[Windows]:
        """All pairs of these numbers once, the shortest first."""
        order = sorted(rows.tolist(), key=self._lengths.__getitem__)
        return (self.windows(order[n : n + size]) for n in range(0, len(order), size))


def _place(ends: torch.Tensor, number: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Where texts of these numbers begin, and how long they are."""
    begins = torch.where(number > 0, ends[number - 1], 0)
    return begins, ends[number] - begins


def _shift(
    told: torch.Tensor, room: torch.Tensor, start: torch.Tensor, end: torch.Tensor, drawn: torch.Tensor
) -> torch.Tensor:
    """How many of the passage's first tokens are left out, so that it has room and the answer is in; `drawn`, between 0
    and 1, says which of the choices is taken."""
    spare = (told - room).clamp(min=0)
    lowest = torch.where(start < 0, 0, (end - room + 1).clamp(min=0))
    highest = torch.where(start < 0, spare, torch.minimum(start, spare))
    return lowest + (drawn * (highest - lowest + 1).clamp(min=1)).long()


def _gather(ids: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    return ids[at.clamp(0, len(ids) - 1)]
