from __future__ import annotations

from qa.check.wanted import wanted
from qa.check.words import words_of
from qa.quotations import quotations


def test_shapes_of_marks_dashes_and_space_make_no_difference() -> None:
    one = words_of("The men’s  far\u2013right “view”,\nre\u00adally – and **loud** ﬁnds")
    two = words_of("The men's far-right 'view', really - and loud finds")
    assert one.written == two.written


def test_words_keep_their_places() -> None:
    text = "It’s 12,000 men."
    words = words_of(text)
    assert [text[a:b] for a, b in words.spans] == ["It’s", "12", ",", "000", "men", "."]
    found = words.find(words_of("12,000"))
    assert found == 1
    assert words.find(words_of("2,000")) is None


def test_a_quotation_is_cut_where_the_draft_says_so() -> None:
    text = "“[T]he men ... came [from Luton] home [sic] late…”"
    (one,) = quotations(text)
    made = wanted(text, one)
    assert [" ".join(segment.words.written) for segment in made.segments] == ["The men", "came", "home late"]
    assert [(segment.far, segment.near) for segment in made.segments] == [(False, False), (True, False), (False, True)]
    assert made.insertions == ("[T]", "[from Luton]")
