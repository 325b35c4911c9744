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
        ("Report by Ann Reed\n\nDeep.", "Ann Reed"),
        ("Published by Oxford University Press\n\nDeep.", None),
        ("Proposed by Ann Reed, seconded by Bo Hale\n\nDeep.", None),
        ("Chaired by Ann Reed\n\nDeep.", None),
        ("From: 1 April 2024\n\nDeep.", None),
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
        ("Deep.\n\nPublished by Oxford University Press, 2019", "Oxford University Press"),
        ("Deep.\n\n© Port of Varn, 2021", "Port of Varn"),
        ("The board agreed:\n\n(c) To approve the accounts for 2019", None),
        ("The copyright of 2021 lapsed.", None),
    ],
)
def test_publishers(text: str, publisher: str | None):
    assert cues(text).publisher == publisher


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 June 2024\n\nDear Ms Reed,\n\nThank you for your letter dated 3 May 2024.", date(2024, 6, 12)),
        ("Flood plan\n\nVarn, 12 June 2024\n\nThe first plan was approved on 3 May 2001.", date(2024, 6, 12)),
        ("Minutes of 4 June 2024\n\nIt rained.\n\nNext meeting: 2 July 2024", date(2024, 6, 4)),
        ("Minutes\n\nIt rained.\n\nNext meeting: 2 July 2024", None),
        ("The harbour\n\nPublished 5 April 2021", date(2021, 4, 5)),
    ],
)
def test_the_day_of_a_text(text: str, day: date | None):
    assert cues(text).date == day


def test_how_a_person_is_addressed_is_no_title():
    assert cues("Title: Mr\nName: Reed").title is None


def test_a_header_stands_at_the_top_or_is_none():
    assert cues("x\n" * 20 + "Author: Ann Reed").author is None


def test_a_byline_made_to_take_long_is_read_in_a_moment():
    started = time.process_time()
    assert cues("By " + "A" * 100_000 + "!").author is None
    assert time.process_time() - started < 2
