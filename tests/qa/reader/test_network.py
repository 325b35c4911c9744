"""Any question-answering checkpoint can take the shipped reader's place: here a tiny one, made on the spot."""

from pathlib import Path

import pytest

from index.embed import packaged_model_path
from index.errors import ModelError
from index.model import Document, Hit, Passage
from qa.reader.network import CheckpointNetwork, open_network
from qa.reader.span_reader import SpanReader


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering

    directory = tmp_path_factory.mktemp("checkpoint")
    config = BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
    BertForQuestionAnswering(config).save_pretrained(directory)
    AutoTokenizer.from_pretrained(packaged_model_path()).save_pretrained(directory)
    return directory


def test_a_checkpoint_reads_passages_as_the_shipped_reader_does(checkpoint: Path):
    network = open_network(checkpoint)
    assert isinstance(network, CheckpointNetwork)
    text = "Ann chairs the board. Bob takes the minutes."
    document = Document("d1", text, "Title", "a.txt", "0" * 64, "text")
    hits = [Hit(Passage.cut(document, 0, len(text)), 1, 1.0)]
    for evidence in SpanReader(network).read("Who chairs the board?", hits):
        assert evidence.answer.of(text)


@pytest.mark.parametrize("content", [None, "{}"])
def test_what_is_no_checkpoint_is_named(tmp_path: Path, content: str | None):
    if content:
        (tmp_path / "config.json").write_text(content, "utf-8")
    with pytest.raises(ModelError, match=tmp_path.name):
        open_network(tmp_path)
