from __future__ import annotations

import pytest

from qa.exchanged import exchanged

ROADS = "What was spent on roads in 2018-19?"


@pytest.mark.parametrize(
    ("rest", "base", "asked"),
    [
        ("in 2019-20", ROADS, "What was spent on roads in 2019-20?"),
        ("in 2020", ROADS, "What was spent on roads in 2020?"),
        ("in 2020", ROADS.replace("-", "/"), "What was spent on roads in 2020?"),
        ("on 4 June 2019", "How many died on 3 June 2018?", "How many died on 4 June 2019?"),
        ("in May 2019", "What was spent on roads during 2018?", "What was spent on roads in May 2019?"),
    ],
)
def test_a_time_takes_the_place_of_the_whole_of_another(rest: str, base: str, asked: str) -> None:
    assert exchanged(rest, base) == asked
