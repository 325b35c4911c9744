"""A network with rounded weights is kept as whole numbers, and comes back the same."""

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForQuestionAnswering

from index.smooth import ranges
from qa.reader.rounded import SMOOTHED, load, prepare, save, set_learning

WINDOW = {"input_ids": [101, 2040, 102, 1996, 6496, 2003, 2784, 102], "token_type_ids": [0, 0, 0, 1, 1, 1, 1, 1]}


def tiny(width: int = 24) -> torch.nn.Module:
    torch.manual_seed(3)
    config = BertConfig(hidden_size=width, num_hidden_layers=2, num_attention_heads=2, intermediate_size=48)
    return BertForQuestionAnswering(config).eval()


def logits(model: torch.nn.Module) -> torch.Tensor:
    with torch.inference_mode():
        return model(**{name: torch.tensor([ids]) for name, ids in WINDOW.items()}).start_logits


def rounded() -> torch.nn.Module:
    model = tiny()
    prepare(model, ranges(model, [WINDOW], SMOOTHED))
    return model


def test_laid_out_for_rounding_it_still_says_about_the_same():
    torch.testing.assert_close(logits(rounded()), logits(tiny()), atol=0.01, rtol=0)


def test_it_rounds_while_it_learns_and_gradients_pass():
    model = rounded()
    exact = logits(model)
    set_learning(model, torch.ones(1, 8, dtype=torch.bool))
    assert not torch.equal(logits(model), exact)
    torch.autograd.backward(model(input_ids=torch.tensor([WINDOW["input_ids"]])).start_logits.sum())
    assert model.qa_outputs.weight.grad.abs().sum() > 0
    set_learning(model, None)
    torch.testing.assert_close(logits(model), exact)


def test_what_was_kept_comes_back(tmp_path: Path):
    model, again = rounded(), tiny()
    save(model, tmp_path / "rounded.safetensors")
    load(again, tmp_path / "rounded.safetensors")
    for one in (model, again):
        set_learning(one, torch.ones(1, 8, dtype=torch.bool))
    torch.testing.assert_close(logits(again), logits(model))


def test_weights_of_another_network_are_refused(tmp_path: Path):
    save(rounded(), tmp_path / "rounded.safetensors")
    with pytest.raises(ValueError, match="another network"):
        load(tiny(width=32), tmp_path / "rounded.safetensors")
