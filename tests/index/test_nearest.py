"""The exact nearest, kept batch by batch, and the share of them that was found."""

from __future__ import annotations

import numpy as np
import pytest

from index.nearest import PROBES, Nearest, Sampled

RNG = np.random.default_rng(3)


def unit(count: int, dimension: int = 24) -> np.ndarray:
    rows = RNG.standard_normal((count, dimension), dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_recall_is_the_share_of_the_exact_nearest():
    vectors, probes = unit(1000), unit(5)
    nearest = Nearest(probes)
    for first in range(0, 1000, 130):
        nearest.see(vectors[first : first + 130])
    exact = [np.sort(vectors @ probe)[::-1] for probe in probes]
    assert nearest.recall(scores[:10] for scores in exact) == 1.0
    assert nearest.recall(scores[:7] for scores in exact) == pytest.approx(0.7)
    assert nearest.recall(scores[3:13] for scores in exact) == pytest.approx(0.7)
    assert nearest.recall(scores[10:] for scores in exact) == 0.0


def test_equal_passages_may_stand_for_one_another():
    vectors = np.repeat(unit(30), 2, axis=0)
    (probe,) = probes = unit(1)
    nearest = Nearest(probes)
    nearest.see(vectors)
    assert nearest.recall([np.sort(vectors @ probe)[::-1][:10]]) == 1.0


def test_the_sample_has_the_mean_of_all_and_is_drawn_from_all_batches():
    batches = [np.full((100, 4), float(number), np.float32) for number in range(10)]
    sampled = Sampled.of(batches)
    assert sampled.mean == pytest.approx(4.5)
    assert len(sampled.some) == 2 * PROBES
    assert len(np.unique(sampled.some[:, 0])) >= 8


@pytest.mark.parametrize("count", [1, 2, 3, 500])
def test_probes_are_unit_vectors_however_few_there_are(count: int):
    probes = Sampled.of([unit(count)]).probes()
    assert 1 <= len(probes) <= PROBES
    assert np.linalg.norm(probes, axis=1) == pytest.approx(1, abs=1e-5)


def test_fewer_vectors_than_neighbours_can_all_be_found():
    vectors, probes = unit(4), unit(2)
    nearest = Nearest(probes)
    nearest.see(vectors)
    assert nearest.recall(vectors @ probe for probe in probes) == 1.0


def test_nothing_to_sample():
    with pytest.raises(ValueError, match="no vectors"):
        Sampled.of([])
