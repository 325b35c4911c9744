import pytest

from index.fusion import QUESTION, TOPIC, Fused, Ranking, Scored, above, fuse, ranking_for


def test_scores_are_normalised_between_the_least_possible_and_the_most_found():
    assert above({1: 0.0, 2: 6.0, 3: 3.0}, 0.0) == {1: 0.0, 2: 1.0, 3: 0.5}
    assert above({1: 0.5, 2: 0.2}, -1.0) == {1: 1.0, 2: pytest.approx(0.8)}
    assert above({1: -1.0}, -1.0) == {1: 0.0}
    assert above({}, 0.0) == {}


def test_fused_scores_are_the_weighted_sum_of_normalised_ones():
    dense = [Scored(1, 1.0), Scored(2, 0.5), Scored(3, 0.0)]
    lexical = [Scored(2, 12.0), Scored(4, 3.0)]
    fused = {one.id: one for one in fuse(dense, lexical, 0.6)}
    assert fused[1] == Fused(1, pytest.approx(0.6), 1.0, None)  # type: ignore[arg-type]
    assert fused[2] == Fused(2, pytest.approx(0.6 * 0.75 + 0.4), 0.5, 12.0)  # type: ignore[arg-type]
    assert fused[4] == Fused(4, pytest.approx(0.4 * 0.25), None, 3.0)  # type: ignore[arg-type]


def test_fused_list_is_best_first_and_ties_have_an_order():
    fused = fuse([Scored(5, 0.5), Scored(3, 0.5)], [], 0.5)
    assert [one.id for one in fused] == [3, 5]
    assert all(0 <= one.score <= 1 for one in fused)
    assert fuse([], [], 0.5) == []


@pytest.mark.parametrize(
    ("query", "ranking"),
    [
        ("Who chairs the board of the Bridgelight Trust?", QUESTION),
        ("in which year was the harbour wall at Saltmere built", QUESTION),
        ("how long did the trial of the course last", QUESTION),
        ("mapping exercise", QUESTION),
        ("the effect of moderation on what young people share online", TOPIC),
    ],
)
def test_the_kind_of_query_decides(query: str, ranking: Ranking):
    assert ranking_for(query) == ranking
