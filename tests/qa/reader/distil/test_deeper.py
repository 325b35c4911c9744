"""New layers say nothing until they have learnt something."""

from pathlib import Path

import numpy as np
import torch
from transformers import BertConfig, BertForQuestionAnswering

from qa.reader.distil.deeper import deepen
from qa.reader.distil.pairs import LABELLED, Pairs, flat
from qa.reader.distil.pupil import Pupil
from qa.reader.distil.windows import Laid

WIDTH = 384


def test_a_deeper_network_says_nearly_the_same(tmp_path: Path):
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=600, hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64
    )
    BertForQuestionAnswering(config).save_pretrained(tmp_path)
    pupil, deeper = Pupil(tmp_path).eval(), Pupil(tmp_path).eval()
    number = np.arange(8, dtype=np.int32)
    contexts = np.random.default_rng(1).integers(200, 600, (8, 30)).tolist()
    place = np.full(8, -1, np.int16)
    known = np.full(8, LABELLED, np.uint8)
    windows = Laid(Pairs(*flat([[111]]), *flat(contexts), 0 * number, number, place, place, known), 64, "cpu").windows(
        range(8)
    )
    deepen(deeper.model, (1, 2, 2), windows)
    assert len(deeper.model.bert.encoder.layer) == deeper.model.config.num_hidden_layers == 5
    with torch.inference_mode():
        (before, _), (after, _) = pupil(windows), deeper(windows)
    assert torch.corrcoef(torch.stack([before[windows.mask], after[windows.mask]]))[0, 1] > 0.99


def test_new_layers_can_learn(tmp_path: Path):
    config = BertConfig(
        vocab_size=600, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    BertForQuestionAnswering(config).save_pretrained(tmp_path)
    pupil = Pupil(tmp_path)
    one = np.zeros(1, np.int32)
    place = np.ones(1, np.int16)
    laid = Laid(Pairs(*flat([[111]]), *flat([[300, 301]]), one, one, place, place, np.ones(1, np.uint8)), 64, "cpu")
    windows = laid.windows([0])
    deepen(pupil.model, (1,), windows)
    start, _ = pupil(windows)
    start[0, 4].backward()
    new = pupil.model.bert.encoder.layer[1]
    assert new.output.dense.weight.grad.abs().sum() > 0
    assert new.attention.output.dense.weight.grad.abs().sum() > 0
