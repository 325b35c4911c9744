import time
from datetime import date

import pytest

from index.loaders.cues import cues, parsed_date


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2018-06-01", date(2018, 6, 1)),
        ("2018-06-01T23:30:00-05:00", date(2018, 6, 1)),
        ("01/06/2018", date(2018, 6, 1)),
        ("June 1, 2018", date(2018, 6, 1)),
        ("1st June 2018", date(2018, 6, 1)),
        ("Tuesday 19 June 2018.", date(2018, 6, 19)),
        ("June 2018", None),
        ("2018", None),
        ("1 June", None),
        ("yesterday", None),
        ("31 February 2018", None),
        ("", None),
        (None, None),
        ("2018 " * 100_000, None),
    ],
)
def test_a_date_is_a_whole_day_or_none(words: str | None, day: date | None):
    assert parsed_date(words) == day


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Harbour\n\nBy Ann Reed\n\nDeep.", "Ann Reed"),
        ("Harbour\n\nBy Ann-Marie O'Neil McDonald\n\nDeep.", "Ann-Marie O'Neil McDonald"),
        ("From: Ann Reed\n\nDeep.", "Ann Reed"),
        ("By 1987 it was deep.", None),
        ("By Monday\n\nDeep.", None),
        ("By Ann Reed it was called deep.", None),
    ],
)
def test_authors(text: str, author: str | None):
    assert cues(text).author == author


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Deep.\n\n© 2021 Port of Varn. All rights reserved.", "Port of Varn"),
        ("Deep.\n\nCopyright (c) 2019-2021 by the Port", "the Port"),
        ("Published by: Port\n\nDeep.", "Port"),
        ("The copyright of 2021 lapsed.", None),
    ],
)
def test_publishers(text: str, publisher: str | None):
    assert cues(text).publisher == publisher


def test_a_header_stands_at_the_top_or_is_none():
    assert cues("x\n" * 20 + "Author: Ann Reed").author is None


def test_a_byline_made_to_take_long_is_read_in_a_moment():
    started = time.process_time()
    assert cues("By " + "A" * 100_000 + "!").author is None
    assert time.process_time() - started < 2
