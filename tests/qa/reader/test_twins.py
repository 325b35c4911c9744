from qa.reader.data import Example
from qa.reader.twins import twins, word_swaps

CONTEXT = (
    "The West Indies merchants of London created a police force in 1797. In Bristol, the Society of Arts was asked."
)
OTHER = "The oldest bridge was built in 1901 by Alice Moor. It stands beside the new one."


def asked(question: str, answer: str | None, context: str = CONTEXT) -> Example:
    if answer is None:
        return Example(question, context, None, None, "given")
    start = context.index(answer)
    return Example(question, context, start, start + len(answer), "given")


GIVEN = [
    asked("When was a police force created in London?", "1797"),
    asked("When was a police force destroyed in London?", None),
]


def test_words_put_for_each_other_are_learned_either_way():
    assert word_swaps(GIVEN) == {"created": ["destroyed"], "destroyed": ["created"]}


def test_questions_that_differ_in_more_than_a_word_teach_nothing():
    assert word_swaps([GIVEN[0], asked("Who destroyed a police force in London?", None)]) == {}


def test_question_words_and_names_are_not_taken_for_words_to_swap():
    assert word_swaps([GIVEN[0], asked("Where was a police force created in London?", None)]) == {}
    assert word_swaps([GIVEN[0], asked("When was a police force created in Bristol?", None)]) == {}


def test_a_twin_differs_in_one_thing_and_has_no_answer():
    questions = {
        asked("When was the first fort created?", "1901", OTHER): {"When was the first fort destroyed?"},
        asked("Who built it in 1901?", "Alice Moor", OTHER): {f"Who built it in {year}?" for year in range(1889, 1914)},
        asked("What did the merchants of London do?", "created a police force"): {
            "What did the merchants of Bristol do?"
        },
    }
    for example, expected in questions.items():
        (twin,) = [
            t for t in twins([*GIVEN, example], 10, 1) if t.context == example.context and t.question in expected
        ]
        assert (twin.start, twin.end) == (None, None)
        assert twin.question != example.question


def test_the_same_seed_makes_the_same_twins_and_no_more_than_were_asked_for():
    many = [*GIVEN, *(asked(f"Who built number {n}?", "Alice Moor", OTHER) for n in range(40))]
    assert twins(many, 7, 3) == twins(many, 7, 3)
    assert len(twins(many, 7, 3)) == 7
