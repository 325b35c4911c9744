from dataclasses import replace

import numpy as np

from qa.promising import HalfRead, learn, worth
from qa.reader.promise import Promise, Retrieved


def promised_by(promise: Promise, window: HalfRead) -> float:
    return promise.of(window.rows.astype(np.float32), window.context) + promise.beforehand(window.found)


def asked(windows: list[HalfRead]) -> list[list[HalfRead]]:
    """The windows, ten to a question."""
    return [windows[n : n + 10] for n in range(0, len(windows), 10)]


def windows(count: int) -> list[HalfRead]:
    """Of three tokens each, the first no text; what the third holds is the margin."""
    draw = np.random.default_rng(1)
    found = []
    for margin in draw.uniform(-8, 8, count):
        rows = draw.normal(0, 0.1, (3, 4))
        rows[2, 3] = margin / 4
        by = Retrieved(draw.random(), draw.random(), draw.random())
        found.append(HalfRead(rows.astype(np.float16), np.array([False, True, True]), by, float(margin)))
    return found


def test_a_window_with_an_answer_comes_to_promise_more_than_one_without():
    promise = learn(asked(windows(2000)))
    promised = [(one.margin, promised_by(promise, one)) for one in windows(2100)[2000:]]
    assert min(p for margin, p in promised if margin > 3) > max(p for margin, p in promised if margin < -3)


def test_its_worth_is_told_in_passages():
    questions = [windows(10) for _ in range(5)]
    assert worth(learn(asked(windows(2000))), questions).startswith("5 questions not learnt from: ")


def test_what_the_search_tells_is_learnt_too():
    told = [replace(one, rows=one.rows * 0, found=Retrieved(0.5, 0.5, (one.margin + 8) / 16)) for one in windows(2100)]
    promise = learn(asked(told[:2000]))
    promised = [(one.margin, promised_by(promise, one)) for one in told[2000:]]
    assert min(p for margin, p in promised if margin > 3) > max(p for margin, p in promised if margin < -3)
