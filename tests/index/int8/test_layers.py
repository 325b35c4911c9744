"""Layers that round in training must round as ONNX Runtime does: on a tiny network, both are compared."""

from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.embed import packaged_model_path
from index.encoder import Encoder, normalised
from index.int8.export import export
from index.int8.layers import STRENGTHS, int8_layers, prepare
from index.int8.train import train
from index.smooth import ranges

WINDOWS = [[101, 1996, 6496, 2003, 2784, 102], [101, 2040, 102], [101, 1037, 2217, 1997, 1996, 2303, 2003, 2204, 102]]


def averaged(model: torch.nn.Module) -> np.ndarray:
    with torch.inference_mode():
        rows = [model(input_ids=torch.tensor([window])).last_hidden_state[0].mean(0).numpy() for window in WINDOWS]
    return normalised(np.stack(rows))


@pytest.fixture
def model() -> torch.nn.Module:
    torch.manual_seed(3)
    config = BertConfig(
        hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager",
    )  # fmt: skip
    return BertModel(config, add_pooling_layer=False).eval()


def prepared(model: torch.nn.Module) -> torch.nn.Module:
    prepare(model, ranges(model, ({"input_ids": window} for window in WINDOWS), STRENGTHS))
    return model


def test_laid_out_for_the_exporter_they_compute_what_the_model_did(model: torch.nn.Module):
    before = averaged(model)
    assert (averaged(prepared(model)) * before).sum(1).min() > 0.9999  # the words' vectors alone are rounded


def test_training_rounds_as_the_runtime_does(model: torch.nn.Module, tmp_path: Path):
    exact = averaged(model)
    prepared(model)
    tokenizer = Tokenizer.from_file(str(packaged_model_path() / "tokenizer.json"))
    export(model, tokenizer, tmp_path, model="tiny", sha256="", dimension=64, window=32)
    session = Encoder(tmp_path)._session
    ran = normalised(np.concatenate([session.run(None, {"input_ids": np.array([window])})[0] for window in WINDOWS]))
    for layer in int8_layers(model):
        layer.learning, layer.texts = True, torch.ones(1, 1, 1)
    rounded = averaged(model)
    apart, lost = 1 - (ran * rounded).sum(1).mean(), 1 - (ran * exact).sum(1).mean()
    assert apart < lost / 3


def test_training_brings_the_vectors_nearer(model: torch.nn.Module):
    wanted = averaged(model)
    for layer in int8_layers(prepared(model)):
        layer.weight.data += 0.02 * torch.randn_like(layer.weight)
    before = (averaged(model) * wanted).sum(1).mean()
    targets = np.concatenate([wanted] * 6)
    train(model, WINDOWS * 6, targets, minutes=0.1, rate=1e-3, seed=1, save=lambda _: None)
    assert (averaged(model) * wanted).sum(1).mean() > before
    assert not any(layer.learning for layer in int8_layers(model))
