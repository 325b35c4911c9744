from __future__ import annotations

from collections.abc import Callable

from qa.check.notes import quotation_note
from qa.check.report import CheckReport


def test_a_note_has_the_sources_words_in_their_own_capitals(checked: Callable[..., CheckReport]) -> None:
    (one,) = checked("“The fund holds 240,000 Pounds for three years.”").quotations
    note = quotation_note(one)
    assert "“pounds” for “Pounds”" in note
    (one,) = checked("“There are people who say that this lane was set alight,” Jane Whitcombe said.").quotations
    note = quotation_note(one)
    assert "The source has “street” for “lane”." in note
