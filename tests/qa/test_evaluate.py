import gzip
import json
from pathlib import Path

import pytest

from index.errors import QuothError
from index.model import Document, Locator, Searched, Span
from qa.evaluate import Question, judge, read_questions, summarise
from qa.model import Answer, Citation, RankedAnswer

TEXT = "There are some 30 of them."
DOCUMENT = Document("d1", TEXT, "Title", "sub/a.txt", "0" * 64, "text", external_id="x1")


def answer(confidence: float, *, given: bool) -> Answer:
    citation = Citation(1, DOCUMENT, Locator(None, 1, None), TEXT, Span("d1", 0, 26), Span("d1", 10, 17))
    ranked = (RankedAnswer("some 30", confidence, (1,), 1),) if given else ()
    searched = Searched(1, 1, 0, "", "")
    return Answer("?", "?", "answered" if given else "not_found", confidence, ranked, (citation,), searched, 10.0)


def question(*answers: str, documents: tuple[str, ...] = ()) -> Question:
    return Question("q", "How many?", answers, documents)


@pytest.mark.parametrize("name", ["sub/a.txt", "a.txt", "d1", "x1"])
def test_the_cited_document_may_be_named_in_any_way(name: str):
    assert judge(question("30", documents=(name,)), answer(0.9, given=True), "some 30", []).document_right


def test_a_right_answer():
    outcome = judge(question("30"), answer(0.9, given=True), "some 30", ["nothing", TEXT])
    assert (outcome.right, outcome.quote_holds, outcome.exact, outcome.hit, outcome.reciprocal_rank) == (
        True,
        True,
        0.0,
        True,
        0.5,
    )


def test_a_refusal_is_right_only_where_nothing_answers():
    refused = judge(question(), answer(0.2, given=False), "some 30", [])
    withheld = judge(question("30"), answer(0.2, given=False), "some 30", [])
    assert (refused.f1, refused.exact, refused.answered) == (1.0, 1.0, False)
    assert (withheld.f1, withheld.right, withheld.candidate_right) == (0.0, False, True)


def test_the_figures_over_several_outcomes():
    outcomes = [
        judge(question("30"), answer(0.9, given=True), "some 30", [TEXT]),
        judge(question("31"), answer(0.6, given=True), "some 30", []),
        judge(question(), answer(0.1, given=False), "some 30", []),
    ]
    found = summarise(outcomes)
    assert (found.questions, found.answerable, found.unanswerable) == (3, 2, 1)
    assert (found.quotation_holds_answer, found.refused_unanswerable, found.citation_precision) == (1, 1, 0.5)
    assert (found.hit_at_10, found.auroc) == (0.5, 1.0)


def test_documents_count_where_a_question_names_them_and_what_cannot_be_told_is_none():
    named = judge(question("30", documents=("a.txt",)), answer(0.9, given=True), "some 30", [])
    bare = judge(question("30"), answer(0.9, given=True), "some 30", [])
    assert summarise([named, bare]).document_right == 1
    report = summarise([bare]).to_dict()
    assert (report["document_right"], report["auroc"]) == (None, None)
    json.dumps(report, allow_nan=False)


def test_a_share_of_no_questions_is_none():
    report = summarise([judge(question(), answer(0.1, given=False), "some 30", [])]).to_dict()
    shares = ("citation_precision", "first_answer_right", "hit_at_10", "mrr_at_10")
    assert [report[name] for name in shares] == [None] * 4


def test_questions_are_read_from_both_kinds_of_lines_plain_or_gzipped(tmp_path: Path):
    own = {"id": "a", "question": "Who?", "answers": ["Ann"], "documents": ["a.txt"]}
    squad = {"id": "b", "question": "Who?", "context": "...", "answers": [{"text": "Ann", "start": 0}]}
    lines = "\n".join(json.dumps(row) for row in (own, squad)) + "\n\n"
    (tmp_path / "q.jsonl").write_text(lines, "utf-8")
    (tmp_path / "q.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    plain = read_questions(tmp_path / "q.jsonl")
    assert plain == read_questions(tmp_path / "q.jsonl.gz")
    assert [q.answers for q in plain] == [("Ann",), ("Ann",)]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"id": 1}',
        '{"question": " "}',
        '{"question": "a", "answers": 3}',
        '{"question": "a", "answers": "some 30"}',
        '{"question": "a", "documents": "a.txt"}',
    ],
)
def test_a_line_that_is_no_question_is_named_with_an_example(tmp_path: Path, line: str):
    (tmp_path / "q.jsonl").write_text('{"question": "Who?"}\n' + line, "utf-8")
    with pytest.raises(QuothError, match=r"line 2.*looks like"):
        read_questions(tmp_path / "q.jsonl")
