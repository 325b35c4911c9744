"""A library's two encoders, of one model: that of its passages, and that of questions, which lies within the library.
Each is loaded when it is first needed. Knows nothing of files that are read, nor of searching.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from index.catalog import Catalog
from index.encoder import Embedder, Encoder, encoder_serves, put_encoder
from index.errors import LibraryDamaged, ModelError
from index.records import BuiltWith
from index.settings import Settings

ENCODER = "encoder"  # its folder within the library's


class Encoders:
    """Those of the library in the directory `path`. `load` makes the embedder of a model's name."""

    def __init__(self, path: Path, settings: Settings, catalog: Catalog, load: Callable[[str], Embedder]) -> None:
        self.load = load
        self._directory = path / ENCODER
        self._settings = settings
        self._catalog = catalog
        self._encoder: Encoder | None = None
        self._loading = threading.Lock()

    def serve(self) -> bool:
        """Whether the library carries the query encoder that it was built with, if it has been built with any."""
        with self._catalog.reading() as snapshot:
            built = snapshot.built_with()
        return built is None or encoder_serves(self._directory, built.sha256)

    def embedder(self) -> Embedder:
        """The embedder that this library is built with; its query encoder is put into the library with it."""
        with self._loading, self._catalog.reading() as snapshot:
            built = snapshot.built_with()
        embedder = self.load(built.model if built else self._settings.embedding_model)
        if built and embedder.sha256 != built.sha256:
            raise ModelError(f"the library was built with other weights of {built.model} ({built.sha256[:12]}…)")
        with self._loading:
            if not encoder_serves(self._directory, embedder.sha256):
                put_encoder(embedder, self._directory)
        if not built:
            sizes = self._settings.passage_characters, self._settings.overlap_sentences
            with self._catalog.writing() as commit:
                commit.set_meta(**asdict(BuiltWith(embedder.name, embedder.sha256, embedder.dimension, *sizes)))
        return embedder

    def of_questions(self) -> Encoder:
        """The query encoder. Raises LibraryDamaged when the library's cannot be loaded."""
        with self._loading:
            if self._encoder is None:
                try:
                    self._encoder = Encoder(self._directory)
                except ModelError as error:
                    remedy = "Remove that folder and run `quoth sync`: it is made again."
                    raise LibraryDamaged(f"{error}. {remedy}") from error
            return self._encoder
