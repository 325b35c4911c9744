from pathlib import Path

import numpy as np
import pytest

from qa.reader.promise import Promise, Retrieved

START, END, WINDOW = (np.array(weights, np.float32) for weights in ([1.0, 0.0], [0.0, 1.0], [0.5, 0.5]))
PROMISE = Promise(START, END, WINDOW, np.array([1.0, 2.0, 4.0], np.float32), bias=-1.0)
ROWS = np.array([[2.0, 2.0], [9.0, 9.0], [3.0, -1.0], [0.0, 4.0]], np.float32)


def test_it_adds_up_the_best_first_token_the_best_last_one_and_the_window():
    of_text = np.array([False, False, True, True])
    assert PROMISE.of(ROWS, of_text) == 3.0 + 4.0 + 2.0 - 1.0


def test_where_there_is_no_text_there_is_no_hope():
    assert PROMISE.of(ROWS, np.zeros(4, bool)) == -np.inf


def test_how_a_passage_was_found_is_told_beforehand():
    assert PROMISE.beforehand(Retrieved(score=0.5, cosine=0.25, coverage=1.0)) == 0.5 + 0.5 + 4.0


def test_it_comes_back_from_its_file(tmp_path: Path):
    PROMISE.save(tmp_path / "promise.json")
    back = Promise.load(tmp_path / "promise.json")
    assert back.of(ROWS, np.ones(4, bool)) == PROMISE.of(ROWS, np.ones(4, bool))
    assert back.retrieved.tolist() == PROMISE.retrieved.tolist()


@pytest.mark.parametrize("content", ["{", "{}", '{"bias": 1, "height": [1]}'])
def test_what_is_no_promise_is_refused(tmp_path: Path, content: str):
    (tmp_path / "promise.json").write_text(content, "utf-8")
    with pytest.raises((ValueError, KeyError, TypeError)):
        Promise.load(tmp_path / "promise.json")
