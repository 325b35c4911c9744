"""What tests of several modules share. The embedding model is loaded once a run, and only when a test needs it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from index.embed import Embedder, QueryEncoder, load_embedder
from index.library import Library
from index.settings import Settings

settings.register_profile("quoth", deadline=None)  # properties say what is right, not how quick a busy machine is
settings.load_profile("quoth")


class EncoderAsEmbedder:
    """Embeds documents with the exported encoder: real vectors, without torch. Remembers what it was asked to embed."""

    name = "packaged"

    def __init__(self, encoder: Path, original: Embedder) -> None:
        self.sha256, self.dimension = original.sha256, original.dimension
        self.seen: list[str] = []
        self._encoder, self._directory = QueryEncoder(encoder), encoder

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen.extend(texts)
        return np.stack([self._encoder.encode(text) for text in texts])

    def export(self, directory: Path) -> None:
        shutil.copytree(self._directory, directory, copy_function=lambda a, b: Path(b).hardlink_to(a))


@pytest.fixture(scope="session")
def exported_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged model's query encoder."""
    directory = tmp_path_factory.mktemp("exported") / "encoder"
    load_embedder("packaged").export(directory)
    return directory


@pytest.fixture
def embedder(exported_encoder: Path) -> EncoderAsEmbedder:
    """A fresh one for each test, so that `seen` is this test's own."""
    return EncoderAsEmbedder(exported_encoder, load_embedder("packaged"))


@pytest.fixture
def open_library(tmp_path: Path, embedder: EncoderAsEmbedder) -> Callable[..., Library]:
    """Opens the test's own library, in ``tmp_path / "library"``, as often as is asked; closes all at the end."""

    def opened(**settings: object) -> Library:
        chosen = Settings(**settings)  # type: ignore[arg-type]
        return Library.open(tmp_path / "library", chosen, create=True, load=lambda _: embedder)

    return opened
