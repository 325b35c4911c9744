"""Make a network's numbers easier to hold in int8 without changing what it computes (Xiao et al. 2023, "SmoothQuant").

A few channels of what a layer takes in are far larger than the others, and one scale has to serve them all. Each
channel is divided by a factor, and the layer's weights for it multiplied by the same. Only the feed-forward layers are
treated: they lose most, and each takes one multiplication more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from tokenizers import Encoding
from torch import nn

# How much of the spread goes from what comes in to the weights, by the layer's name: the square root of the ratio is
# even; what GELU lets through is wider. Of some ten tried on held-out training paragraphs these left least error.
STRENGTHS = {"intermediate.dense": 0.5, "output.dense": 0.8}
SMALLEST = 1e-4  # of a channel's range: one that is never used has no factor

Ranges = Mapping[str, torch.Tensor]


class Smoothed(nn.Module):
    """A linear layer whose input's channels are divided by `factors`, shape ``(in_features,)``."""

    def __init__(self, linear: nn.Linear, factors: torch.Tensor) -> None:
        super().__init__()
        self.shrink = nn.Parameter(1 / factors, requires_grad=False)
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        self.linear.weight.data = linear.weight.data * factors
        self.linear.bias.data = linear.bias.data

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """As the linear layer."""
        return self.linear(values * self.shrink)  # type: ignore[no-any-return]


def ranges(model: nn.Module, windows: Iterable[Encoding]) -> Ranges:
    """The largest absolute value of each channel that the layers to be treated take in, over all `windows`."""
    found: dict[str, torch.Tensor] = {}

    def watch(name: str) -> torch.utils.hooks.RemovableHandle:
        def see(_: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            largest = given[0].abs().flatten(0, -2).amax(0)
            found[name] = torch.maximum(found[name], largest) if name in found else largest

        return model.get_submodule(name).register_forward_pre_hook(see)

    watching = [watch(name) for name in _treated(model)]
    with torch.inference_mode():
        for window in windows:
            model(input_ids=torch.tensor([window.ids]), token_type_ids=torch.tensor([window.type_ids]))
    for one in watching:
        one.remove()
    return found


def smooth(model: nn.Module, ranges: Ranges) -> None:
    """Put `Smoothed` layers in the place of those to be treated."""
    for name, (linear, strength) in _treated(model).items():
        parent, _, own = name.rpartition(".")
        factors = _factors(linear.weight.data, ranges[name], strength)
        setattr(model.get_submodule(parent), own, Smoothed(linear, factors))


def _factors(weights: torch.Tensor, largest: torch.Tensor, strength: float) -> torch.Tensor:
    """One for each input channel, about 1 on average."""
    heaviest = weights.abs().amax(0).clamp(min=SMALLEST)
    factors = largest.clone().clamp(min=SMALLEST) ** strength / heaviest ** (1 - strength)
    return (factors / factors.mean()).clamp(min=SMALLEST)


def _treated(model: nn.Module) -> dict[str, tuple[nn.Linear, float]]:
    """The layers to be treated, each with its strength; an attention's own output is none of them."""
    return {
        name: (module, strength)
        for name, module in model.named_modules()
        for ending, strength in STRENGTHS.items()
        if isinstance(module, nn.Linear) and name.endswith(ending) and "attention" not in name
    }
