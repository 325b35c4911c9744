"""A tiny teacher learns where an answer stands, and a tiny pupil learns it from the teacher alone."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForQuestionAnswering, MPNetConfig, MPNetForQuestionAnswering

from qa.reader.distil.learn import Pace, forward, learn, looked_at
from qa.reader.distil.losses import apart, of_labels, of_teaching
from qa.reader.distil.pairs import HELD_OUT, LABELLED, TAUGHT, Pairs, flat
from qa.reader.distil.pupil import Pupil
from qa.reader.distil.teacher import Teacher
from qa.reader.distil.windows import Laid, Windows

SHAPE = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
ANSWER, ASKED = 999, 500  # the token that answers, and the one that asks for it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("networks")
    torch.manual_seed(1)
    MPNetForQuestionAnswering(MPNetConfig(vocab_size=1200, **SHAPE)).save_pretrained(folder / "teacher")
    BertForQuestionAnswering(BertConfig(vocab_size=1200, **SHAPE)).save_pretrained(folder / "pupil")
    return folder


@pytest.fixture(scope="module")
def laid() -> Laid:
    """200 passages of ten tokens, one of them the answer, or none."""
    draw = random.Random(5)
    contexts, rows = [], []
    for number in range(200):
        context, place = [draw.randint(600, 700) for _ in range(10)], draw.randrange(10)
        if number % 2:
            context[place] = ANSWER
        known = HELD_OUT if number >= 160 else LABELLED if number < 120 else TAUGHT
        contexts.append(context)
        rows.append((0, number, place if number % 2 else -1, place if number % 2 else -1, known))
    question, context, start, end, what = np.array(rows, np.int32).T
    return Laid(Pairs(*flat([[ASKED]]), *flat(contexts), question, context, start, end, what), 32, "cpu")


def batches(laid: Laid, first: int, last: int) -> "object":
    return laid.batches(np.arange(first, last), 20, random.Random(2))


def test_the_teacher_learns_from_labels_and_the_pupil_from_the_teacher(folder: Path, laid: Laid):
    held = np.arange(160, 200)
    teacher, pupil = Teacher(folder / "teacher"), Pupil(folder / "pupil")
    learn(teacher.train(), batches(laid, 0, 120), of_labels, Pace(5e-3, 0.12, warmup=5))
    assert looked_at(teacher.eval(), laid.in_order(held))["exact"] > 0.9

    def loss_of(logits, windows):
        with torch.no_grad():
            taught = forward(teacher, windows)
        return of_teaching(logits, taught, replace(windows, labelled=windows.labelled & False))

    before = looked_at(pupil.eval(), laid.in_order(held))
    figures = learn(pupil.train(), batches(laid, 0, 160), loss_of, Pace(5e-3, 0.12, warmup=5))
    after = looked_at(pupil.eval(), laid.in_order(held))
    assert figures["steps"] > 10
    assert after["exact"] > max(0.9, before["exact"])
    assert after["auroc"] > 0.9


def test_the_teacher_reads_as_its_own_library_does(folder: Path, laid: Laid):
    teacher = Teacher(folder / "teacher").eval()
    library = MPNetForQuestionAnswering.from_pretrained(folder / "teacher").eval()
    windows = laid.windows([1, 2, 3])
    ids = torch.where(windows.ids == 101, 0, torch.where(windows.ids == 102, 2, windows.ids + 4))
    with torch.inference_mode():
        ours, _ = teacher(windows)
        theirs = library(input_ids=torch.where(windows.mask, ids, 1), attention_mask=windows.mask.long()).start_logits
    torch.testing.assert_close(ours[windows.mask], theirs[windows.mask], atol=1e-4, rtol=1e-4)


def test_logits_are_no_distance_from_themselves_and_some_from_others(laid: Laid):
    windows: Windows = laid.windows([1, 3])
    torch.manual_seed(0)
    one, other = ((torch.randn(windows.ids.shape), torch.randn(windows.ids.shape)) for _ in range(2))
    assert apart(one, one, windows).abs() < 1e-6
    assert apart(one, other, windows) > 0.01
