from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.decode import Window, best_spans, whole_words

TEXT = "It sent 90,000 tweets. Nobody read them."
TOKENS = [(0, 2), (3, 7), (8, 10), (10, 11), (11, 14), (15, 21), (21, 22), (23, 29), (30, 34), (35, 39), (39, 40)]


def window(starts: dict[int, float], ends: dict[int, float], null: float = 0.0) -> Window:
    """Two special tokens' worth of question before the passage's tokens."""
    offsets = [(0, 0), (0, 0), *TOKENS]
    start, end = np.full(len(offsets), -9.0, np.float32), np.full(len(offsets), -9.0, np.float32)
    start[0] = end[0] = null / 2
    for token, value in starts.items():
        start[token + 2] = value
    for token, value in ends.items():
        end[token + 2] = value
    context = np.array([False, False] + [True] * len(TOKENS))
    return Window(start, end, offsets, context)


def test_the_best_span_carries_its_margin_over_no_answer():
    (best,) = best_spans(window({2: 5}, {4: 5}, null=4), TEXT, [(0, len(TEXT))], 1)
    assert (TEXT[best.start : best.end], best.margin) == ("90,000", pytest.approx(6))


def test_a_number_is_never_cut_even_if_the_network_does():
    (best,) = best_spans(window({2: 5}, {2: 5}), TEXT, [(0, len(TEXT))], 1)
    assert TEXT[best.start : best.end] == "90,000"


def test_no_answer_crosses_the_end_of_a_paragraph():
    paragraphs = [(0, 22), (23, 40)]
    for span in best_spans(window({4: 5, 7: 1}, {9: 5, 5: 1}), TEXT, paragraphs, 5):
        assert any(start <= span.start and span.end <= end for start, end in paragraphs)


def test_spans_of_one_passage_do_not_overlap():
    spans = best_spans(window({2: 5, 7: 4}, {4: 5, 5: 4.5, 9: 4}), TEXT, [(0, len(TEXT))], 3)
    assert len(spans) > 1
    ordered = sorted(spans, key=lambda s: s.start)
    assert all(a.end <= b.start for a, b in pairwise(ordered))


def test_what_stands_right_beside_an_answer_is_no_other_one():
    spans = best_spans(window({2: 9, 5: 8, 7: 1}, {4: 9, 5: 8, 7: 1}), TEXT, [(0, len(TEXT))], 3)
    said = [TEXT[span.start : span.end] for span in spans]
    assert said[0] == "90,000"
    assert "tweets" not in said


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("paid £450 in all", "450", "£450"),
        ("paid GBP 18,400 in all", "18,400", "GBP 18,400"),
        ("paid EUR 3.5 million in all", "3.5 million", "EUR 3.5 million"),
        ("paid USD   415 in all", "USD", "USD   415"),
        ("cost 5,000 EUR 2019 and 2020", "2019", "2019"),
        ("some 3.5% of them", "3.5", "3.5%"),
        ("at 10:30 today", "10", "10:30"),
        ("the end. Then", "end", "end"),
        ("some 90,000 to 100,000 tweets", "100,000", "90,000 to 100,000"),
        ("between 90,000 to 100,000 tweets", "100,000", "between 90,000 to 100,000"),
        ("Between 30 and 40 per cent came.", "30", "Between 30 and 40 per cent"),
        ("between twenty and thirty people", "thirty", "between twenty and thirty"),
        ("It fell between 2010 and 2015.", "2010", "2010"),
        ("the choice between one and the other", "one", "one"),
        ("that six in 10 said", "six", "six in 10"),
        ("making up 50 per cent of boards", "50", "50 per cent"),
        ("cost £1.2 million in all", "1.2", "£1.2 million"),
        ("a three-month project", "three-month", "three-month"),
        ("in 2018 and 2019", "2018", "2018"),
        ("is the one who", "who", "who"),
        ("there were 30 in 2018", "30", "30"),
        ("fell from 14 to 9", "9", "9"),
        ("rose from 12 in 2019 to 15 in 2020", "15", "15"),
        ("In 2019 - 14 people came", "14", "14"),
        ("open 2018 to 2020", "2020", "2018 to 2020"),
        ("establishing it", "establish", "establishing"),
        ("on 19 June 2018 in London", "June 2018", "19 June 2018"),
        ("on 19 June 2018 in London", "19 June", "19 June 2018"),
        ("on June 19, 2018 in London", "June 19", "June 19, 2018"),
        ("on 19 June 2018 in London", "2018", "2018"),
        ("on 19 June 2018 in London", "June", "June"),
        ("it was -5 degrees", "5", "-5"),
        ("spent $1.5 trillion on it", "$1.5", "$1.5 trillion"),
        ("some 12\u00a0000 people", "12", "12\u00a0000"),
        ("two hundred and forty men", "two hundred", "two hundred and forty"),
        ("thirteen million of them", "thirteen", "thirteen million"),
        ("50 per cent and forty others", "50 per cent", "50 per cent"),
        ("in 2017/18 only", "2017", "2017/18"),
        ("some 1,200¹ people", "200", "1,200"),
        ("some 10⁶ people", "10", "10⁶"),
        ("some 30 m² each", "30 m", "30 m²"),
        ("at 3 May Street", "May Street", "May Street"),
    ],
)
def test_words_numbers_and_their_signs_stay_whole(text: str, cut: str, whole: str):
    start = text.index(cut)
    a, b = whole_words(text, start, start + len(cut))
    assert text[a:b] == whole


@given(st.text(), st.data())
def test_widening_stays_inside_any_text(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    a, b = whole_words(text, start, end)
    assert 0 <= a <= b <= len(text)
