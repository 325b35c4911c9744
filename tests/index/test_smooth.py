"""Smoothing changes the numbers between the layers, and not what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering

from index.smooth import Smoothed, ranges, smooth
from qa.reader.rounded import SMOOTHED
from qa.reader.weights import FLOAT_WEIGHTS, unpack

QUESTION = "Who is the master of the harbour?"
CONTEXT = "The harbour of Saltmere was dredged in 1987. Its master, Edith Crane, had asked for it for years."


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("float")
    unpack(FLOAT_WEIGHTS, directory)
    return directory


@pytest.fixture
def model(checkpoint: Path) -> torch.nn.Module:
    return AutoModelForQuestionAnswering.from_pretrained(checkpoint).eval()


@pytest.fixture
def window(checkpoint: Path) -> dict[str, list[int]]:
    tokenizer = Tokenizer.from_file(str(checkpoint / "tokenizer.json"))
    tokenizer.no_padding()
    encoding = tokenizer.encode(QUESTION, CONTEXT)
    return {"input_ids": encoding.ids, "token_type_ids": encoding.type_ids}


def start_logits(model: torch.nn.Module, window: dict[str, list[int]]) -> torch.Tensor:
    with torch.inference_mode():
        return model(**{name: torch.tensor([values]) for name, values in window.items()}).start_logits


def test_what_comes_out_stays_what_it_was(model: torch.nn.Module, window: dict[str, list[int]]):
    before = start_logits(model, window)
    smooth(model, ranges(model, [window], SMOOTHED), SMOOTHED)
    assert torch.allclose(start_logits(model, window), before, atol=1e-3)


def test_channels_come_nearer_to_one_another(model: torch.nn.Module, window: dict[str, list[int]]):
    def spread() -> float:
        """By how much the largest channel that goes into the first layer's second half exceeds the middle one."""
        layer = model.get_submodule("bert.encoder.layer.0.output.dense")
        inner = layer.linear if isinstance(layer, Smoothed) else layer
        seen: list[torch.Tensor] = []
        watching = inner.register_forward_pre_hook(lambda _, given: seen.append(given[0].abs().flatten(0, -2).amax(0)))
        start_logits(model, window)
        watching.remove()
        return float(seen[0].max() / seen[0].median())

    before = spread()
    smooth(model, ranges(model, [window], SMOOTHED), SMOOTHED)
    assert spread() < before / 2


def test_every_feed_forward_layer_is_treated_and_no_attention(model: torch.nn.Module, window: dict[str, list[int]]):
    smooth(model, ranges(model, [window], SMOOTHED), SMOOTHED)
    treated = [name for name, module in model.named_modules() if isinstance(module, Smoothed)]
    assert len(treated) == 2 * 6
    assert not [name for name in treated if "attention" in name]
