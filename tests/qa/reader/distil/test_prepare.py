"""Examples are laid out as pairs of token ids."""

import pytest
from tokenizers import Tokenizer

from index.embed import packaged_model_path
from qa.reader.data import Example
from qa.reader.distil.pairs import HELD_OUT, LABELLED, TAUGHT, Pairs
from qa.reader.distil.prepare import laid_out

CONTEXT = "Edith Crane dredged the harbour in 1987."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(packaged_model_path() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def answer(pairs: Pairs, number: int, tokenizer: Tokenizer) -> str:
    """The words of the first context, which all the examples share."""
    return tokenizer.decode(pairs.context_ids[pairs.start[number] : pairs.end[number] + 1].tolist())


def test_a_context_is_kept_once_with_each_questions_answer(tokenizer: Tokenizer):
    asked = [("When was it dredged?", 35, 39), ("Who dredged it?", 0, 11), ("Why was it dredged?", None, None)]
    known = [(Example(question, CONTEXT, start, end, "made"), HELD_OUT) for question, start, end in asked]
    pairs = laid_out(known, tokenizer, seed=1)
    assert (len(pairs), len(pairs.context_ends), len(pairs.question_ends)) == (3, 1, 3)
    assert [answer(pairs, n, tokenizer) for n in (0, 1)] == ["1987", "edith crane"]
    assert (pairs.start[2], pairs.end[2]) == (-1, -1)


def test_what_is_known_of_a_pair_is_kept_with_it(tokenizer: Tokenizer):
    example = Example("Who?", CONTEXT, 0, 11, "made")
    pairs = laid_out([(example, what) for what in (LABELLED, TAUGHT, HELD_OUT)], tokenizer, seed=1)
    assert pairs.known.tolist() == [LABELLED, TAUGHT, HELD_OUT]


def test_an_answer_that_the_tokenizer_cannot_place_is_left_out(tokenizer: Tokenizer):
    lost = Example("Who?", "a \u200b b", 2, 3, "made")
    kept = Example("Who?", CONTEXT, 0, 11, "made")
    assert len(laid_out([(lost, LABELLED), (kept, LABELLED)], tokenizer, seed=1)) == 1
