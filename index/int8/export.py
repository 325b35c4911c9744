"""The learnt network -> a folder that `index.encoder.Encoder` opens."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn

from index.encoder import INT8, NETWORK, TEXTS, TOKENIZER, write_manifest
from index.inference import PROVIDERS, SLOWER_FUSED


class _Averaged(nn.Module):
    """The mean of the last layer's rows; without a mask, since a text goes through alone."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        rows: torch.Tensor = self.model(input_ids=ids).last_hidden_state
        return rows.mean(1)


def write_fused(network: Path, out: Path) -> None:
    """Write a network with its operators fused as they would be on opening it, which then takes two fifths less."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED  # the same on any machine
    options.optimized_model_filepath = str(out)
    onnxruntime.InferenceSession(str(network), options, providers=PROVIDERS, disabled_optimizers=SLOWER_FUSED)


def export(model: nn.Module, tokenizer: Tokenizer, out: Path, /, **facts: object) -> None:
    """Write the network with its products in int8, the tokenizer, and the manifest with `facts` about it."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's notes on branches that do not depend on the input
        plain, quantised = Path(folder) / "plain.onnx", Path(folder) / "quantised.onnx"
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
        quantize_dynamic(str(plain), str(quantised), ["MatMul"], per_channel=True, weight_type=QuantType.QInt8)
        write_fused(quantised, out / NETWORK)
    tokenizer.save(str(out / TOKENIZER))
    write_manifest(out, (NETWORK, TOKENIZER), weights=INT8, **facts)
