"""The names that a text has."""

from __future__ import annotations

from qa.mentions import names


def test_names_leave_out_the_opening_word_of_a_question():
    assert names("Who leads the Muslim Welfare House in London?") == ["Muslim Welfare House", "London"]
    assert names("What did The National report in June?") == ["The National"]
    assert names("Who heads IT?") == ["IT"]
    assert names("Did Ruth Adeyemi's force answer?") == ["Ruth Adeyemi"]
