"""Text -> vector through ONNX Runtime: the encoder that ships with Quoth, and the one that every library carries.

A folder holds one: the network, its tokenizer, and a manifest with the sha256 of each, and of the weights that the
network was made from. Neither asking nor adding needs torch. Every vector is float32 of unit length, so that an inner
product is a cosine.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import shutil
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryError, ModelError
from index.inference import opened

Vectors = NDArray[np.float32]

MANIFEST, NETWORK, WEIGHTS, TOKENIZER = "manifest.json", "model.onnx", "model.weights", "tokenizer.json"
TEXTS, MASK = "input_ids", "attention_mask"  # a network that takes no mask is given one text at a time, as all are here
INT8 = "int8"  # the manifest's word for the weights of such a network


class Embedder(Protocol):
    """Turns documents' passages into vectors. `sha256` is of the weights, so that two libraries can be compared."""

    name: str
    sha256: str
    dimension: int

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimension)``."""
        ...

    def export(self, directory: Path) -> None:
        """Write the encoder of this model's questions to `directory`."""
        ...


class Encoder:
    """The encoder in a folder, for questions and for passages. Safe to share by threads.

    Each text goes through the network alone, so that its vector does not depend on what is embedded beside it. Raises
    ModelError when a file is missing or cannot be read; what has changed is for `encoder_is_complete` to say.
    """

    def __init__(self, directory: Path) -> None:
        from tokenizers import Tokenizer

        try:
            manifest = json.loads((directory / MANIFEST).read_text("utf-8"))
            self._tokenizer = Tokenizer.from_file(str(directory / TOKENIZER))
            self._tokenizer.enable_truncation(int(manifest["window"]))
            self._tokenizer.no_padding()
            made_on_opening = manifest.get("weights") != INT8  # its operators, and only then
            self._session = opened(directory / NETWORK, as_written=made_on_opening)
            self._masked = any(node.name == MASK for node in self._session.get_inputs())
            self.name, self.sha256 = str(manifest["model"]), str(manifest["sha256"])
            self.dimension = int(manifest["dimension"])
        except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
            raise ModelError(f"the encoder in {directory} cannot be loaded ({error})") from error
        self._directory = directory
        self._processors = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="encoder")

    def encode(self, text: str) -> Vectors:
        """The unit vector of `text`, shape ``(dimension,)``."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        given = {TEXTS: ids, MASK: np.ones_like(ids)} if self._masked else {TEXTS: ids}
        (vectors,) = self._session.run(None, given)
        vector: Vectors = normalised(vectors)[0]
        return vector

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimension)``; as many texts at once as there are processors."""
        rows = list(self._processors.map(self.encode, texts))
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def export(self, directory: Path) -> None:
        """Copy the encoder; the manifest comes last, so half a copy is none."""
        directory.mkdir(parents=True, exist_ok=True)
        for name in (*_manifest(self._directory)["files"], MANIFEST):
            shutil.copyfile(self._directory / name, directory / name)


def encoder_is_complete(directory: Path) -> bool:
    """Whether `directory` holds an encoder whose files are those that its manifest names."""
    try:
        return all(file_sha256(directory / name) == sha256 for name, sha256 in _manifest(directory)["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def encoder_serves(directory: Path, sha256: str) -> bool:
    """Whether `directory` holds a complete encoder made from the weights with that sha256."""
    return encoder_is_complete(directory) and bool(_manifest(directory).get("sha256") == sha256)


def put_encoder(embedder: Embedder, directory: Path) -> None:
    """Export the encoder beside `directory`, then put it there in one step. Raises LibraryError."""
    temporary = directory.with_name(f"{directory.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        embedder.export(temporary)
        shutil.rmtree(directory, ignore_errors=True)
        temporary.replace(directory)
    except OSError as error:
        if not encoder_is_complete(directory):  # else another process was quicker
            raise LibraryError(f"the query encoder cannot be written to {directory.parent}: {error}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def write_manifest(directory: Path, names: Sequence[str], **facts: object) -> None:
    """Say what the encoder in `directory` is, and that it consists of `names`."""
    files = {name: file_sha256(directory / name) for name in names}
    (directory / MANIFEST).write_text(json.dumps(facts | {"files": files}, indent=1) + "\n", "utf-8")


def normalised(vectors: NDArray[Any]) -> Vectors:
    """Rows scaled to unit length; a row of zeros stays so."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def file_sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        try:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:  # in one go, beside other threads' work
                return hashlib.sha256(whole).hexdigest()
        except ValueError:  # an empty file cannot be mapped
            return hashlib.sha256().hexdigest()


def _manifest(directory: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((directory / MANIFEST).read_text("utf-8"))
    return found
