import pytest

from index.model import Document, Locator, Searched, Span
from qa.model import Answer, Citation, RankedAnswer, locator_to_dict

DOCUMENT = Document("d1", "There are some 30 of them.", "Title", "a.txt", "ab" * 32, "text")


def answer(answered: bool) -> Answer:
    given = Span("d1", 10, 17) if answered else None
    citation = Citation(1, DOCUMENT, Locator(None, 1, None), DOCUMENT.text, Span("d1", 0, 26), given)
    ranked = (RankedAnswer("some 30", 0.94, (1,), 1),) if answered else ()
    searched = Searched(1, 1, 0, "2026-01-01T00:00:00+00:00", "here")
    return Answer(
        "How many?", "How many?", "answered" if answered else "not_found", 0.94, ranked, (citation,), searched, 31.5
    )


def test_the_json_of_an_answer_has_the_fields_that_others_build_on():
    assert answer(answered=True).to_dict() == {
        "id": None,
        "question": "How many?",
        "resolved_question": "How many?",
        "status": "answered",
        "confidence": 0.94,
        "answers": [{"text": "some 30", "confidence": 0.94, "citations": [1], "origins": 1}],
        "citations": [
            {
                "number": 1,
                "document": {
                    "id": "d1",
                    "external_id": None,
                    "title": "Title",
                    "author": None,
                    "publisher": None,
                    "date": None,
                    "path": "a.txt",
                    "sha256": "ab" * 32,
                },
                "locator": {"page": None, "paragraph": 1, "heading": None},
                "quote": "There are some 30 of them.",
                "start": 0,
                "end": 26,
                "answer_start": 10,
                "answer_end": 17,
            }
        ],
        "searched": {
            "documents": 1,
            "passages": 1,
            "unreadable": 0,
            "as_of": "2026-01-01T00:00:00+00:00",
            "library": "here",
        },
        "elapsed_ms": 31.5,
    }


def test_a_refusal_has_no_answers_and_its_nearest_passages_answer_nothing():
    found = answer(answered=False).to_dict()
    assert found["answers"] == []
    assert [(c["answer_start"], c["answer_end"]) for c in found["citations"]] == [(0, 0)]


def test_pages_are_numbers_where_their_labels_are():
    assert locator_to_dict(Locator("12", 3, None))["page"] == 12
    assert locator_to_dict(Locator("iv", 3, None))["page"] == "iv"


def test_a_citation_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        answer(answered=True).citation(7)
