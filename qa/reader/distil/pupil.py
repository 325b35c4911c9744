"""The pupil: the reader's network, over windows."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModelForQuestionAnswering

from qa.reader.distil.losses import Logits
from qa.reader.distil.windows import Windows


class Pupil(nn.Module):
    """Windows in, start and end logits out, each of shape ``(rows, width)``. Its word embeddings stay as the packaged
    encoder has them."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__()
        self.model = AutoModelForQuestionAnswering.from_pretrained(
            checkpoint, dtype=torch.float32, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.model.bert.embeddings.word_embeddings.weight.requires_grad_(False)

    def forward(self, windows: Windows) -> Logits:
        """The forward pass."""
        seen = windows.mask[:, None, None]  # in the shape that attention takes; else each pass waits for the device
        out = self.model(input_ids=windows.ids, attention_mask=seen, token_type_ids=windows.types)
        return out.start_logits, out.end_logits
