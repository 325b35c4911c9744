import pytest

from qa.converse import names, resolve

HISTORY = ["At which think tank did Mak Chishty speak?"]


@pytest.mark.parametrize(
    ("question", "resolved"),
    [
        ("And what did he say about women?", "And what did Mak Chishty say about women?"),
        ("What was his rank?", "What was Mak Chishty's rank?"),
        ("What did Sadiq Khan say?", "What did Sadiq Khan say?"),
        ("How many tweets are sent?", "How many tweets are sent?"),
    ],
)
def test_a_pronoun_takes_the_last_name_and_nothing_else_changes(question: str, resolved: str):
    assert resolve(question, HISTORY) == resolved


def test_the_latest_name_wins():
    assert resolve("When did he speak?", [*HISTORY, "Who is Toufik Kacimi?"]) == "When did Toufik Kacimi speak?"


def test_without_history_nothing_is_resolved():
    assert resolve("When did he speak?", []) == "When did he speak?"
    assert resolve("When did he speak?", ["how many were there?"]) == "When did he speak?"


def test_names_leave_out_the_opening_word_of_a_question():
    assert names("Who leads the Muslim Welfare House in London?") == ["Muslim Welfare House", "London"]
