"""The loop in which a network learns, and what it has learnt, on held-out pairs."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from sklearn.metrics import roc_auc_score
from torch import nn

from qa.reader.distil.losses import Logits
from qa.reader.distil.windows import Windows
from qa.reader.loss import MASKED, half_precision

log = logging.getLogger("quoth.distil")

REPORT = 200  # steps
LONGEST_ANSWER = 30  # tokens, when what was learnt is looked at

Network = Callable[[Windows], Logits]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast, and how long."""

    rate: float
    minutes: float
    warmup: int = 200  # steps


def learn(
    network: nn.Module, batches: Iterable[Windows], loss_of: Callable[[Logits, Windows], torch.Tensor], pace: Pace
) -> dict[str, float]:
    """Minimise `loss_of` for the time given; the rate falls to zero over it. Figures of the run."""
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=pace.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    began, running, seen, step = time.monotonic(), torch.zeros(()), 0, 0
    for windows in batches:
        done = (time.monotonic() - began) / (60 * pace.minutes)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = pace.rate * min(1.0, (step + 1) / pace.warmup) * (1 - done)
        loss = loss_of(forward(network, windows), windows)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step, seen = step + 1, seen + len(windows.ids)
        running = running.to(loss.device) + (loss.detach() - running.to(loss.device)) * max(0.01, 1 / step)
        if step % REPORT == 0:
            pairs_a_second = seen / (time.monotonic() - began)
            log.info("step %d, %.0f %%, loss %.4f, %.0f pairs/s", step, 100 * done, running.item(), pairs_a_second)
    return {"steps": step, "pairs": seen, "loss": round(running.item(), 4)}


def forward(network: Network, windows: Windows) -> Logits:
    """The network's logits, in bfloat16 where that is exact enough."""
    with half_precision(windows.ids.device.type):
        return network(windows)


@torch.inference_mode()
def looked_at(network: Network, batches: Iterable[Windows]) -> dict[str, float]:
    """Of held-out windows: the share of answerable ones whose best span is exactly the given one, and how well the
    margin over "no answer" tells answerable ones from the others (AUROC)."""
    exact, margins, answerable = [], [], []
    for windows in batches:
        logits = [one.float() for one in forward(network, windows)]
        starts, ends = (one.masked_fill(~windows.passage, MASKED) for one in logits)
        width = starts.shape[1]
        joint = starts[:, :, None] + ends[:, None, :]
        within = torch.ones(width, width, dtype=torch.bool, device=starts.device).triu().tril(LONGEST_ANSWER)
        best, place = joint.masked_fill(~within, 2 * MASKED).flatten(1).max(1)
        has = windows.start > 0
        right = (place // width == windows.start) & (place % width == windows.end)
        exact.append(right[has])
        margins.append(best - logits[0][:, 0] - logits[1][:, 0])
        answerable.append(has)
    truth, margin = torch.cat(answerable).cpu().numpy(), torch.cat(margins).cpu().numpy()
    return {
        "exact": round(torch.cat(exact).float().mean().item(), 4),
        "auroc": round(float(roc_auc_score(truth, margin)), 4),
        "held_out": len(truth),
    }
