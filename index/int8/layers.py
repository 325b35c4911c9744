"""A BERT's layers as they will be in int8, while they are still in float.

Two things are rounded when ONNX Runtime multiplies in int8: the weights, one scale for each output channel, and the
values that come in, one scale for all of a text. Some tokens' values are far larger than the others' where no norm went
before; there each token's are brought to one range first.
"""

from __future__ import annotations

import torch
from torch import nn

from index.smooth import Ranges, Smoothed, replace, smooth

# Of the values that come into a layer: how much of their channels' spread goes to the weights.
# Of a few tried for each kind on training texts, a step towards the best: with 0.5 everywhere 1 - cosine was 0.0013,
# with 0.8 for the first alone, or 0.65 for one of the others, 0.0011 to 0.0013.
STRENGTHS = {
    r"\.(query|key|value)$": 0.7,
    r"intermediate\.dense$": 0.65,
    r"attention\.output\.dense$": 0.6,
    r"\d\.output\.dense$": 0.6,
}
BY_TOKEN = ("output.dense",)  # layers whose tokens differ: after attention, and after GELU
SMALLEST = 1e-12  # of a token's range


class Int8Linear(nn.Module):
    """A linear layer. While `learning`, it rounds as int8 does, and gradients pass as if it did not (Bengio et al.
    2013, the straight-through estimator); else it is laid out for the exporter, which does the rounding.

    `texts`, shape ``(batch, length, 1)``, is 1 where a token is one and 0 where it fills up a batch.
    """

    texts: torch.Tensor

    def __init__(self, linear: nn.Linear, *, by_token: bool) -> None:
        super().__init__()
        self.weight, self.bias, self.by_token, self.learning = linear.weight, linear.bias, by_token, False

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """As the linear layer, but for what is rounded."""
        multiply = self._rounded if self.learning else self._exact
        if not self.by_token:
            return multiply(values) + self.bias
        largest = values.abs().amax(-1, keepdim=True).clamp(min=SMALLEST)
        return multiply(values / largest) * largest + self.bias

    def _exact(self, values: torch.Tensor) -> torch.Tensor:
        return nn.functional.linear(values, self.weight)

    def _rounded(self, values: torch.Tensor) -> torch.Tensor:
        """In whole numbers of at most eight bits, which bfloat16 holds exactly."""
        with torch.no_grad():
            seen = values.float() * self.texts
            lowest, highest = seen.amin((1, 2), keepdim=True), seen.amax((1, 2), keepdim=True)
            step = (highest.clamp(min=0) - lowest.clamp(max=0)).clamp(min=SMALLEST) / 255
            channel = self.weight.abs().amax(1, keepdim=True).clamp(min=SMALLEST) / 127
        whole, weights = _whole(values.float() / step), _whole(self.weight / channel)
        product = nn.functional.linear(whole.to(torch.bfloat16), weights.to(torch.bfloat16)).float()
        return product * (step * channel.view(1, 1, -1))


class Int8Embedding(nn.Module):
    """Word vectors in int8, one scale for each word."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        scale = embedding.weight.data.abs().amax(1, keepdim=True).clamp(min=SMALLEST) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rounded", torch.round(embedding.weight.data / scale).to(torch.int8))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """The vectors of `ids`."""
        rounded: torch.Tensor = self.rounded[ids].float() * self.scale[ids]  # type: ignore[index]
        return rounded


def prepare(model: nn.Module, seen: Ranges) -> None:
    """Smooth a BERT by the ranges `seen`, and put these layers in the place of its own."""
    smooth(model, seen, STRENGTHS)
    for name, layer in list(model.named_modules()):
        if isinstance(layer, Smoothed):
            by_token = name.endswith(BY_TOKEN)
            replace(model, f"{name}.linear", Int8Linear(layer.linear, by_token=by_token))
    replace(model, "embeddings.word_embeddings", Int8Embedding(model.get_submodule("embeddings.word_embeddings")))  # type: ignore[arg-type]


def int8_layers(model: nn.Module) -> list[Int8Linear]:
    """All of them."""
    return [layer for layer in model.modules() if isinstance(layer, Int8Linear)]


def _whole(values: torch.Tensor) -> torch.Tensor:
    """Rounded, with the gradient of what was not."""
    return values + (torch.round(values) - values).detach()
