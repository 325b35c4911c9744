"""What tests of several modules share. The encoder is loaded once a run, and only when a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from index.embed import load_embedder
from index.library import Library
from index.settings import Settings

settings.register_profile("quoth", deadline=None)  # properties say what is right, not how quick a busy machine is
settings.load_profile("quoth")


class RememberingEmbedder:
    """The shipped embedder, with what it was asked to embed."""

    def __init__(self) -> None:
        shipped = load_embedder("packaged")
        self.name, self.sha256, self.dimension = shipped.name, shipped.sha256, shipped.dimension
        self.seen: list[str] = []
        self.export = shipped.export
        self._shipped = shipped

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen.extend(texts)
        return self._shipped.documents(texts)


@pytest.fixture
def embedder() -> RememberingEmbedder:
    """A fresh one for each test, so that `seen` is this test's own."""
    return RememberingEmbedder()


@pytest.fixture
def open_library(tmp_path: Path, embedder: RememberingEmbedder) -> Callable[..., Library]:
    """Opens the test's own library, in ``tmp_path / "library"``, as often as is asked; closes all at the end."""

    def opened(**settings: object) -> Library:
        chosen = Settings(**settings)  # type: ignore[arg-type]
        return Library.open(tmp_path / "library", chosen, create=True, load=lambda _: embedder)

    return opened
