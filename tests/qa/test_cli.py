"""The command line as others call it: a real process, its output, its errors and its exit code."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from index.errors import LibraryBusy
from qa.cli.frame import Commands

TWEETS = "Campaigners met on Monday.\n\nISIS alone posts between 90,000 to 100,000 tweets per day, they said."
BOARD = "The mosque wants women to make up 50 per cent of its board.\n\nThe board meets in May."

CLIP = "Roofs\n\nThe roof leaks when the wind is in the east.\n\nShare this article"


def quoth(library: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa.cli", "--library", str(library), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def rows(done: subprocess.CompletedProcess[str]) -> list[dict]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "tweets.txt").write_text(TWEETS, "utf-8")
    (folder / "sub folder 🙂").mkdir()
    (folder / "sub folder 🙂" / "board.txt").write_text(BOARD, "utf-8")
    (folder / "clip.txt").write_text(CLIP, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    path = tmp_path_factory.mktemp("library")
    done = quoth(path, "add", str(folder))
    assert done.returncode == 1  # one file is empty, and that is said
    assert "empty.txt" in done.stderr
    assert "3 added" in done.stdout
    return path


@pytest.fixture(scope="module")
def unread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that was given two files and could read neither; their names would steer a terminal."""
    folder, path = tmp_path_factory.mktemp("unread"), tmp_path_factory.mktemp("library")
    for name in ("red \x1b[31m.txt", "two\nlines.txt"):
        (folder / name).write_text("", "utf-8")
    assert quoth(path, "add", str(folder)).returncode == 1
    return path


def test_list_has_every_file_with_its_status_and_reason(library: Path):
    listed = {row["path"]: row for row in rows(quoth(library, "list", "--json"))}
    assert listed["tweets.txt"]["status"] == "ready"
    assert listed["sub folder 🙂/board.txt"]["status"] == "ready"
    assert listed["empty.txt"]["status"] == "failed"
    assert listed["empty.txt"]["reason"]


def test_what_is_left_out_is_listed_and_can_be_taken_back(library: Path):
    id = next(row["id"] for row in rows(quoth(library, "list", "--json")) if row["path"] == "clip.txt")
    start = CLIP.index("Share")
    stretch = {"start": start, "end": len(CLIP), "reason": "share", "text": "Share this article"}
    assert rows(quoth(library, "list", "--boilerplate", id, "--json")) == [stretch]
    assert quoth(library, "list", "--boilerplate", id).stdout.split() == ["share", "Share", "this", "article"]
    assert quoth(library, "keep", id).returncode == 0
    assert quoth(library, "list", "--boilerplate", id).stdout == ""
    assert quoth(library, "keep", id, "--undo").returncode == 0
    assert rows(quoth(library, "list", "--boilerplate", id, "--json")) == [stretch]
    assert quoth(library, "list", "--boilerplate", "nosuch").returncode == 1


def test_what_a_document_says_of_itself_is_set_by_hand_and_undone(library: Path):
    id = next(row["id"] for row in rows(quoth(library, "list", "--json")) if row["path"] == "clip.txt")
    (shown,) = rows(quoth(library, "set", id, "author=Ann Smith", "date=19 June 2018", "--json"))
    assert (shown["author"], shown["date"], shown["by_hand"]) == (
        "Ann Smith", "2018-06-19", {"author": None, "date": None},
    )  # fmt: skip
    said = quoth(library, "set", id).stdout
    assert "Ann Smith  (by hand; the file says nothing)" in said
    assert "  (from its text)" in said
    listed = next(row for row in rows(quoth(library, "list", "--json")) if row["id"] == id)
    assert listed["by_hand"] == ["author", "date"]
    assert rows(quoth(library, "set", id, "date=", "--json"))[0]["by_hand"] == {"author": None}
    assert rows(quoth(library, "set", id, "--undo", "--json"))[0]["author"] is None
    bad = quoth(library, "set", id, "date=soon")
    assert (bad.returncode, "2018-06-19" in bad.stderr) == (1, True)
    assert quoth(library, "set", id, "date").returncode == 2


def test_a_backup_is_restored_where_nothing_is(library: Path, tmp_path: Path):
    file = str(tmp_path / "backup.zip")
    assert quoth(library, "backup", file).returncode == 0
    assert quoth(library, "backup", file).returncode == 1
    refused = quoth(library, "restore", file)
    assert (refused.returncode, "is not empty" in refused.stderr) == (1, True)
    done = quoth(tmp_path / "new", "restore", file)
    assert (done.returncode, "Everything agrees" in done.stdout) == (0, True), done.stderr
    assert quoth(tmp_path / "new", "list").stdout == quoth(library, "list").stdout
    (tmp_path / "no.zip").write_text("no archive")
    assert quoth(tmp_path / "newer", "restore", str(tmp_path / "no.zip")).returncode == 1
    assert not (tmp_path / "newer").exists()


def test_an_answer_is_a_slice_of_what_text_prints(library: Path):
    (answer,) = rows(quoth(library, "ask", "How many tweets a day does ISIS post?", "--json"))
    assert answer["status"] == "answered"
    citation = answer["citations"][answer["answers"][0]["citations"][0] - 1]
    text = quoth(library, "text", citation["document"]["id"]).stdout
    assert text == TWEETS
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    (words,) = {text[citation["answer_start"] : citation["answer_end"]], answer["answers"][0]["text"]}
    assert words == "between 90,000 to 100,000"


def test_a_profile_names_the_stages_and_what_they_looked_at_and_leaves_the_answer_as_it_is(library: Path):
    question = "How many tweets a day does ISIS post?"
    done = quoth(library, "ask", question, "--json", "--profile")
    (profiled,), (plain,) = rows(done), rows(quoth(library, "ask", question, "--json"))
    assert profiled | {"elapsed_ms": 0} == plain | {"elapsed_ms": 0}
    lines = [line.split(" ms") for line in done.stderr.splitlines()]
    took = {" ".join(left.split()[:-1]): float(left.split()[-1]) for left, _, _ in lines}
    stages = "resolve, encode, search by meaning, search by words, fuse and fetch, read, compose, verify"
    assert set(stages.split(", ")) <= took.keys()
    assert sum(took.values()) == pytest.approx(profiled["elapsed_ms"], rel=0.2)
    read = next(right for left, _, right in lines if left.startswith("read "))
    assert re.search(r"[23] passages", read)  # of three; the last may be left unread
    assert quoth(library, "ask", "--batch", "b.jsonl", "--profile").returncode == 2


def test_a_batch_is_answered_in_order_with_its_ids_and_a_bad_line_costs_only_itself(library: Path, tmp_path: Path):
    lines = ['{"id": "a", "question": "How many tweets a day?"}', "not json", '{"id": "c", "question": ""}', ""]
    lines.append('{"id": "d", "question": "Which board?", "history": ["Who met?"]}')
    (tmp_path / "batch.jsonl").write_text("\n".join(lines), "utf-8")
    done = quoth(library, "ask", "--batch", str(tmp_path / "batch.jsonl"), "--json")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "c", "d"]
    assert "error" in answers[1]
    assert "empty" in answers[2]["error"]
    assert done.returncode == 1


def test_a_batch_may_begin_with_a_mark_and_hold_unusual_line_ends(unread: Path, tmp_path: Path):
    queries = ["one\u2028query", "another\x85one"]
    lines = [json.dumps({"id": n, "query": query}, ensure_ascii=False) for n, query in enumerate(queries)]
    (tmp_path / "batch.jsonl").write_text("\r\n".join(lines), "utf-8-sig", newline="")
    done = quoth(unread, "search", "--batch", str(tmp_path / "batch.jsonl"), "--json")
    results = [json.loads(line) for line in done.stdout.strip().split("\n")]
    assert [(result["id"], result["query"]) for result in results] == list(enumerate(queries))
    assert done.returncode == 0


def test_a_bad_line_of_a_batch_is_an_error_with_its_id(unread: Path, tmp_path: Path):
    bad = [{"history": "Who?"}, {"history": [1]}, {"history": {"a": "b"}}, {"query": None}, {"query": "who \ud800"}]
    rows_ = [{"id": n, "query": "Who?"} | row for n, row in enumerate(bad)] + [{"id": "good", "query": "Who?"}]
    (tmp_path / "batch.jsonl").write_text("\n".join(map(json.dumps, rows_)), "utf-8")
    done = quoth(unread, "search", "--batch", str(tmp_path / "batch.jsonl"), "--json")
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["id"] for result in results] == [0, 1, 2, 3, 4, "good"]
    said = ["history", "history", "history", '"query": "..."', "not text"]
    assert all(words in result["error"] for words, result in zip(said, results, strict=False))
    assert results[-1]["hits"] == []
    assert done.returncode == 1


def test_a_line_that_cannot_be_printed_again_costs_only_itself(unread: Path, tmp_path: Path):
    bad = ['{"id": NaN, "query": "Who?"}', '{"id": "\\ud83d", "query": "Who?"}', "[" * 100_000]
    good = '{"id": "good", "query": "Who?", "history": ["Who \\ud800 built it?"]}'
    (tmp_path / "batch.jsonl").write_text("\n".join([*bad, good]), "utf-8")
    done = quoth(unread, "search", "--batch", str(tmp_path / "batch.jsonl"), "--json")
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["error" in result for result in results] == [True, True, True, False]
    assert results[-1]["id"] == "good"


def test_a_files_name_takes_one_line_and_steers_no_terminal(unread: Path):
    listed = quoth(unread, "list").stdout
    assert len(listed.splitlines()) == 2
    assert r"red \x1b[31m.txt" in listed
    assert r"two\nlines.txt" in listed


def test_a_setting_that_cannot_be_used_is_named_without_a_trace(unread: Path):
    command = [sys.executable, "-m", "qa.cli", "--library", str(unread), "list"]
    environment = os.environ | {"QUOTH_READ_PASSAGES": "many"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1
    assert "read_passages" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_is_no_failure_when_whoever_reads_the_output_has_gone(unread: Path):
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "qa.cli", "--library", str(unread), "list"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (LibraryBusy("Another process is writing."), 1, "Another process is writing.\n"),
        (KeyboardInterrupt(), 1, "Stopped. What was finished is kept; the same command goes on from there.\n"),
        (typer.Exit(1), 1, ""),
    ],
)
def test_every_command_says_what_failed_and_exits_with_1(fault: BaseException, code: int, said: str):
    app = typer.Typer(cls=Commands)

    @app.command()
    def fails() -> None:
        raise fault

    @app.command()
    def works() -> None:
        print("done")

    done = CliRunner().invoke(app, ["fails"])
    assert (done.exit_code, done.stderr, done.stdout) == (code, said, "")
    assert CliRunner().invoke(app, ["works"]).stdout == "done\n"


def test_search_prints_ranked_passages(library: Path):
    (result,) = rows(quoth(library, "search", "women on the board", "--json", "--top", "1"))
    assert result["query"] == "women on the board"
    (hit,) = result["hits"]
    assert hit["rank"] == 1
    assert hit["document"]["path"] == "sub folder 🙂/board.txt"
    assert hit["text"] == BOARD[hit["start"] : hit["end"]]


def test_search_for_a_phrase_keeps_what_was_typed_and_the_shape(library: Path):
    typed = '"per cent of its BOARD" -tweets'
    (result,) = rows(quoth(library, "search", typed, "--json"))
    assert (set(result), result["query"]) == ({"id", "query", "hits"}, typed)
    (hit,) = result["hits"]
    assert set(hit) == {"rank", "score", "document", "locator", "text", "start", "end"}
    assert "per cent of its board" in hit["text"]
    (none,) = rows(quoth(library, "search", '"board of its cent"', "--json"))
    assert none["hits"] == []
    done = quoth(library, "search", "--json", "--", "-tweets")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Say also what to look for" in done.stderr


def test_watching_ends_cleanly_by_ctrl_c(unread: Path):
    command = [sys.executable, "-m", "qa.cli", "--library", str(unread), "sync", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Watching ")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 0
    assert "Stopped watching" in said
    assert "Traceback" not in said


def test_a_library_that_agrees_verifies(library: Path):
    done = quoth(library, "verify")
    assert (done.returncode, done.stdout) == (0, "Everything agrees.\n")
    assert json.loads(quoth(library, "verify", "--json").stdout) == {"problems": []}


@pytest.mark.parametrize(
    ("question", "said"),
    [("", "empty"), ("?!…", "no word"), ("why " * 3000, "11,999 characters"), ("<b>*who*</b>?", None)],
)
def test_a_question_that_cannot_be_asked_gets_a_clear_answer(library: Path, question: str, said: str | None):
    done = quoth(library, "ask", question)
    assert done.returncode == (1 if said else 0)
    assert "Traceback" not in done.stderr
    assert said is None or said in done.stderr


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "a", "--batch", "b"], ["nonsense"], ["ask", "a", "--top", "0"]])
def test_wrong_usage_is_exit_code_2(library: Path, arguments: list[str]):
    assert quoth(library, *arguments).returncode == 2


def test_asking_where_there_is_no_library_says_what_to_do(tmp_path: Path):
    done = quoth(tmp_path / "none", "ask", "Who?")
    assert done.returncode == 1
    assert "quoth add" in done.stderr


def test_removed_is_never_quoted_again_until_it_is_added_again(tmp_path: Path):
    folder, path = tmp_path / "documents", tmp_path / "library"
    folder.mkdir()
    (folder / "tweets.txt").write_text(TWEETS, "utf-8")
    assert quoth(path, "add", str(folder)).returncode == 0
    assert "1 removed" in quoth(path, "remove", "tweets.txt").stdout
    assert quoth(path, "sync").returncode == 0
    (answer,) = rows(quoth(path, "ask", "How many tweets a day does ISIS post?", "--json"))
    assert (answer["status"], answer["citations"], answer["searched"]["documents"]) == ("not_found", [], 0)
    assert "1 added" in quoth(path, "add", str(folder)).stdout
    (answer,) = rows(quoth(path, "ask", "How many tweets a day does ISIS post?", "--json"))
    assert answer["status"] == "answered"


def test_asking_loads_no_torch_no_streamlit_no_pandas(library: Path):
    program = "import sys; from qa.cli import app; app(sys.argv[1:], standalone_mode=False);"
    program += "print(sorted({'torch', 'streamlit', 'pandas', 'sentence_transformers', 'langchain_text_splitters'} & "
    program += "set(sys.modules)), file=sys.stderr)"
    command = [sys.executable, "-c", program, "--library", str(library), "ask", "Who met on Monday?", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"
