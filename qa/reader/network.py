"""The networks behind the reader: the shipped ONNX one, or any question-answering checkpoint of transformers.

Both turn token ids into start and end logits; they know nothing of passages or answers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoder import SLOWER_FUSED, file_sha256
from index.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MANIFEST, NETWORK, TOKENIZER = "manifest.json", "model.onnx", "tokenizer.json"
INPUTS, OUTPUTS = ("input_ids", "token_type_ids"), ("start_logits", "end_logits")  # of the shipped network
Logits = tuple[NDArray[np.float32], NDArray[np.float32]]


class Network(Protocol):
    """Token ids in, logits out; `name` (with the weights' hash) tells which calibration belongs to it. A window goes
    through alone: no padding, and so no mask."""

    name: str
    tokenizer: Tokenizer

    def logits(self, window: Encoding) -> Logits:
        """Start and end logits of a question and a stretch of text, each of shape ``(tokens,)``."""
        ...


class OnnxNetwork:
    """The shipped reader: ``model.onnx``, ``tokenizer.json``, and a manifest with the sha256 of both.

    Raises ModelError naming the file that is missing, damaged, or of another shape.
    """

    def __init__(self, directory: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        sha256 = _checked(directory)
        try:
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            options.intra_op_num_threads = 1  # the reader keeps the processors busy with several batches instead
            self._session = onnxruntime.InferenceSession(
                str(directory / NETWORK),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=SLOWER_FUSED,
            )
            self.tokenizer = Tokenizer.from_file(str(directory / TOKENIZER))
        except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
            raise ModelError(f"the reader in {directory} cannot be loaded: {error}") from error
        shape = {node.name for node in self._session.get_inputs()}, len(self._session.get_outputs())
        if shape != (set(INPUTS), len(OUTPUTS)):
            raise ModelError(f"{directory / NETWORK} is not a span reader: it takes {sorted(shape[0])}")
        self.name = f"{directory.name}@{sha256[:12]}"

    def logits(self, window: Encoding) -> Logits:
        """One forward pass."""
        ids, types = _row(window)
        (start,), (end,) = self._session.run(OUTPUTS, {"input_ids": ids, "token_type_ids": types})
        return start, end


class CheckpointNetwork:
    """Any ``AutoModelForQuestionAnswering`` checkpoint, by path or name. Imports torch: slow to load.

    Raises ModelError when there is no such checkpoint.
    """

    def __init__(self, checkpoint: str) -> None:
        import torch
        import transformers

        self._torch = torch
        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = transformers.AutoModelForQuestionAnswering.from_pretrained(checkpoint).eval()
            self.tokenizer = transformers.AutoTokenizer.from_pretrained(checkpoint).backend_tokenizer
        except Exception as error:  # transformers raises many kinds; all mean that this checkpoint is not to be had
            raise ModelError(f"{checkpoint!r} is not a question-answering checkpoint: {error}") from error
        self._typed = int(getattr(self._model.config, "type_vocab_size", 0)) > 1
        self.name = checkpoint

    def logits(self, window: Encoding) -> Logits:
        """One forward pass."""
        ids, types = (self._torch.from_numpy(array) for array in _row(window))
        with self._torch.inference_mode():
            out = self._model(input_ids=ids, **({"token_type_ids": types} if self._typed else {}))
        return out.start_logits[0].float().numpy(), out.end_logits[0].float().numpy()


def open_network(reader: str | Path) -> Network:
    """The network at `reader`: a shipped directory, else a checkpoint's path or name. Raises ModelError."""
    directory = Path(reader)
    if (directory / MANIFEST).exists() or (directory / NETWORK).exists():
        return OnnxNetwork(directory)
    if directory.is_absolute() and not directory.exists():
        raise ModelError(f"there is no reader at {directory}. Set QUOTH_READER to a directory that holds one.")
    return CheckpointNetwork(str(reader))


def _checked(directory: Path) -> str:
    """The network's sha256, once every file is the one that the manifest names."""
    remedy = "Restore it from the release, or set QUOTH_READER to another reader."
    try:
        files: dict[str, str] = json.loads((directory / MANIFEST).read_text("utf-8"))["files"]
        expected = files[NETWORK]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{directory / MANIFEST} is missing or damaged. {remedy}") from error
    for name, sha256 in files.items():
        path = directory / name
        if not path.exists():
            raise ModelError(f"{path} is missing. {remedy}")
        if file_sha256(path) != sha256:
            raise ModelError(f"{path} is damaged: its sha256 is not the manifest's. {remedy}")
    return expected


def _row(window: Encoding) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Its `INPUTS`, each of shape ``(1, tokens)``."""
    return np.array([window.ids], dtype=np.int64), np.array([window.type_ids], dtype=np.int64)
