import math

import pytest

from qa.metrics import (
    area_under,
    auroc,
    exact_match,
    expected_calibration_error,
    f1,
    holds,
    ndcg,
    reciprocal_rank,
    risk_at,
    risk_coverage,
)


def test_exact_match_ignores_case_articles_and_punctuation():
    assert exact_match("The London Bridge.", ["london bridge"]) == 1
    assert exact_match("London", ["London Bridge"]) == 0


def test_f1_counts_shared_tokens_against_the_best_gold_answer():
    assert f1("some 30 cameras", ["30", "30 security cameras"]) == pytest.approx(2 * 2 / 6)
    assert f1("anything", []) == 0


def test_holds_wants_whole_words():
    assert holds("he installed some 30 cameras", ["30"])
    assert not holds("he installed 300 cameras", ["30"])
    assert holds("a father-of-six", ["six"])
    assert holds("the ´gateway drug´ for it", ["gateway drug"])
    assert not holds("3,000 cameras", ["000 3"])


def test_auroc_of_a_perfect_a_reversed_and_a_tied_ranking():
    assert auroc([0.9, 0.8, 0.1], [True, True, False]) == 1
    assert auroc([0.1, 0.9], [True, False]) == 0
    assert auroc([0.5, 0.5], [True, False]) == 0.5
    assert math.isnan(auroc([0.5], [True]))


def test_calibration_error_is_the_gap_between_confidence_and_accuracy():
    assert expected_calibration_error([0.75] * 4, [True, True, True, False]) == 0
    assert expected_calibration_error([0.95] * 2, [False, False]) == pytest.approx(0.95)


def test_risk_falls_as_coverage_shrinks_when_confidence_is_right():
    curve = risk_coverage([0.9, 0.8, 0.2, 0.1], [True, True, False, False])
    assert curve == [(0.25, 0.0), (0.5, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert area_under(curve) == pytest.approx((0 + 0 + 1 / 3 + 0.5) / 4)


def test_risk_at_a_coverage_is_that_of_the_answers_given_until_then():
    curve = risk_coverage([0.9, 0.8, 0.2, 0.1], [True, False, True, False])
    assert risk_at(curve, 0.6) == 0.5
    assert math.isnan(risk_at(curve, 0.1))


def test_ranking_measures_on_a_worked_example():
    assert reciprocal_rank([False, True, True]) == 0.5
    assert ndcg([0, 1], [1], 10) == pytest.approx(1 / math.log2(3))
    assert ndcg([], [1], 10) == 0
