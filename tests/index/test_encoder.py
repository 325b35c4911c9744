import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index.embed import PACKAGED_SHA256, SHIPPED, packaged_model_path
from index.encoder import MANIFEST, NETWORK, TOKENIZER, Encoder, encoder_is_complete, encoder_serves
from index.errors import ModelError

TEXTS = [
    "How many tweets a day does ISIS post?",
    "The harbour wall at Saltmere is 412 metres long, and was built in 1874 by Alice Moor & Sons.",
    "Der Hafen wurde 1921 gebaut. 東京都 \U0001f600",
    "| Year | Income |\n| 2020 | £240,000 |\n| 2021 | £73,250 |",
    "boundary layer control in supersonic flow " * 80,
    "I won't!",
]

Original = Callable[[Sequence[str]], np.ndarray]


@pytest.fixture(scope="module")
def original() -> Original:
    """The packaged model itself, in float32, as sentence-transformers runs it."""
    model = SentenceTransformer(str(packaged_model_path()), device="cpu")
    return lambda texts: model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return Encoder(SHIPPED)


def linked(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).symlink_to(SHIPPED / name)
    return folder


def test_the_shipped_encoder_is_made_from_the_published_weights():
    assert encoder_serves(SHIPPED, PACKAGED_SHA256)
    assert not encoder_serves(SHIPPED, "0" * 64)


def test_its_vectors_are_within_a_thousandth_of_the_model_s_own(shipped: Encoder, original: Original):
    sample = [path.read_text("utf-8") for path in sorted(Path("data/sample").rglob("*.txt"))]
    passages = [text[first : first + 600] for text in sample for first in range(0, len(text) - 600, 600)]
    assert len(passages) > 20
    cosines = (shipped.documents(passages) * original(passages)).sum(axis=1)
    assert cosines.mean() > 0.999
    assert cosines.min() > 0.997


def test_any_text_has_a_vector_near_the_model_s_own(shipped: Encoder, original: Original):
    cosines = (shipped.documents(TEXTS) * original(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.99


def test_a_vector_does_not_depend_on_what_is_embedded_beside_it(shipped: Encoder):
    together = shipped.documents(["", *TEXTS])
    assert together.shape == (len(TEXTS) + 1, shipped.dimension)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0)
    assert np.array_equal(together[1:], np.stack([shipped.encode(text) for text in TEXTS]))
    assert shipped.documents([]).shape == (0, shipped.dimension)


def test_an_encoder_is_copied_whole(shipped: Encoder, tmp_path: Path):
    shipped.export(tmp_path / "encoder")
    assert encoder_is_complete(tmp_path / "encoder")
    assert np.array_equal(Encoder(tmp_path / "encoder").encode(TEXTS[0]), shipped.encode(TEXTS[0]))


def test_a_changed_encoder_is_noticed(tmp_path: Path):
    assert encoder_is_complete(linked(tmp_path, NETWORK, TOKENIZER, MANIFEST))
    manifest = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    manifest["files"][NETWORK] = "0" * 64
    (tmp_path / MANIFEST).unlink()
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    assert not encoder_is_complete(tmp_path)


@pytest.mark.parametrize("held", [(), (MANIFEST, TOKENIZER), (NETWORK, TOKENIZER)])
def test_an_encoder_that_is_not_whole_is_named(tmp_path: Path, held: tuple[str, ...]):
    with pytest.raises(ModelError, match=tmp_path.name):
        Encoder(linked(tmp_path, *held))


def test_neither_questions_nor_passages_need_torch():
    program = "import sys; from index.embed import load_embedder; encoder = load_embedder('packaged');"
    program += "encoder.encode('Who?'); encoder.documents(['Ann.']); print('torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
