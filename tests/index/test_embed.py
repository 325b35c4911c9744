import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embed import (
    MANIFEST,
    NETWORK,
    WEIGHTS,
    Embedder,
    QueryEncoder,
    encoder_is_complete,
    load_embedder,
    passage_input,
)
from index.errors import LibraryDamaged, ModelError
from index.model import Document, Passage

QUESTIONS = ["How many tweets a day does ISIS post?", "Wo?", "boundary layer control in supersonic flow " * 40]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder("packaged")


@pytest.fixture(scope="module")
def encoder(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("encoder")
    embedder.export(directory)
    return directory


def test_the_exported_encoder_equals_the_original(embedder: Embedder, encoder: Path):
    asked = np.stack([QueryEncoder(encoder).encode(question) for question in QUESTIONS])
    cosines = (asked * embedder.documents(QUESTIONS)).sum(axis=1)
    assert cosines.min() > 0.9999  # bfloat16 on one side; in float32 they are equal to six digits


def test_vectors_have_unit_length(embedder: Embedder):
    vectors = embedder.documents(["a passage", ""])
    assert vectors.shape == (2, embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0)


def test_a_changed_encoder_is_noticed(encoder: Path, tmp_path: Path):
    assert encoder_is_complete(encoder)
    for name in (NETWORK, WEIGHTS, "tokenizer.json", MANIFEST):
        (tmp_path / name).symlink_to(encoder / name)
    assert encoder_is_complete(tmp_path)
    manifest = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    manifest["files"][NETWORK] = "0" * 64
    (tmp_path / MANIFEST).unlink()
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    assert not encoder_is_complete(tmp_path)


def test_a_missing_encoder_is_an_error_with_the_remedy(tmp_path: Path):
    with pytest.raises(LibraryDamaged, match="quoth sync"):
        QueryEncoder(tmp_path)


def test_a_model_that_is_not_there_is_an_error():
    with pytest.raises(ModelError, match="no/such-model"):
        load_embedder("no/such-model")


def test_encoding_a_question_needs_no_torch(encoder: Path):
    program = "import sys; from index.embed import QueryEncoder; from pathlib import Path;"
    program += "QueryEncoder(Path(sys.argv[1])).encode('Who?'); print('torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program, str(encoder)], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_a_passage_is_embedded_with_its_title():
    document = Document("d", "Some words.", "A title", "a.txt", "0" * 64, "text")
    assert passage_input(document.title, Passage.cut(document, 0, 11)) == "A title\nSome words."
