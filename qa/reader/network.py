"""The networks behind the reader: the shipped ONNX one, or any question-answering checkpoint of transformers.

Both turn token ids into start and end logits, in two steps: what is found after the first may not be worth the second.
They know nothing of passages or answers.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoder import file_sha256
from index.errors import ModelError
from index.inference import opened
from qa.reader.promise import PROMISE, Promise

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MANIFEST, TOKENIZER = "manifest.json", "tokenizer.json"
LOWER, UPPER = "lower.onnx", "upper.onnx"  # the shipped network's layers
LOWER_LAYERS = 2  # before the look at what a window promises: with what the search tells, later ones see little more
REMEDY = "Restore it from the release, or set QUOTH_READER to another reader."
INPUTS, STATE, OUTPUTS = ("input_ids", "token_type_ids"), "state", ("start_logits", "end_logits")
Logits = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Begun:
    """A window half read: how high the margin of its best span may come to be, by what it says, and what finishing goes
    on from."""

    promise: float
    state: tuple[NDArray[Any], ...]


class Network(Protocol):
    """Token ids in, logits out; `name` (with the weights' hash) tells which calibration belongs to it. A window goes
    through alone: no padding, and so no mask. Without a `promise` every window promises all."""

    name: str
    tokenizer: Tokenizer
    promise: Promise | None

    def begin(self, window: Encoding) -> Begun:
        """The lower layers' pass over a question and a stretch of text."""
        ...

    def finish(self, begun: Begun) -> Logits:
        """The upper layers' pass: start and end logits, each of shape ``(tokens,)``."""
        ...


class OnnxNetwork:
    """The shipped reader: its lower and upper layers, what tells a window's promise between them, the tokenizer, and a
    manifest with the sha256 of each.

    Raises ModelError naming the file that is missing, damaged, or of another shape.
    """

    def __init__(self, directory: Path) -> None:
        from tokenizers import Tokenizer

        sha256 = _checked(directory)
        try:
            self._lower, self._upper = opened(directory / LOWER), opened(directory / UPPER)
            self.promise = Promise.load(directory / PROMISE) if (directory / PROMISE).exists() else None
            self.tokenizer = Tokenizer.from_file(str(directory / TOKENIZER))
        except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
            raise ModelError(f"the reader in {directory} cannot be loaded: {error}. {REMEDY}") from error
        for name, session, inputs in ((LOWER, self._lower, INPUTS), (UPPER, self._upper, (STATE,))):
            taken = {node.name for node in session.get_inputs()}
            if taken != set(inputs):
                raise ModelError(f"{directory / name} is not a span reader's: it takes {sorted(taken)}")
        self.name = f"{directory.name}@{sha256[:12]}"

    def begin(self, window: Encoding) -> Begun:
        """The lower layers' pass."""
        ids, types = _row(window)
        (state,) = self._lower.run([STATE], dict(zip(INPUTS, (ids, types), strict=True)))
        return Begun(self.promise.of(state[0], types[0] == 1) if self.promise else math.inf, (state,))

    def finish(self, begun: Begun) -> Logits:
        """The upper layers' pass."""
        (state,) = begun.state
        (start,), (end,) = self._upper.run(OUTPUTS, {STATE: state})
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
        self.promise: Promise | None = None
        self._typed = int(getattr(self._model.config, "type_vocab_size", 0)) > 1
        self.name = checkpoint

    def begin(self, window: Encoding) -> Begun:
        """Nothing is read yet: where such a network could be parted is not known."""
        return Begun(math.inf, _row(window))

    def finish(self, begun: Begun) -> Logits:
        """One forward pass."""
        ids, types = (self._torch.from_numpy(array) for array in begun.state)
        with self._torch.inference_mode():
            out = self._model(input_ids=ids, **({"token_type_ids": types} if self._typed else {}))
        return out.start_logits[0].float().numpy(), out.end_logits[0].float().numpy()


def open_network(reader: str | Path) -> Network:
    """The network at `reader`: a shipped directory, else a checkpoint's path or name. Raises ModelError."""
    directory = Path(reader)
    if (directory / MANIFEST).exists() or (directory / LOWER).exists():
        return OnnxNetwork(directory)
    if directory.is_absolute() and not directory.exists():
        raise ModelError(f"there is no reader at {directory}. Set QUOTH_READER to a directory that holds one.")
    return CheckpointNetwork(str(reader))


def _checked(directory: Path) -> str:
    """The sha256 of all that the manifest names, once every file is the one it names."""
    try:
        files: dict[str, str] = json.loads((directory / MANIFEST).read_text("utf-8"))["files"]
        missing = {LOWER, UPPER, TOKENIZER} - files.keys()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{directory / MANIFEST} is missing or damaged. {REMEDY}") from error
    if missing:
        raise ModelError(f"{directory / MANIFEST} does not name {', '.join(sorted(missing))}. {REMEDY}")
    for name, sha256 in files.items():
        path = directory / name
        if not path.exists():
            raise ModelError(f"{path} is missing. {REMEDY}")
        if file_sha256(path) != sha256:
            raise ModelError(f"{path} is damaged: its sha256 is not the manifest's. {REMEDY}")
    return hashlib.sha256("".join(sorted(files.values())).encode()).hexdigest()


def _row(window: Encoding) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Its `INPUTS`, each of shape ``(1, tokens)``."""
    return np.array([window.ids], dtype=np.int64), np.array([window.type_ids], dtype=np.int64)
