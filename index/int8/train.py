"""Teach an int8 encoder the vectors of the float one: its weights move a little until rounding loses less."""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from index.int8.layers import int8_layers

Figures = dict[str, float]

log = logging.getLogger("quoth.int8")

BATCH = 16
WARMUP = 40  # steps
REPORT, SAVE = 100, 1000  # steps


def train(
    model: nn.Module,
    windows: Sequence[list[int]],
    vectors: NDArray[np.float32],
    *,
    minutes: float,
    rate: float,
    seed: int,
    save: Callable[[Figures], None],
) -> Figures:
    """Bring the mean of the last layer's rows, for each of `windows` (token ids), near to its vector. The rate falls to
    zero over the time given. Figures of the run."""
    rng = random.Random(seed)
    target = torch.from_numpy(vectors)
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, betas=(0.9, 0.99), weight_decay=0.0)
    _set_learning(model, learning=True)
    began, step, recent = time.monotonic(), 0, 0.0
    for batch in _batches([len(window) for window in windows], rng):
        done = (time.monotonic() - began) / (60 * minutes)
        if done >= 1:
            break
        optimiser.param_groups[0]["lr"] = rate * min(1.0, (step + 1) / WARMUP) * (1 + math.cos(math.pi * done)) / 2
        loss = 1 - nn.functional.cosine_similarity(_averaged(model, [windows[n] for n in batch]), target[batch]).mean()
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(1000 * loss)
        torch.nn.utils.clip_grad_norm_(parameters, 5.0)
        optimiser.step()
        step += 1
        recent += (loss.item() - recent) * max(0.01, 1 / step)
        if step % REPORT == 0:
            pace = step * BATCH / (time.monotonic() - began)
            log.info("%d steps, %.0f%%, 1 - cosine %.6f, %.1f texts/s", step, 100 * done, recent, pace)
        if step % SAVE == 0:
            _set_learning(model, learning=False)
            save(_figures(step, recent))
            _set_learning(model, learning=True)
    _set_learning(model, learning=False)
    return _figures(step, recent)


def _set_learning(model: nn.Module, *, learning: bool) -> None:
    for layer in int8_layers(model):
        layer.learning = learning


def _figures(steps: int, distance: float) -> Figures:
    return {"steps": steps, "distance": round(distance, 6)}


def _averaged(model: nn.Module, windows: Sequence[list[int]]) -> torch.Tensor:
    length = max(map(len, windows))
    ids = torch.tensor([window + [0] * (length - len(window)) for window in windows])
    mask = torch.tensor([[1] * len(window) + [0] * (length - len(window)) for window in windows])
    kept = mask[:, :, None].float()
    for layer in int8_layers(model):
        layer.texts = kept
    rows = model(input_ids=ids, attention_mask=mask).last_hidden_state
    averaged: torch.Tensor = (rows * kept).sum(1) / kept.sum(1)
    return averaged


def _batches(lengths: Sequence[int], rng: random.Random) -> Iterator[list[int]]:
    """For ever: all by lot, sorted by length within stretches of 50 batches, so that little is filled up."""
    order = list(range(len(lengths)))
    while True:
        rng.shuffle(order)
        for first in range(0, len(order), 50 * BATCH):
            stretch = sorted(order[first : first + 50 * BATCH], key=lambda n: lengths[n])
            found = [stretch[n : n + BATCH] for n in range(0, len(stretch), BATCH)]
            rng.shuffle(found)
            yield from found
