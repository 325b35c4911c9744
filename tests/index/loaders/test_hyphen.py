"""Of a document's lines: words that a line's end divides."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.loaders.hyphen import joined, vocabulary
from index.loaders.pdf import Line, rejoined


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("the neigh-", "bours came", "the neighbours came"),
        ("the neigh\u00ad", "bours came", "the neighbours came"),
        ("the neigh\ufffe", "bours came", "the neighbours came"),
        ("violent ex-", "tremism online", "violent extremism online"),
        ("pre-", "and post-war", "pre- and post-war"),
        ("the anti-", "Muslim mood", "the anti-Muslim mood"),
        ("in her mid-", "60s", "in her mid-60s"),
        ("the year 2019-", "20 was", "the year 2019-20 was"),
        ("a mother-in-", "law", "a mother-in-law"),
        ("a mother-", "in-law", "a mother-in-law"),
        ("the well-", "known vicar", "the well-known vicar"),
        ("he said -", "and meant it", "he said - and meant it"),
        ("no hyphen", "here", "no hyphen here"),
    ],
)
def test_a_word_at_a_lines_end(before: str, after: str, whole: str):
    assert joined(before, after) == whole


def test_as_the_document_writes_the_word_elsewhere_so_it_is():
    known = vocabulary(["there was little co-operation at all", "they report what they see"])
    assert joined("more co-", "operation", known) == "more co-operation"
    assert joined("more co-", "operation") == "more cooperation"
    assert joined("a well-", "being", vocabulary(["on her wellbeing at work"])) == "a wellbeing"


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_joining_changes_nothing_but_the_seam(before: str, after: str):
    whole = joined(before, after)
    assert whole.startswith(before[:-1])
    assert whole.endswith(after)
    assert len(whole) <= len(before) + len(after) + 1


def test_a_paragraph_of_a_page_is_made_whole():
    lines = [Line("The council has said that the neigh-", 700.0, 10.0), Line("bours came with soup.", 688.0, 10.0)]
    assert rejoined(lines) == ["The council has said that the neighbours came with soup."]
