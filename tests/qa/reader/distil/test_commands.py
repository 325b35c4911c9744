"""From pairs to a deeper pupil, by the commands that do it, with networks of one small layer."""

import argparse
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForQuestionAnswering, MPNetConfig, MPNetForQuestionAnswering

from qa.reader.distil import deeper
from qa.reader.distil.__main__ import distil
from qa.reader.distil.pairs import HELD_OUT, LABELLED, TAUGHT, Pairs, flat
from qa.reader.distil.tell import tell
from qa.reader.distil.told import Told

SHAPE = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
COUNT = 64
RUN = {"minutes": 0.02, "rate": 1e-3, "batch": 8, "window": 48, "device": "cpu", "seed": 1}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pairs, every third without an answer, and the two networks that begin."""
    torch.manual_seed(1)
    MPNetForQuestionAnswering(MPNetConfig(vocab_size=1200, **SHAPE)).save_pretrained(tmp_path / "teacher")
    BertForQuestionAnswering(BertConfig(vocab_size=1200, **SHAPE)).save_pretrained(tmp_path / "start")
    number = np.arange(COUNT, dtype=np.int32)
    contexts = [[300 + n, 400 + n, 500] for n in range(COUNT)]
    place = np.where(number % 3, 1, -1).astype(np.int16)
    known = np.array([LABELLED, TAUGHT, HELD_OUT, HELD_OUT] * (COUNT // 4), np.uint8)
    Pairs(*flat([[200]]), *flat(contexts), 0 * number, number, place, place, known).save(tmp_path / "pairs.npz")
    return tmp_path


def test_a_teacher_says_something_of_every_pair_and_a_pupil_learns_it(folder: Path):
    places = {"pairs": folder / "pairs.npz", "teacher": folder / "teacher", "out": folder / "told.pt"}
    tell(argparse.Namespace(**RUN, **places))
    assert len(Told.load(folder / "told.pt", "cpu").begins) == COUNT
    places = {"pairs": folder / "pairs.npz", "told": folder / "told.pt", "start": folder / "start"}
    distil(argparse.Namespace(**RUN, **places, out=folder / "pupil"))
    assert json.loads((folder / "pupil" / "training.json").read_text("utf-8"))["steps"] > 1
    learnt = BertForQuestionAnswering.from_pretrained(folder / "pupil").state_dict()
    before = BertForQuestionAnswering.from_pretrained(folder / "start").state_dict()
    assert not torch.equal(learnt["qa_outputs.weight"], before["qa_outputs.weight"])


def test_a_deeper_network_is_written_from_the_command_line(folder: Path, monkeypatch: pytest.MonkeyPatch):
    options = {"--pairs": folder / "pairs.npz", "--start": folder / "start", "--out": folder / "deep"}
    given = [str(word) for option in options.items() for word in option]
    monkeypatch.setattr("sys.argv", ["deeper", *given, "--copied", "1", "1"])
    deeper.main()
    assert BertForQuestionAnswering.from_pretrained(folder / "deep").config.num_hidden_layers == 3
