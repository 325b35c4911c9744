"""Make a network's numbers easier to hold in int8 without changing what it computes (Xiao et al. 2023, "SmoothQuant").

A few channels of what a layer takes in are far larger than the others, and one scale has to serve them all. Each
channel is divided by a factor, and the layer's weights for it multiplied by the same. Which layers are treated is the
caller's choice: each takes one multiplication more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import torch
from torch import nn

SMALLEST = 1e-4  # of a channel's range: one that is never used has no factor

Ranges = Mapping[str, torch.Tensor]
Strengths = Mapping[str, float]  # pattern of layers' names -> how much of the spread goes to the weights, from 0 to 1


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


def ranges(model: nn.Module, windows: Iterable[Mapping[str, Sequence[int]]], strengths: Strengths) -> Ranges:
    """The largest absolute value of each channel that the layers to be treated take in, over all `windows`: token ids
    and whatever else the model takes, by its arguments' names."""
    found: dict[str, torch.Tensor] = {}

    def watch(name: str) -> torch.utils.hooks.RemovableHandle:
        def see(_: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            largest = given[0].abs().flatten(0, -2).amax(0)
            found[name] = torch.maximum(found[name], largest) if name in found else largest

        return model.get_submodule(name).register_forward_pre_hook(see)

    watching = [watch(name) for name in treated(model, strengths)]
    with torch.inference_mode():
        for window in windows:
            model(**{name: torch.tensor([values]) for name, values in window.items()})
    for one in watching:
        one.remove()
    return {name: largest.clone() for name, largest in found.items()}


def smooth(model: nn.Module, ranges: Ranges, strengths: Strengths) -> None:
    """Put `Smoothed` layers in the place of those to be treated. Layers that take in the same values get the same
    factors, so that these are divided once."""
    alike: dict[tuple[float, ...], list[tuple[str, nn.Linear, float]]] = defaultdict(list)
    for name, (linear, strength) in treated(model, strengths).items():
        alike[tuple(ranges[name].tolist())].append((name, linear, strength))
    for same in alike.values():
        heaviest = torch.stack([linear.weight.data.abs().amax(0) for _, linear, _ in same]).amax(0)
        for name, linear, strength in same:
            replace(model, name, Smoothed(linear, _factors(heaviest, ranges[name], strength)))


def replace(model: nn.Module, name: str, layer: nn.Module) -> None:
    """Put a layer in the place of the one of that name."""
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, layer)


def _factors(heaviest: torch.Tensor, largest: torch.Tensor, strength: float) -> torch.Tensor:
    """One for each input channel, about 1 on average."""
    factors = largest.clamp(min=SMALLEST) ** strength / heaviest.clamp(min=SMALLEST) ** (1 - strength)
    return (factors / factors.mean()).clamp(min=SMALLEST)


def treated(model: nn.Module, strengths: Strengths) -> dict[str, tuple[nn.Linear, float]]:
    """The layers to be treated, each with its strength."""
    return {
        name: (module, strength)
        for name, module in model.named_modules()
        for pattern, strength in strengths.items()
        if isinstance(module, nn.Linear) and re.search(pattern, name)
    }
