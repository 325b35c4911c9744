from collections.abc import Mapping

from index.model import Document, Hit, Passage, Span
from qa.cite import Citations
from qa.compose import Candidate
from qa.confidence import Features
from qa.model import Evidence, RankedAnswer
from qa.ranked import CITED, ranked

TEXT = "It has 30 cameras."


def made_of(names: str, origins: Mapping[str, str]) -> tuple[RankedAnswer, Citations]:
    """What is made of the same statement in the documents called by one letter each, best first."""
    documents = {name: Document(name, TEXT, "Title", f"{name}.txt", "0" * 64, "text") for name in names}
    citations = Citations(documents.__getitem__)
    evidence = tuple(
        Evidence(Span(name, 7, 9), Span(name, 0, 18), 1.0, Hit(Passage.cut(documents[name], 0, 18), 1, 1.0))
        for name in names
    )
    candidate = Candidate("30", evidence, Features(*[0] * 7), 0.9)
    return ranked(candidate, citations, origins), citations


def cited(made: RankedAnswer, citations: Citations) -> list[list[str]]:
    by_number = {citation.number: citation.document.id for citation in citations.all()}
    return [[by_number[number] for number in group] for group in made.groups]


def test_documents_of_one_origin_stand_together_and_count_once():
    made, citations = made_of("abcd", {"a": "a", "b": "b", "c": "a", "d": "b"})
    assert (made.documents, made.origins) == (4, 2)
    assert cited(made, citations) == [["a", "c"], ["b", "d"]]
    assert made.citations == tuple(number for group in made.groups for number in group)


def test_another_origin_is_cited_before_a_further_copy():
    made, citations = made_of("abcdefg", dict.fromkeys("abcdef", "a") | {"g": "g"})
    assert (made.documents, made.origins, len(made.citations)) == (7, 2, CITED)
    assert cited(made, citations) == [["a", "b", "c", "d"], ["g"]]


def test_without_copies_citations_are_in_the_order_of_the_evidence():
    made, _ = made_of("abc", {})
    assert made.citations == (1, 2, 3)
    assert (made.documents, made.origins) == (3, 3)


def test_the_json_has_no_more_fields_than_before():
    made, _ = made_of("ab", {"a": "a", "b": "a"})
    assert made.to_dict() == {"text": "30", "confidence": 0.9, "citations": [1, 2], "origins": 1}
