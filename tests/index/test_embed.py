from pathlib import Path

import numpy as np
import pytest

import index.embed
from index.embed import SentenceTransformersEmbedder, load_embedder, packaged_model_path, passage_input
from index.encoder import Encoder, encoder_is_complete
from index.errors import ModelError
from index.model import Document, Passage

QUESTIONS = ["How many tweets a day does ISIS post?", "Wo?", "boundary layer control in supersonic flow " * 40]


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformersEmbedder:
    """A model of one's own, given by its folder."""
    return SentenceTransformersEmbedder(str(packaged_model_path()))


def test_the_exported_encoder_equals_the_original(embedder: SentenceTransformersEmbedder, tmp_path: Path):
    embedder.export(tmp_path)
    assert encoder_is_complete(tmp_path)
    asked = np.stack([Encoder(tmp_path).encode(question) for question in QUESTIONS])
    cosines = (asked * embedder.documents(QUESTIONS)).sum(axis=1)
    assert cosines.min() > 0.9999  # bfloat16 on one side; in float32 they are equal to six digits


def test_vectors_have_unit_length(embedder: SentenceTransformersEmbedder):
    vectors = embedder.documents(["a passage", ""])
    assert vectors.shape == (2, embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0)


def test_a_model_that_is_not_there_is_an_error():
    with pytest.raises(ModelError, match="no/such-model"):
        load_embedder("no/such-model")


def test_a_damaged_shipped_encoder_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(index.embed, "SHIPPED", tmp_path / "encoder")
    index.embed._cached_embedder.cache_clear()
    with pytest.raises(ModelError, match="Restore it"):
        load_embedder("packaged")


def test_a_passage_is_embedded_with_its_title():
    document = Document("d", "Some words.", "A title", "a.txt", "0" * 64, "text")
    assert passage_input(document.title, Passage.cut(document, 0, 11)) == "A title\nSome words."
