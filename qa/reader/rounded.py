"""The reader's network as it will be in int8, while it is still in float, so that it can learn to be right like that.

Every linear layer and the word embeddings are rounded as ONNX Runtime will round them; gradients pass as if they were
not (`index.int8.layers`). What was learnt is kept in one file, the weights as the whole numbers that they are.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from index.int8.layers import SMALLEST, Int8Embedding, Int8Linear, int8_layers
from index.smooth import Ranges, replace, smooth, treated

# How much of the spread goes from what comes in to the weights, by the layer's name: the square root of the ratio is
# even; what GELU lets through is wider. Of some ten tried on held-out training paragraphs these left least error. The
# attention's layers lose little, and each takes one multiplication more.
SMOOTHED = {r"intermediate\.dense$": 0.5, r"\d\.output\.dense$": 0.8}
ROUNDED = "rounded.safetensors"  # the file's name, beside the float weights
WORDS = "bert.embeddings.word_embeddings"
WHOLE, CHANNEL = ".whole", ".channel"  # of a weight, in the file: its int8 numbers, and one scale a channel


def prepare(model: nn.Module, seen: Ranges) -> None:
    """Smooth a reader's network by the ranges `seen`, and put rounding layers in the place of its own."""
    smooth(model, seen, SMOOTHED)
    for name, layer in list(model.named_modules()):
        if isinstance(layer, nn.Linear):
            replace(model, name, Int8Linear(layer, by_token=False))
    replace(model, WORDS, Int8Embedding(model.get_submodule(WORDS)))  # type: ignore[arg-type]


def in_whole_numbers(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """A layer's weight, shape ``(out, in)``, in int8, and the scale of each output channel, shape ``(out, 1)``."""
    channel = weight.abs().amax(1, keepdim=True).clamp(min=SMALLEST) / 127
    return torch.round(weight / channel).to(torch.int8), channel


def save(model: nn.Module, target: Path) -> None:
    """Write a prepared network but for its word embeddings, which no training moves."""
    kept: dict[str, torch.Tensor] = {}
    weights = {f"{name}.weight" for name, layer in model.named_modules() if isinstance(layer, Int8Linear)}
    for name, tensor in model.state_dict().items():
        if name in weights:
            whole, channel = in_whole_numbers(tensor)
            kept |= {name + WHOLE: whole, name + CHANNEL: channel}
        elif not name.startswith(WORDS):
            kept[name] = tensor.contiguous()
    save_file(kept, target)


def load(model: nn.Module, source: Path) -> None:
    """Prepare a reader's network and give it the weights that `save` wrote; ValueError when they are of another."""
    prepare(model, {name: torch.ones(layer.in_features) for name, (layer, _) in treated(model, SMOOTHED).items()})
    stored = load_file(source)
    weights = {
        name.removesuffix(WHOLE): whole.float() * stored[name.removesuffix(WHOLE) + CHANNEL]
        for name, whole in stored.items()
        if name.endswith(WHOLE)
    }
    plain = {name: tensor for name, tensor in stored.items() if not name.endswith((WHOLE, CHANNEL))}
    wrong = f"{source} holds the weights of another network. Make it anew with qa.reader.distil.rounding."
    try:
        missing, unexpected = model.load_state_dict(weights | plain, strict=False)
    except RuntimeError as error:  # torch's for weights of another shape
        raise ValueError(wrong) from error
    if unexpected or any(not name.startswith(WORDS) for name in missing):
        raise ValueError(wrong)


def set_learning(model: nn.Module, texts: torch.Tensor | None) -> None:
    """Round while learning from `texts`, shape ``(batch, length)``, true where a token is one; None: learn no more."""
    for layer in int8_layers(model):
        layer.learning = texts is not None
        if texts is not None:
            layer.texts = texts[:, :, None].float()
