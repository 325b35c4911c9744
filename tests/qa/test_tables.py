"""What names the columns of a row that is quoted. How rows are read stands in tests/qa/reader/test_spelled.py."""

import pytest

from qa.tables import head_of

TEXT = """Two tables.

| Year | All | Online |
| --- | --- | --- |
| 2019 | 318 | 64 |
| 2020 | 402 | 109 |

Those were the crimes.

Chair | Ann Lee

Secretary | Bob Ray
"""


def head(row: str) -> str:
    start = TEXT.index(row)
    return head_of(TEXT, start, start + len(row))


@pytest.mark.parametrize("row", ["| 2019 | 318 | 64 |", "| 2020 | 402 | 109 |"])
def test_a_row_s_columns_are_named_in_the_first_line_of_its_table(row: str):
    assert head(row) == "Year | All | Online"


@pytest.mark.parametrize(
    "row", ["| Year | All | Online |", "Secretary | Bob Ray", "Those were the crimes.", "Two tables."]
)
def test_what_is_no_row_under_names_has_no_head(row: str):
    assert head(row) == ""
