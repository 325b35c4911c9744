import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from qa.reader.data import Example, hold_out, mine_negatives, read_squad, thin


def example(context: str, answer: str | None = None, source: str = "s") -> Example:
    start = None if answer is None else context.index(answer)
    end = None if start is None or answer is None else start + len(answer)
    return Example("Who?", context, start, end, source)


def squad(context: str, answer: str, start: int) -> bytes:
    qa = {"id": "1", "question": "Who?", "answers": [{"text": answer, "answer_start": start}], "is_impossible": False}
    none = {"id": "2", "question": "Why?", "answers": [], "is_impossible": True}
    return json.dumps({"data": [{"title": "t", "paragraphs": [{"context": context, "qas": [qa, none]}]}]}).encode()


def test_a_squad_file_is_read_plain_or_gzipped(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(squad("Ann left.", "Ann", 0))
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(squad("Ann left.", "Ann", 0)))
    expected = [Example("Who?", "Ann left.", 0, 3, "t"), Example("Why?", "Ann left.", None, None, "t")]
    assert list(read_squad(tmp_path / "a.json")) == list(read_squad(tmp_path / "a.json.gz")) == expected


def test_an_answer_that_is_not_where_the_file_says_is_refused(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(squad("Ann left.", "Ann", 1))
    with pytest.raises(ValueError, match="question 1"):
        list(read_squad(tmp_path / "a.json"))


def test_no_held_out_paragraph_is_trained_on():
    examples = [example(f"context {i % 10}") for i in range(40)]
    train, held = hold_out(examples, 3, seed=1)
    assert len(train) + len(held) == 40
    assert not {e.context for e in train} & {e.context for e in held}
    assert hold_out(examples, 3, seed=1) == (train, held)


def test_thinning_keeps_the_share_of_the_named_sources_only():
    examples = [example("c", source="a")] * 1000 + [example("c", source="b")] * 10
    kept = thin(examples, {"a": 0.4}, seed=1)
    assert 300 < sum(e.source == "a" for e in kept) < 500
    assert sum(e.source == "b" for e in kept) == 10


CONTEXTS = ["Ann left.", "Ann came back.", "Bob left.", *(f"Filler {i}." for i in range(10))]
VECTORS = np.eye(len(CONTEXTS), dtype=np.float32)
NEAR = (0.5 * VECTORS[0] + 0.4 * VECTORS[1] + 0.3 * VECTORS[2])[None, :]


def test_a_hard_negative_is_the_nearest_paragraph_without_the_answer():
    ((mined,),) = mine_negatives([example("Ann left.", "Ann")], NEAR, CONTEXTS, VECTORS, depth=1, count=3, seed=1)
    assert (mined.context, mined.start) == ("Bob left.", None)


def test_a_question_without_an_answer_has_any_paragraph_but_its_own():
    (mined,) = mine_negatives([example("Ann left.")], NEAR, CONTEXTS, VECTORS, depth=2, count=3, seed=1)
    assert {e.context for e in mined} == {"Ann came back.", "Bob left."}
