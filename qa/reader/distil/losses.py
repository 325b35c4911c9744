"""What a teacher, and what its pupil, minimises. Knows windows and logits, nothing of networks."""

from __future__ import annotations

import torch
from torch.nn.functional import cross_entropy, kl_div, log_softmax

from qa.reader.distil.windows import Windows
from qa.reader.loss import MASKED

Logits = tuple[torch.Tensor, torch.Tensor]  # of start and end, each of shape (rows, width)

SOFTENED = 2.0  # what logits are divided by before they are compared, so that the less likely places tell something too
OWN_SHARE = 0.25  # of the labels in what a pupil learns; the teacher has seen them all


def of_labels(logits: Logits, windows: Windows) -> torch.Tensor:
    """Mean cross-entropy of start and end over the first token ("no answer") and the passage's, of labelled windows."""
    weights = windows.labelled.float() / windows.labelled.sum().clamp(min=1)
    each = (
        cross_entropy(_masked(one, windows), target, reduction="none")
        for one, target in zip(logits, (windows.start, windows.end), strict=True)
    )
    return torch.stack([(weights * one).sum() for one in each]).mean()


def of_teaching(logits: Logits, taught: Logits, windows: Windows) -> torch.Tensor:
    """How far logits are from the teacher's, and a share of the labels' cross-entropy."""
    return (1 - OWN_SHARE) * apart(logits, taught, windows) + OWN_SHARE * of_labels(logits, windows)


def apart(logits: Logits, taught: Logits, windows: Windows) -> torch.Tensor:
    """Kullback-Leibler divergence of softened logits from others, times the square of what softened them (Hinton et al.
    2015, section 2)."""
    each = [
        kl_div(_softened(one, windows), _softened(other, windows), reduction="batchmean", log_target=True)
        for one, other in zip(logits, taught, strict=True)
    ]
    return torch.stack(each).mean() * SOFTENED**2


def _softened(logits: torch.Tensor, windows: Windows) -> torch.Tensor:
    return log_softmax(_masked(logits, windows) / SOFTENED, dim=1)


def _masked(logits: torch.Tensor, windows: Windows) -> torch.Tensor:
    return logits.float().masked_fill(~windows.allowed, MASKED)
