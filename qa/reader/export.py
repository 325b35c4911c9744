"""Float checkpoint -> the shipped reader: ``python -m qa.reader.export --model DIR --out DIR``.

Writes the network with the int8 weights that `qa.reader.distil.rounding` learnt (dynamic quantisation, one scale a
channel), its lower and upper layers apart, the tokenizer, and a manifest with the sha256 of every file and how it was
trained; beside the folder, the float weights, packed (see `qa.reader.weights`). What a half-read window promises is
learnt afterwards, by `qa.promising`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import AutoModelForQuestionAnswering

from index.encoder import file_sha256
from index.int8.export import write_fused
from qa.reader.network import INPUTS, LOWER, LOWER_LAYERS, MANIFEST, OUTPUTS, STATE, TOKENIZER, UPPER
from qa.reader.rounded import ROUNDED, load
from qa.reader.weights import FLOAT_WEIGHTS, pack

BETWEEN = f"/model/bert/encoder/layer.{LOWER_LAYERS - 1}/output/LayerNorm/LayerNormalization_output_0"
WIDTH = 384
TRAINED_ON = (
    {"data": "SQuAD 1.1 train (part), SQuAD 2.0 train's unanswerable questions (rebuilt)", "licence": "CC BY-SA 4.0"},
    {"data": "SQuADShifts: new-wiki, amazon, reddit", "licence": "CC BY 4.0"},
    {"data": "Natural Questions short answers (QED)", "licence": "CC BY-SA 3.0"},
    {
        "data": "questions in other words (data/reworded.jsonl), office papers (data/office.jsonl)",
        "licence": "Apache-2.0",
    },
    {"data": "teacher: sentence-transformers/all-mpnet-base-v2, trained on the same", "licence": "Apache-2.0"},
    {"data": "starting weights: sentence-transformers/all-MiniLM-L6-v2", "licence": "Apache-2.0"},
)


class _Logits(torch.nn.Module):
    """A checkpoint with plain tensors in and out, as the exporter wants it; without a mask, since a window is read
    alone (masking nothing takes a 30th of all time)."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        out = self.model(input_ids=input_ids, token_type_ids=token_type_ids)
        return out.start_logits, out.end_logits


def float_model(model: Path) -> torch.nn.Module:
    """The checkpoint's network, to be read with."""
    network: torch.nn.Module = AutoModelForQuestionAnswering.from_pretrained(model, attn_implementation="eager")
    return network.eval()


def write(model: torch.nn.Module, target: Path) -> None:
    """Write a network as float32 ONNX, length left open."""
    example = tuple(torch.ones(1, 16, dtype=torch.long) for _ in INPUTS)
    axes = {name: {1: "length"} for name in (*INPUTS, *OUTPUTS)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's notes on branches that do not depend on the input
        torch.onnx.export(
            _Logits(model),
            example,
            str(target),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def part(whole: Path, out: Path) -> None:
    """Write the lower and the upper layers of a network that `write` wrote, with their operators fused."""
    network = onnx.load(whole)
    for node in network.graph.node:
        for names in (node.input, node.output):
            names[:] = [STATE if name == BETWEEN else name for name in names]
    shape = (1, "length", WIDTH)
    network.graph.value_info.append(onnx.helper.make_tensor_value_info(STATE, onnx.TensorProto.FLOAT, shape))
    parts = onnx.utils.Extractor(network)
    with tempfile.TemporaryDirectory() as folder:
        for name, inputs, outputs in ((LOWER, INPUTS, (STATE,)), (UPPER, (STATE,), OUTPUTS)):
            onnx.save(parts.extract_model(list(inputs), list(outputs)), Path(folder) / name)
            write_fused(Path(folder) / name, out / name)


def export(model: Path, out: Path) -> None:
    """Write the shipped reader to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared, whole = (Path(folder) / f"{name}.onnx" for name in ("float", "prepared", "whole"))
        network = float_model(model)
        load(network, model / ROUNDED)
        write(network, plain)
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(whole), ["MatMul"], weight_type=QuantType.QInt8, per_channel=True)
        part(whole, out)
    pack(model, out.with_name(f"{out.name}-float") / FLOAT_WEIGHTS.name)
    shutil.copyfile(model / TOKENIZER, out / TOKENIZER)
    training = json.loads((model / "training.json").read_text("utf-8"))
    manifest = {
        "format": 1,
        "files": {name: file_sha256(out / name) for name in (LOWER, UPPER, TOKENIZER)},
        "weights": "int8",
        "training": {key: value for key, value in training.items() if key not in ("data", "out", "start")},
        "trained_on": TRAINED_ON,
    }
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of the float weights and the rounded ones")
    parser.add_argument("--out", type=Path, required=True, help="folder of the shipped reader, data/models/reader")
    args = parser.parse_args()
    export(args.model, args.out)


if __name__ == "__main__":
    main()
