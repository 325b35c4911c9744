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
    assert [text[a:b] for a, b in words.spans] == ["It’s", "12,000", "men", "."]
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


def test_a_number_with_its_sign_is_one_word_of_which_no_part_is_found() -> None:
    words = words_of("It fell to -5 degrees; 7.2 per cent of 12,500 homes had £3.2 million of damage, 10.")
    for part in ("5 degrees", "2 per cent", "12", "£3", "500 homes"):
        assert words.find(words_of(part)) is None
    for whole in ("−5 degrees", "7.2 per cent", "12,500", "£3.2 million", "damage, 10"):
        assert words.find(words_of(whole)) is not None
