import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.reader.mixture import groups_for
from qa.reader.reworded import passage_id

ANSWERED = 40  # paragraphs that are left to learn from


@pytest.fixture
def arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., argparse.Namespace]:
    monkeypatch.setattr("qa.reader.mixture.HELD_OUT_PARAGRAPHS", 5)
    paragraphs = [{"context": f"Keeper {n} lit lamp {n}.", "qas": [_asked(n)]} for n in range(45)]
    data = {"data": [{"title": "lamps", "paragraphs": paragraphs}]}
    (tmp_path / "train.json").write_text(json.dumps(data), "utf-8")
    lines = [_reworded(str(paragraph["context"])) for paragraph in paragraphs]
    (tmp_path / "reworded.jsonl").write_text("\n".join(lines), "utf-8")

    def made(**options: object) -> argparse.Namespace:
        usual = {"negatives": 0, "beside": 0, "twins": 0, "tables": 0, "share": 1.0, "seed": 13, "reworded": None}
        return argparse.Namespace(data=tmp_path / "train.json", out=tmp_path, **(usual | options))

    return made


def _asked(number: int) -> dict[str, object]:
    answers = [{"text": f"Keeper {number}", "answer_start": 0}]
    return {"id": str(number), "question": f"Who lit lamp {number}?", "answers": answers, "is_impossible": False}


def _reworded(context: str) -> str:
    words = {"answerable": "By whom was it put on?", "unanswerable": "Who put it out?"}
    return json.dumps({"passage": passage_id(context), "start": 0, "end": context.index(" lit"), **words})


def test_given_examples_stand_alone_and_held_out_ones_are_not_there(arguments: Callable[..., argparse.Namespace]):
    groups = groups_for(arguments())
    assert len(groups) == ANSWERED
    assert {len(group) for group in groups} == {1}


def test_with_beside_each_question_has_its_mined_passages_with_it(arguments: Callable[..., argparse.Namespace]):
    groups = groups_for(arguments(beside=2, negatives=7))
    assert [len(group) for group in groups] == [3] * 7
    assert all(group[0].start is not None and group[1].start is None for group in groups)


def test_questions_in_other_words_come_twice_to_each_paragraph(arguments: Callable[..., argparse.Namespace]):
    groups = groups_for(arguments(reworded=arguments().out / "reworded.jsonl", share=0.0))
    assert len(groups) == 2 * ANSWERED
    answerable = [group for group in groups if group[0].start is not None]
    assert {(group[0].question, len(group)) for group in answerable} == {("By whom was it put on?", 2)}
    assert all(group[1].context != group[0].context for group in answerable)
