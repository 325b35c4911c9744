import random

import pytest
from tokenizers import Tokenizer

from index.embed import packaged_model_path
from qa.reader.data import Example
from qa.reader.encode import Encoded, Group, as_typed, batches, encode, tokenise

CONTEXT = "The board met in May. " * 30 + "Ann Lee chairs it. " + "Nobody objected. " * 30


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(packaged_model_path() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


@pytest.mark.parametrize("seed", range(10))
def test_a_window_of_a_long_passage_holds_the_answer(tokenizer: Tokenizer, seed: int):
    start = CONTEXT.index("Ann Lee")
    tokens = tokenise(tokenizer, Example("Who chairs it?", CONTEXT, start, start + 7, "s"), random.Random(seed))
    assert tokens
    laid = encode(tokens, 64, random.Random(seed))
    assert laid
    assert len(laid.ids) <= 64
    assert tokenizer.decode(laid.ids[laid.start : laid.end + 1]) == "ann lee"


def test_a_passage_without_an_answer_points_to_the_first_token(tokenizer: Tokenizer):
    tokens = tokenise(tokenizer, Example("Who chairs it?", CONTEXT, None, None, "s"), random.Random(1))
    assert tokens
    laid = encode(tokens, 64, random.Random(1))
    assert laid
    assert (laid.start, laid.end) == (0, 0)


def test_questions_are_typed_in_several_ways():
    typed = {as_typed("What is the name of the chair?", random.Random(seed)) for seed in range(50)}
    assert typed == {
        "What is the name of the chair?",
        "What is the name of the chair",
        "the name of the chair",
    }


def test_every_group_is_in_one_batch_and_whole():
    groups: list[Group] = [(Encoded([n] * n, 1, 0, 0),) * 4 for n in range(1, 42)]
    made = list(batches(groups, 16, random.Random(1)))
    assert sorted(len(group[0].ids) for batch in made for group in batch) == list(range(1, 42))
    assert max(sum(map(len, batch)) for batch in made) == 16


def test_groups_of_different_sizes_share_batches():
    one = Encoded([1], 1, 0, 0)
    made = list(batches([(one,)] * 40 + [(one,) * 3] * 40, 16, random.Random(1)))
    assert sum(map(len, made)) == 80
    assert max(sum(map(len, batch)) for batch in made) <= 16
    assert len([batch for batch in made if sum(map(len, batch)) < 14]) <= 1
