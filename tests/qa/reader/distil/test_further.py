"""A reader learns the papers that are not held out, and says of what it learnt before what it said."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from transformers import BertConfig, BertForQuestionAnswering

from qa.reader.data import Example
from qa.reader.distil.further import asked, further
from qa.reader.distil.pairs import HELD_OUT, LABELLED, Pairs, flat
from qa.reader.office import Paper, papers

VOCABULARY = 30522  # of the packaged tokenizer
PAPERS = 40  # more than are looked through for a passage that does not answer


def written(folder: Path) -> Path:
    """Papers of two organisations, one of them held out; each says its own figure."""
    rows = [
        {
            "organisation": organisation,
            "held_out": organisation == "quarry",
            "title": "Minutes",
            "publisher": organisation,
            "date": "2020-01-02",
            "heading": f"Item {number}",
            "passage": f"The {organisation} sold {number} tonnes to house {number + 500}.",
            "questions": [
                {"question": f"How much did house {number + 500} buy?", "answer": f"{number} tonnes"},
                {"question": f"What did house {number + 500} pay?", "answer": None},
            ],
        }
        for organisation in ("mill", "quarry")
        for number in range(100, 100 + PAPERS)
    ]
    path = folder / "office.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_questions_stand_beside_their_own_paper_and_those_with_an_answer_beside_another(tmp_path: Path):
    found: list[tuple[Example, int]] = list(asked(papers(written(tmp_path)), seed=1))
    assert {known for _, known in found} == {LABELLED}
    assert len(found) == 3 * PAPERS
    assert not any("quarry" in example.context for example, _ in found)
    beside = [example for example, _ in found if example.source.startswith("mined")]
    assert len(beside) == PAPERS
    assert all(example.start is None for example in beside)


def test_held_out_papers_are_not_asked_about(tmp_path: Path):
    held: list[Paper] = [paper for paper in papers(written(tmp_path)) if paper.held_out]
    assert list(asked(held, seed=1)) == []


def test_a_reader_goes_on_learning_and_is_written(tmp_path: Path):
    torch.manual_seed(1)
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    start = BertForQuestionAnswering(BertConfig(vocab_size=VOCABULARY, **shape))
    start.save_pretrained(tmp_path / "start")
    contexts = [[600 + number, 700, 800] for number in range(40)]
    number, known = np.arange(40, dtype=np.int32), np.array([LABELLED, HELD_OUT] * 20, np.uint8)
    place = np.where(number % 3, 1, -1).astype(np.int16)
    pairs = Pairs(*flat([[500]]), *flat(contexts), np.zeros(40, np.int32), number, place, place, known)
    pairs.save(tmp_path / "pairs.npz")
    options = {"share": 0.5, "minutes": 0.05, "rate": 1e-3, "batch": 8, "window": 48, "device": "cpu", "seed": 1}
    places = {"pairs": tmp_path / "pairs.npz", "start": tmp_path / "start", "out": tmp_path / "out"}
    further(argparse.Namespace(**options, **places, former=None, office=written(tmp_path)))
    told = json.loads((tmp_path / "out" / "training.json").read_text("utf-8"))
    assert told["steps"] > 5
    learnt = BertForQuestionAnswering.from_pretrained(tmp_path / "out")
    moved = {name for name, one in learnt.state_dict().items() if not torch.equal(one, start.state_dict()[name])}
    assert "qa_outputs.weight" in moved
    assert "bert.embeddings.word_embeddings.weight" not in moved
