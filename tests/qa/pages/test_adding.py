"""What somebody types for a folder's path."""

from pathlib import Path

import pytest

from qa.pages.adding import Upload, absolute, told_apart


@pytest.mark.parametrize("typed", ["", "reports", "./reports", "~nobody-of-that-name/reports"])
def test_what_is_no_full_path_is_none(typed: str) -> None:
    assert absolute(typed) is None


def test_a_full_path_may_have_blanks_around_it_or_begin_at_home() -> None:
    assert absolute("  /srv/the reports ") == Path("/srv/the reports")
    assert absolute("~/reports") == Path.home() / "reports"


def test_uploads_of_one_name_and_other_bytes_are_told_apart() -> None:
    given = [Upload("minutes.txt", b"May"), Upload("minutes.txt", b"June"), Upload("minutes.txt", b"May")]
    told = told_apart([*given, Upload("minutes.txt", b"July")])
    assert [(one.name, one.data) for one in told] == [
        ("minutes.txt", b"May"),
        ("minutes (2).txt", b"June"),
        ("minutes (3).txt", b"July"),
    ]
