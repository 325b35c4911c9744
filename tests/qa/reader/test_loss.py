"""What training minimises, on logits that are written down instead of learned."""

import math
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from qa.reader.encode import Encoded
from qa.reader.loss import loss_of

OWN = Encoded([101, 7, 102, 8, 9, 102], context_from=3, start=3, end=4)
OTHER = Encoded([101, 7, 102, 8, 9, 102], context_from=3, start=0, end=0)


class Says:
    """A network that gives the same logits for starts and ends."""

    def __init__(self, *rows: list[float]) -> None:
        self.logits = torch.tensor(rows)

    def __call__(self, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(start_logits=self.logits, end_logits=self.logits)


def test_a_lone_window_has_only_its_own_loss():
    flat = [0.0] * 6
    assert loss_of(Says(flat), [(OWN,)]).item() == pytest.approx(math.log(3))  # no answer, or one of two tokens


def test_passages_side_by_side_share_one_normalisation():
    flat = [0.0] * 6
    loss = loss_of(Says(flat, flat), [(OWN, OTHER)]).item()
    assert loss == pytest.approx(math.log(3) + math.log(4))  # and one of four tokens of the two passages


def test_a_high_score_in_another_passage_costs_even_where_no_answer_wins_there():
    low, high = [9.0, 0, 0, 0, 0, 0], [9.0, 0, 0, 5, 5, 0]
    own = [0.0, 0, 0, 5, 5, 0]
    assert loss_of(Says(own, high), [(OWN, OTHER)]).item() > loss_of(Says(own, low), [(OWN, OTHER)]).item() + 0.5


def test_a_question_without_an_answer_has_nothing_to_share():
    flat = [0.0] * 6
    assert loss_of(Says(flat, flat), [(OTHER, OTHER)]).item() == pytest.approx(math.log(3))
