import pytest

from index.model import Document, Hit, Passage, Span
from qa.compose import compose, merge, normalise_answer
from qa.confidence import NAMES, Calibration
from qa.model import Evidence

CALIBRATION = Calibration("r", 0.0, dict.fromkeys(NAMES, 0.0) | {"margin": 1.0}, 0.5, 0.0, 1.0, 1.0, "test")


def evidence(text: str, answer: str, score: float, name: str = "a") -> Evidence:
    document = Document(name, text, "Title", f"{name}.txt", "0" * 64, "text")
    hit = Hit(Passage.cut(document, 0, len(text)), 1, 1.0, 0.5)
    start = text.index(answer)
    return Evidence(Span(name, start, start + len(answer)), Span(name, 0, len(text)), score, hit)


def test_the_same_answer_from_two_documents_is_one_answer_with_both():
    groups = merge([evidence("It has 30 cameras.", "30", 2), evidence("They put up some 30.", "some 30", 1, "b")])
    assert [[e.answer.document for e in group] for group in groups] == [["a", "b"]]


def test_different_answers_are_ranked_not_averaged():
    found = compose(
        "How many?", [evidence("It has 30.", "30", 2), evidence("It has 40.", "40", 4, "b")], {}, CALIBRATION
    )
    assert [c.text for c in found] == ["40", "30"]
    assert found[0].confidence > found[1].confidence


def test_the_answer_is_written_as_its_best_evidence_has_it():
    found = compose(
        "Who?", [evidence("the Mayor spoke", "the Mayor", 1), evidence("Mayor!", "Mayor", 3, "b")], {}, CALIBRATION
    )
    assert found[0].text == "Mayor"


def test_one_passage_retrieved_twice_is_one_piece_of_evidence():
    assert len(merge([evidence("It has 30.", "30", 2), evidence("It has 30.", "30", 1)])[0]) == 1


def test_copies_support_an_answer_no_more_than_their_origin_does():
    several = [evidence("It has 30.", "30", score, name) for score, name in ((3, "a"), (2, "b"), (1, "c"))]
    apart, copied = (
        compose("How many?", several, {}, CALIBRATION, of)[0] for of in ({}, {"a": "a", "b": "a", "c": "c"})
    )
    assert (apart.features.support, copied.features.support) == (2.0, 1.0)
    assert len(copied.evidence) == 3


def test_no_evidence_is_no_answer():
    assert compose("Who?", [], {}, CALIBRATION) == []


def test_normalisation_is_squads():
    assert normalise_answer("The “Reform” think-tank, an Institute.") == "reform thinktank institute"


def test_a_title_for_the_first_names_is_the_same_person_told_by_the_whole_name():
    found = compose(
        "Who?",
        [evidence("Mr Chishty spoke.", "Mr Chishty", 4), evidence("Mak Chishty came.", "Mak Chishty", 3, "b")],
        {},
        CALIBRATION,
    )
    assert [(c.text, len(c.evidence)) for c in found] == [("Mak Chishty", 2)]
    assert found[0].features.margin == compose("Who?", [evidence("Ann.", "Ann", 4)], {}, CALIBRATION)[0].features.margin


def test_the_code_of_a_currency_says_what_its_sign_does():
    found = compose(
        "How much?",
        [evidence("It cost GBP 18,400.", "GBP 18,400", 4), evidence("At £18,400.", "£18,400", 3, "b")],
        {},
        CALIBRATION,
    )
    assert [(c.text, len(c.evidence)) for c in found] == [("GBP 18,400", 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GBP 5", "EUR 5"),
        ("2.5%", "25%"),
        ("1.5 million", "15 million"),
        ("-5 degrees", "5 degrees"),
        ("-£2 million", "£2 million"),
        ("10-12", "1012"),
        ("10.30", "1030"),
        (".5%", "5%"),
        ("1,5 %", "15 %"),
        ("<5%", ">5%"),
        ("over 18s", "under 18s"),
        ("at least 12", "up to 12"),
        ("AA+", "AA-"),
        ("C++", "C#"),
        ("$40,000", "40,000"),
    ],
)
def test_a_sign_makes_another_figure_of_it(one: str, other: str):
    assert len(merge([evidence(f"It was {one}.", one, 2), evidence(f"It was {other}.", other, 1, "b")])) == 2


@pytest.mark.parametrize(
    ("one", "other"), [("12%", "12 per cent"), ("1,200", "1200"), ("10-12", "10–12"), ("some 12", "12"), (".5", "0.5")]
)
def test_one_figure_may_be_written_in_two_ways(one: str, other: str):
    assert len(merge([evidence(f"It was {one}.", one, 2), evidence(f"It was {other}.", other, 1, "b")])) == 1


def test_a_title_does_not_make_one_person_of_two():
    said = [
        evidence(f"{name} spoke.", name, 4 - n, name) for n, name in enumerate(("Mr Smith", "John Smith", "Jane Smith"))
    ]
    assert [[item.answer.document for item in group] for group in merge(said)] == [
        ["Mr Smith", "John Smith"],
        ["Jane Smith"],
    ]


def test_a_bare_surname_may_be_a_place_s():
    assert len(merge([evidence("Lincoln is old.", "Lincoln", 4), evidence("Ann Lincoln.", "Ann Lincoln", 3, "b")])) == 2


def test_a_figure_with_its_unit_is_the_same_as_the_figure_before_that_unit():
    said = [
        evidence("Of the pier, which is 518 metres long, much is said.", "518", 9.0, "a"),
        evidence("The pier is 518 metres long, from gate to head.", "518 metres long", 4.0, "b"),
        evidence("The pier was built by 518 people.", "518 people", 3.0, "c"),
        evidence("It stands 518 metres apart from the other.", "518 metres apart", 2.0, "d"),
    ]
    assert [[item.answer.document for item in group] for group in merge(said)] == [["a", "b"], ["c"], ["d"]]


def test_what_has_not_the_form_that_is_asked_for_is_no_answer():
    found = compose(
        "What is the email address of the desk?",
        [evidence("Ring 4417.", "4417", 4), evidence("Write to desk@calder.example.", "desk@calder.example", 1, "b")],
        {},
        CALIBRATION,
    )
    assert [c.text for c in found] == ["desk@calder.example"]


def test_the_day_of_a_date_does_not_say_how_many():
    said = [evidence("The year ends on 31 March.", "31", 4), evidence("It had 271 cases.", "271", 1, "b")]
    assert [c.text for c in compose("How many cases were there?", said, {}, CALIBRATION)] == ["271"]
