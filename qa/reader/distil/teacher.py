"""The teacher: an MPNet (Song et al. 2020) with start and end logits over the pupil's own tokens.

MPNet's vocabulary is BERT's behind four tokens of its own, so that both networks read one window token by token.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import MPNetForQuestionAnswering

from index.smooth import replace
from qa.reader.distil.windows import Windows
from qa.reader.encode import CLS, SEP
from qa.reader.loss import MASKED

SHIFT = 4  # of BERT's ids
BEGIN, FILLED, PARTED = 0, 1, 2  # MPNet's <s>, <pad> and </s>

Attended = tuple[torch.Tensor]


class _Attention(nn.Module):
    """MPNet's self-attention in one operator, which keeps no score in memory."""

    def __init__(self, attention: Any) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = attention.q, attention.k, attention.v, attention.o
        self.heads = int(attention.num_attention_heads)

    def forward(self, hidden: torch.Tensor, _mask: None, position_bias: torch.Tensor, **_: object) -> Attended:
        """As the layer that it stands for, with what is masked in `position_bias`."""
        rows, width, size = hidden.shape
        q, k, v = (
            layer(hidden).view(rows, width, self.heads, size // self.heads).transpose(1, 2)
            for layer in (self.q, self.k, self.v)
        )
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=position_bias.to(q.dtype))
        return (self.o(seen.transpose(1, 2).reshape(rows, width, size)),)


class Teacher(nn.Module):
    """Windows in, start and end logits out, each of shape ``(rows, width)``."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__()
        self.model = MPNetForQuestionAnswering.from_pretrained(checkpoint, dtype=torch.float32)
        for name, module in list(self.model.named_modules()):
            if name.endswith("attention.attn"):
                replace(self.model, name, _Attention(module))
        self.model.mpnet.encoder.relative_attention_bias.requires_grad_(False)

    def forward(self, windows: Windows) -> tuple[torch.Tensor, torch.Tensor]:
        """The forward pass."""
        ids = windows.ids + SHIFT
        for ours, theirs in ((CLS, BEGIN), (SEP, PARTED)):
            ids = torch.where(windows.ids == ours, theirs, ids)
        ids = torch.where(windows.mask, ids, FILLED)
        body: Any = self.model.mpnet
        rows = body.embeddings(input_ids=ids)
        bias = body.encoder.compute_position_bias(rows[:1]) + torch.where(windows.mask, 0.0, MASKED)[:, None, None]
        for layer in body.encoder.layer:
            rows = layer(rows, None, bias)[0]
        start, end = self.model.qa_outputs(rows).unbind(-1)
        return start, end
