"""Pairs become windows of token ids: the question, the passage or a stretch of it, and the answer's place."""

import random
from pathlib import Path

import numpy as np

from qa.reader.distil.pairs import HELD_OUT, LABELLED, TAUGHT, Pairs, flat
from qa.reader.distil.windows import Laid
from qa.reader.encode import CLS, SEP

QUESTIONS, CONTEXTS = [[11, 12], [13, 14, 15]], [[21, 22, 23], list(range(30, 60))]


def pairs() -> Pairs:
    rows = np.array(
        [(0, 0, 1, 2, LABELLED), (1, 1, 20, 21, LABELLED), (0, 1, -1, -1, TAUGHT), (1, 0, -1, -1, HELD_OUT)]
    )
    question, context, start, end, known = rows.T.astype(np.int32)
    return Pairs(*flat(QUESTIONS), *flat(CONTEXTS), question, context, start, end, known)


def test_a_window_is_question_and_passage_with_the_tokens_that_part_them():
    found = Laid(pairs(), 64, "cpu").windows([0])
    assert found.ids[0][found.mask[0]].tolist() == [CLS, 11, 12, SEP, 21, 22, 23, SEP]
    assert found.types[0][found.mask[0]].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert (found.start.item(), found.end.item()) == (5, 6)
    assert found.allowed[0].nonzero().flatten().tolist() == [0, 4, 5, 6]


def test_of_a_longer_passage_a_stretch_that_holds_the_answer_is_read():
    laid = Laid(pairs(), 16, "cpu")
    for _ in range(20):
        found = laid.windows([1])
        assert found.mask.sum() == 16
        assert found.ids[0][found.start[0] : found.end[0] + 1].tolist() == [50, 51]


def test_a_pair_without_an_answer_points_at_the_first_token_and_without_a_label_says_so():
    found = Laid(pairs(), 64, "cpu").windows([2, 0])
    assert (found.start[0].item(), found.end[0].item()) == (0, 0)
    assert found.labelled.tolist() == [False, True]
    assert found.mask.sum(1).tolist() == [35, 8]


def test_batches_go_through_all_pairs_again_and_again():
    batches = Laid(pairs(), 64, "cpu").batches(np.array([0, 1, 2]), 2, random.Random(1))
    assert sum(len(next(batches).ids) for _ in range(4)) == 6
    first = Laid(pairs(), 64, "cpu").in_order(np.array([1, 0, 3]))
    assert [batch.mask.sum(1).tolist() for batch in first] == [[8, 9, 36]]


def test_pairs_come_back_from_their_file(tmp_path: Path):
    pairs().save(tmp_path / "pairs.npz")
    again = Pairs.load(tmp_path / "pairs.npz")
    assert again.tokens().tolist() == pairs().tokens().tolist() == [8, 36, 35, 9]
    assert len(again) == 4
