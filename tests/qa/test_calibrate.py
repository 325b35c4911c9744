import random
from dataclasses import replace

import pytest

from index.errors import QuothError
from qa.calibrate import Example, fit
from qa.confidence import Features


def examples(count: int) -> list[Example]:
    rng = random.Random(1)
    found = []
    for _ in range(count):
        margin = rng.uniform(-4, 4)
        right = rng.random() < 1 / (1 + 2.718 ** (-2 * margin))
        found.append(Example(Features(margin, 0, 0.5, rng.random(), 1, 0, 0), right))
    return found


def test_the_fit_finds_the_feature_that_tells_right_from_wrong():
    made = fit(examples(8000), "reader@1", "made up")
    assert made.coefficients["margin"] == pytest.approx(2, abs=0.3)
    assert abs(made.coefficients["similarity"]) < 0.6
    assert made.confidence(Features(4, 0, 0.5, 0.5, 1, 0, 0)) > 0.95


@pytest.mark.parametrize(
    ("feature", "of_right_answers", "speaks"),
    [("years", False, -1), ("years", True, 0), ("support", True, 1), ("support", False, 0)],
)
def test_another_year_never_speaks_for_an_answer_nor_support_against_it(
    feature: str, of_right_answers: bool, speaks: int
):
    found = [
        Example(replace(e.features, **{feature: float(e.right == of_right_answers and n % 2 == 0)}), e.right)
        for n, e in enumerate(examples(2000))
    ]
    coefficient = fit(found, "r", "made up").coefficients[feature]
    assert (coefficient > 0) - (coefficient < 0) == speaks


def test_the_threshold_is_what_the_costs_imply():
    assert fit(examples(200), "r", "made up", cost_of_wrong=3.0).threshold == 0.75


def test_too_few_questions_are_refused():
    with pytest.raises(QuothError, match="at least 40"):
        fit(examples(5), "r", "made up")
