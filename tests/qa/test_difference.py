"""What changed between two wordings."""

from hypothesis import given
from hypothesis import strategies as st

from qa.difference import Piece, differences, likeness


def test_a_changed_number_is_one_piece_removed_and_one_added():
    assert differences("It has 30 cameras.", "It has 45 cameras.") == (
        Piece("same", "It has "),
        Piece("removed", "30"),
        Piece("added", "45"),
        Piece("same", " cameras."),
    )


def test_a_figure_is_not_cut_at_its_comma():
    pieces = differences("1,200 people", "1,300 people")
    assert [piece.text for piece in pieces if piece.change != "same"] == ["1,200", "1,300"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_wordings_can_be_read_from_the_pieces(before: str, after: str):
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == before
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == after


def test_likeness_is_of_words():
    assert likeness("The Wall is long.", "the wall — is long") == 1
    assert likeness("one two three", "four five six") == 0
