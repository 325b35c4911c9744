"""What somebody types for a folder's path."""

from pathlib import Path

import pytest

from qa.pages.adding import absolute


@pytest.mark.parametrize("typed", ["", "reports", "./reports", "~nobody-of-that-name/reports"])
def test_what_is_no_full_path_is_none(typed: str) -> None:
    assert absolute(typed) is None


def test_a_full_path_may_have_blanks_around_it_or_begin_at_home() -> None:
    assert absolute("  /srv/the reports ") == Path("/srv/the reports")
    assert absolute("~/reports") == Path.home() / "reports"
