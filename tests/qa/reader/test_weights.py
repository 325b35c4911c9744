"""The float weights behind the shipped reader: they come back as a checkpoint, and int8 loses next to nothing."""

from copy import deepcopy
from pathlib import Path
from statistics import fmean

import pytest
import torch
from transformers import AutoModelForQuestionAnswering

from index.errors import ModelError
from index.settings import PROJECT, Settings
from qa.reader.network import CheckpointNetwork, open_network
from qa.reader.span_reader import SpanReader
from qa.reader.weights import FLOAT_WEIGHTS, pack, unpack
from qa.squad import Item, closed, read_items

DEV = PROJECT.parent / "shared" / "datasets" / "reader" / "dev.jsonl.gz"
CONTEXT = "The harbour of Saltmere was dredged in 1987. Its master, Edith Crane, had asked for it for years."


@pytest.fixture(scope="module")
def float_reader(tmp_path_factory: pytest.TempPathFactory) -> SpanReader:
    directory = tmp_path_factory.mktemp("float")
    unpack(FLOAT_WEIGHTS, directory)
    network = open_network(directory)
    assert isinstance(network, CheckpointNetwork)
    return SpanReader(network)


def test_the_project_s_own_checkpoint_takes_the_shipped_reader_s_place(float_reader: SpanReader):
    (spans,) = float_reader.spans("Who is the master of the harbour?", [CONTEXT], 1)
    assert CONTEXT[spans[0].start : spans[0].end] == "Edith Crane"


def test_int8_is_within_half_a_point_of_f1_of_the_float_model(float_reader: SpanReader):
    if not DEV.exists():
        pytest.skip("the development questions are not at hand")
    items = [item for item in read_items(DEV) if item.answers][::2]  # a fourth of all differs by 0.7 by chance alone
    shipped = f1s(SpanReader.open(Settings().reader), items)
    assert abs(fmean(f1s(float_reader, items)) - fmean(shipped)) <= 0.5


def f1s(reader: SpanReader, items: list[Item]) -> list[float]:
    return [100 * outcome.f1 for outcome in closed(reader, items)]


def test_as_many_layers_come_back_as_were_packed(tmp_path: Path):
    unpack(FLOAT_WEIGHTS, tmp_path / "whole")
    network = AutoModelForQuestionAnswering.from_pretrained(tmp_path / "whole")
    layers = network.bert.encoder.layer
    layers.append(deepcopy(layers[-1]))
    network.config.num_hidden_layers = len(layers)
    network.save_pretrained(tmp_path / "deep")
    pack(tmp_path / "deep", tmp_path / "packed.safetensors")
    unpack(tmp_path / "packed.safetensors", tmp_path / "again")
    again = AutoModelForQuestionAnswering.from_pretrained(tmp_path / "again").state_dict()
    assert all(torch.equal(weights, again[name]) for name, weights in network.state_dict().items())
    assert len(again) == len(network.state_dict())


@pytest.mark.parametrize("content", [None, b"not weights"])
def test_weights_that_are_missing_or_damaged_are_named(tmp_path: Path, content: bytes | None):
    if content:
        (tmp_path / "weights.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match=r"weights\.safetensors"):
        unpack(tmp_path / "weights.safetensors", tmp_path / "out")
