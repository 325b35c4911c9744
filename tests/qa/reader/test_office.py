"""Office papers: their questions, and what is put before a passage as when a library is read."""

import json
from pathlib import Path

import pytest

from qa.reader.office import OFFICE, as_read, papers

PAPER = {
    "organisation": "mill",
    "held_out": True,
    "title": "Minutes of the Mill Trust",
    "publisher": "Mill Trust",
    "date": "2020-01-02",
    "heading": "Roof",
    "passage": "It will cost about £900 to mend.",
    "questions": [
        {"question": "What will the roof cost?", "answer": "about £900"},
        {"question": "Who will mend the roof?", "answer": None},
    ],
}


def written(folder: Path, paper: dict[str, object]) -> Path:
    path = folder / "office.jsonl"
    path.write_text(json.dumps(paper) + "\n", "utf-8")
    return path


def test_a_paper_has_its_questions_with_their_answers_places(tmp_path: Path):
    (paper,) = papers(written(tmp_path, PAPER))
    answered, unanswered = paper.asked
    assert answered.context[answered.start : answered.end] == "about £900"
    assert unanswered.start is None
    assert paper.held_out


def test_what_a_passage_leaves_unsaid_is_put_before_it_and_the_answer_moves(tmp_path: Path):
    (paper,) = papers(written(tmp_path, PAPER))
    read = as_read(paper.asked[0], paper.over)
    assert read.context == "Roof. It will cost about £900 to mend."
    assert read.context[read.start : read.end] == "about £900"
    assert as_read(paper.asked[1], paper.over).start is None


def test_an_answer_that_its_passage_does_not_hold_is_named(tmp_path: Path):
    wrong = PAPER | {"questions": [{"question": "What will it cost?", "answer": "£90,000"}]}
    with pytest.raises(ValueError, match="What will it cost"):
        papers(written(tmp_path, wrong))


def test_the_projects_own_papers_hold_their_answers():
    found = papers(OFFICE)
    assert len(found) > 700
    assert {paper.held_out for paper in found} == {True, False}
