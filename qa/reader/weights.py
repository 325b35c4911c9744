"""The float weights behind the shipped reader, kept small: half precision, and without the word embeddings, which
training leaves as the packaged encoder has them. What continued training starts from, and int8 is measured against.

``python -m qa.reader.weights --out DIR`` writes them as a checkpoint of transformers.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering
from transformers.utils import logging

from index.embed import packaged_model_path
from index.errors import ModelError
from index.settings import PROJECT

FLOAT_WEIGHTS = PROJECT / "data" / "models" / "reader-float" / "weights.safetensors"
FROZEN = "bert.embeddings.word_embeddings.weight"


def pack(checkpoint: Path, target: Path) -> None:
    """Write the trained weights of a checkpoint's folder to `target`."""
    model = AutoModelForQuestionAnswering.from_pretrained(checkpoint)
    target.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: w.half().contiguous() for name, w in model.state_dict().items() if name != FROZEN}, target)


def unpack(target: Path, checkpoint: Path) -> None:
    """Write `target` and the packaged word embeddings as a checkpoint's folder.

    Raises ModelError when the file is missing, damaged, or of another shape.
    """
    packaged = packaged_model_path()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # that the encoder has no answering head is the point
    model = AutoModelForQuestionAnswering.from_pretrained(packaged)
    try:
        trained = {name: weights.to(torch.float32) for name, weights in load_file(target).items()}
        model = _as_deep_as(trained, model)
        missing, unexpected = model.load_state_dict(trained, strict=False)
    except (OSError, SafetensorError, RuntimeError) as error:
        raise ModelError(f"{target} is missing, damaged or of another shape: {error}. Restore it.") from error
    if unexpected or missing != [FROZEN]:
        raise ModelError(f"{target} holds the weights of another model. Restore it.")
    model.save_pretrained(checkpoint)
    Tokenizer.from_file(str(packaged / "tokenizer.json")).save(str(checkpoint / "tokenizer.json"))
    (checkpoint / "tokenizer_config.json").write_bytes((packaged / "tokenizer_config.json").read_bytes())


def _as_deep_as(trained: dict[str, torch.Tensor], packaged: Any) -> Any:
    """The packaged network with as many layers as were trained."""
    packaged.config.num_hidden_layers = sum(name.endswith("attention.self.query.weight") for name in trained)
    model: Any = AutoModelForQuestionAnswering.from_config(packaged.config)  # type: ignore[no-untyped-call]
    words = packaged.get_submodule(FROZEN.removesuffix(".weight")).state_dict()
    model.get_submodule(FROZEN.removesuffix(".weight")).load_state_dict(words)
    return model


def main() -> None:
    """Parse the command line and unpack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=FLOAT_WEIGHTS, help="the packed weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    args = parser.parse_args()
    unpack(args.weights, args.out)


if __name__ == "__main__":
    main()
