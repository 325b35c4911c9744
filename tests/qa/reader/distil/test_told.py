"""What a teacher said of pairs is kept, and found again in whichever windows they stand."""

from pathlib import Path

import numpy as np
import torch

from qa.reader.distil.pairs import LABELLED, Pairs, flat
from qa.reader.distil.told import Told, told
from qa.reader.distil.windows import Laid, Windows

NONE = np.full(3, -1, np.int16)
PAIRS = Pairs(
    *flat([[11], [12, 13]]),
    *flat([[21], list(range(30, 39)), [41, 42, 43]]),
    np.array([0, 1, 0], np.int32),
    np.array([1, 0, 2], np.int32),
    NONE,
    NONE,
    np.full(3, LABELLED, np.uint8),
)


def says(windows: Windows) -> tuple[torch.Tensor, torch.Tensor]:
    """A teacher whose logits are the tokens' own numbers."""
    return windows.ids.float(), -windows.ids.float()


def test_each_pair_gets_back_what_was_said_of_it(tmp_path: Path):
    laid = Laid(PAIRS, 64, "cpu")
    told(says, laid.in_order(np.arange(3), 2), 3).save(tmp_path / "told.pt")
    kept = Told.load(tmp_path / "told.pt", "cpu")
    windows = laid.windows([2, 0, 1])
    starts, ends = kept.of(windows)
    assert starts[windows.mask].tolist() == windows.ids[windows.mask].tolist()
    assert ends[windows.mask].tolist() == (-windows.ids[windows.mask]).tolist()


def test_a_longer_passage_is_read_in_the_same_stretch_whenever_it_is_laid_out():
    once, again = (Laid(PAIRS, 10, "cpu").windows([0, 1, 2]) for _ in range(2))
    assert once.ids.tolist() == again.ids.tolist()
