import gzip
import json
import random
from pathlib import Path

from index.int8.texts import KINDS, Source, texts

PARAGRAPH = {"context": "The ferry to Ost leaves at noon from the eastern pier. " * 8, "qas": [{"question": "When?"}]}


def source(path: Path) -> Source:
    return Source(path, ["zinc", "harbour"], random.Random(2))


def test_texts_are_drawn_of_every_kind_and_the_same_again(tmp_path: Path):
    data = tmp_path / "data.json.gz"
    data.write_bytes(gzip.compress(json.dumps({"data": [{"title": "A_pier", "paragraphs": [PARAGRAPH]}]}).encode()))
    drawn = texts(source(data), 300)
    assert drawn == texts(source(data), 300)
    assert "When?" in drawn
    assert any(text.startswith("A pier\n") for text in drawn)
    assert any(set(text.split()) <= {"zinc", "harbour"} for text in drawn)


def test_the_shares_are_whole():
    assert abs(sum(share for share, _ in KINDS) - 1) < 1e-9
