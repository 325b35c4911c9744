"""Papers become a library's documents, and their questions what is asked of it."""

from papers import documents, questions

from qa.reader.data import Example
from qa.reader.office import Paper

ROOF = "It will cost about £900 to mend."


def paper(heading: str, passage: str, *asked: Example) -> Paper:
    return Paper("mill", "2020-01-02", ("Mill Trust", "Minutes", heading), passage, asked, held_out=True)


def test_passages_of_one_title_and_date_are_one_document():
    found = documents([paper("Roof", ROOF), paper("Floor", "It is dry.")])
    assert found == {"00.md": f"# Minutes\n\nMill Trust, 2020-01-02\n\n## Roof\n\n{ROOF}\n\n## Floor\n\nIt is dry.\n"}


def test_each_question_has_its_answers_words_or_none():
    cost, mender = Example("What will it cost?", ROOF, 13, 23, ""), Example("Who will mend it?", ROOF, None, None, "")
    assert [(one.question, one.answers) for one in questions([paper("Roof", ROOF, cost, mender)])] == [
        ("What will it cost?", ("about £900",)),
        ("Who will mend it?", ()),
    ]
