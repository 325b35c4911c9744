"""What changed between two wordings, word by word. Pure; knows nothing of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"\s+|\w+(?:[’'.,]\w+)*|[^\w\s]")

Change = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that both wordings have, or that only the earlier ("removed") or later ("added") one has."""

    change: Change
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The two wordings as one line of pieces: those that are not "added" make `before`, those not "removed" `after`.

    Words are never cut. By Ratcliff and Obershelp's matching, as `difflib` has it.
    """
    return tuple(_pieces(_TOKEN.findall(before), _TOKEN.findall(after)))


def likeness(one: str, two: str) -> float:
    """How much of their words two wordings share, in order: 2 * shared / all, in [0, 1]; 1 for the same words."""
    return SequenceMatcher(None, words(one), words(two), autojunk=False).ratio()


def words(text: str) -> list[str]:
    """The words, in lower case, without what stands between them."""
    return [token.lower() for token in _TOKEN.findall(text) if token[0].isalnum()]


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[i:j]))
            continue
        if i < j:
            yield Piece("removed", "".join(before[i:j]))
        if k < n:
            yield Piece("added", "".join(after[k:n]))
