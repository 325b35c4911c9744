"""The learnt network -> a folder that `index.encoder.Encoder` opens."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn

from index.encoder import INT8, NETWORK, TEXTS, TOKENIZER, write_manifest


class _Averaged(nn.Module):
    """The mean of the last layer's rows; without a mask, since a text goes through alone."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        rows: torch.Tensor = self.model(input_ids=ids).last_hidden_state
        return rows.mean(1)


def export(model: nn.Module, tokenizer: Tokenizer, out: Path, /, **facts: object) -> None:
    """Write the network with its products in int8, the tokenizer, and the manifest with `facts` about it."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's notes on branches that do not depend on the input
        plain = Path(folder) / NETWORK
        torch.onnx.export(
            _Averaged(model).eval(),
            (torch.ones(1, 16, dtype=torch.long),),
            str(plain),
            input_names=[TEXTS],
            output_names=["vector"],
            dynamic_axes={TEXTS: {1: "length"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(plain), str(out / NETWORK), ["MatMul"], per_channel=True, weight_type=QuantType.QInt8)
    tokenizer.save(str(out / TOKENIZER))
    write_manifest(out, (NETWORK, TOKENIZER), weights=INT8, **facts)
