import json
from pathlib import Path

from index.settings import PROJECT
from qa.reader.data import Example
from qa.reader.reworded import passage_id, reworded

CONTEXT = "The West Indies merchants of London created a police force in 1797."
GIVEN = [Example("When was a police force created?", CONTEXT, 62, 66, "given")]


def line(context: str) -> str:
    return json.dumps(
        {
            "passage": passage_id(context),
            "start": 62,
            "end": 66,
            "answerable": "In which year did traders set up their own guard?",
            "unanswerable": "How many men did the traders' guard have?",
        }
    )


def test_a_line_gives_a_question_that_its_passage_answers_and_one_that_it_does_not(tmp_path: Path):
    (tmp_path / "reworded.jsonl").write_text(line(CONTEXT) + "\n", "utf-8")
    answerable, unanswerable = reworded(tmp_path / "reworded.jsonl", GIVEN)
    assert answerable.question == "In which year did traders set up their own guard?"
    assert answerable.context[answerable.start : answerable.end] == "1797"
    assert unanswerable.start is None


def test_a_line_may_have_an_answerable_question_alone(tmp_path: Path):
    row = json.loads(line(CONTEXT))
    del row["unanswerable"]
    (tmp_path / "reworded.jsonl").write_text(json.dumps(row), "utf-8")
    assert [e.start for e in reworded(tmp_path / "reworded.jsonl", GIVEN)] == [62]


def test_lines_about_other_paragraphs_are_left_out(tmp_path: Path):
    (tmp_path / "reworded.jsonl").write_text(line("A paragraph that is held out."), "utf-8")
    assert reworded(tmp_path / "reworded.jsonl", GIVEN) == []


def test_the_projects_own_questions_name_each_passage_and_place_once():
    rows = [json.loads(row) for row in (PROJECT / "data" / "reworded.jsonl").read_text("utf-8").splitlines()]
    assert len({(row["passage"], row["start"], row["end"]) for row in rows}) == len(rows)
    assert all(0 <= row["start"] < row["end"] and row["answerable"] != row.get("unanswerable") for row in rows)
