"""What training minimises. Knows windows and logits, nothing of files or of the training loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from qa.reader.encode import Encoded, Group

MASKED = -1e4


def half_precision(device: str) -> torch.autocast:
    """Products in bfloat16 inside of it, where the device has them: a processor that has not takes seven times as long
    as in float32."""
    native = device != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(device, torch.bfloat16, enabled=native)


def loss_of(model: Any, batch: Sequence[Group]) -> torch.Tensor:
    """Mean cross-entropy of start and end over each window's first token ("no answer") and its passage's tokens (Devlin
    et al. 2019, section 4.3); in a group of several windows also the shared-normalisation loss, over the tokens of all
    its passages at once, so that scores compare across passages (Clark and Gardner 2018, section 3.2)."""
    rows = [window for group in batch for window in group]
    starts, ends, passage = _logits(model, rows)
    start = torch.tensor([row.start for row in rows])
    end = torch.tensor([row.end for row in rows])
    loss = (cross_entropy(starts, start) + cross_entropy(ends, end)) / 2
    shared = [
        _shared(logits, passage, first, last, target)
        for first, last in _bounds(batch)
        for logits, target in ((starts, start), (ends, end))
    ]
    return loss + torch.stack(shared).mean() if shared else loss


def _bounds(batch: Sequence[Group]) -> list[tuple[int, int]]:
    """First and last row of each group that has an answer and more than one window."""
    bounds, first = [], 0
    for group in batch:
        if len(group) > 1 and group[0].start:
            bounds.append((first, first + len(group)))
        first += len(group)
    return bounds


def _shared(logits: torch.Tensor, passage: torch.Tensor, first: int, last: int, target: torch.Tensor) -> torch.Tensor:
    tokens = logits[first:last].masked_fill(~passage[first:last], MASKED)
    return torch.logsumexp(tokens.flatten(), 0) - logits[first, target[first]]


def _logits(model: Any, rows: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Start and end logits, shape (rows, longest), all but the first token and the passage's masked; and which tokens
    are the passage's."""
    width = max(len(row.ids) for row in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    attention, segment = torch.zeros_like(ids), torch.zeros_like(ids)
    passage = torch.zeros(len(rows), width, dtype=torch.bool)
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        attention[number, : len(row.ids)] = 1
        segment[number, row.context_from : len(row.ids)] = 1
        passage[number, row.context_from : len(row.ids) - 1] = True
    with half_precision("cpu"):
        out = model(input_ids=ids, attention_mask=attention, token_type_ids=segment)
    allowed = passage.clone()
    allowed[:, 0] = True
    starts, ends = (logits.float().masked_fill(~allowed, MASKED) for logits in (out.start_logits, out.end_logits))
    return starts, ends, passage
