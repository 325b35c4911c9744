"""The workspace's file: what is kept comes back as it was, and two who write at once lose nothing."""

from __future__ import annotations

import datetime
import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import ChangedMeanwhile, NotInWorkspace, WorkspaceError
from index.model import Document, Locator, Searched, Span
from qa.brief import titled, with_item, with_note
from qa.model import Answer, Citation, Note, Pin, RankedAnswer, Turn
from qa.workspace import Workspace
from qa.workspace.judgements import judgement_of

SEARCHED = Searched(5, 41, 1, "2026-01-01T00:00:00+00:00", "/library")
DOCUMENT = Document(
    "d1", "", "Title “🙂”", "a/b.txt", "0" * 64, "pdf", author="A", publisher="P", date=datetime.date(2018, 6, 19)
)
CITATION = Citation(
    1, DOCUMENT, Locator("iv", 3, "Heading"), "It has 30 cameras.", Span("d1", 4, 22), Span("d1", 11, 13)
)
RANKED = RankedAnswer("30", 0.87654321, (1,), 1, 2, ((1,),))
ANSWER = Answer("How many?", "How many cameras?", "answered", 0.87654321, (RANKED,), (CITATION,), SEARCHED, 31.5)
REFUSAL = replace(ANSWER, status="not_found", answers=())
PIN = Pin("p1", CITATION, "before\n", " after", "How many?", SEARCHED, "2026-01-01T00:00:00+00:00")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "deep" / "library.workspace.sqlite")


def add_notes(path: Path, id: str, name: str, count: int) -> None:
    for number in range(count):
        note = Note(f"{name}{number}", f"{name} {number}")
        Workspace(path).briefings.change(id, lambda briefing, note=note: with_item(briefing, note))  # type: ignore[misc]


def test_looking_makes_no_file(workspace: Workspace) -> None:
    assert (workspace.briefings.list(), workspace.conversations.list(), workspace.judgements.list()) == ([], [], [])
    assert not workspace.path.parent.exists()


def test_a_briefing_comes_back_as_it_was(workspace: Workspace) -> None:
    made = workspace.briefings.create(" Harbour\n wall ")
    kept = workspace.briefings.change(made.id, lambda b: with_item(with_item(b, PIN), Note("n1", "<b>Mine</b>\0\n")))
    assert (made.title, made.version, kept.version) == ("Harbour wall", 1, 2)
    assert Workspace(workspace.path).briefings.get(made.id) == kept
    assert kept.pins == (PIN,)
    (listed,) = workspace.briefings.list()
    assert (listed.id, listed.title, listed.quotations) == (made.id, "Harbour wall", 1)


def test_an_edit_that_changes_nothing_is_no_new_version(workspace: Workspace) -> None:
    made = workspace.briefings.create("Harbour")
    assert workspace.briefings.change(made.id, lambda briefing: briefing) == made


def test_an_edit_that_fails_leaves_everything(workspace: Workspace) -> None:
    made = workspace.briefings.create("Harbour")
    with pytest.raises(ZeroDivisionError):
        workspace.briefings.change(made.id, lambda briefing: titled(briefing, str(1 / 0)))
    assert workspace.briefings.get(made.id) == made


def test_processes_that_edit_one_briefing_at_once_lose_nothing(workspace: Workspace) -> None:
    made = workspace.briefings.create("Harbour")
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=add_notes, args=(workspace.path, made.id, name, 15)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    after = workspace.briefings.get(made.id)
    ids = {item.id for section in after.sections for item in section.items}
    assert ids == {f"{name}{number}" for name in "ab" for number in range(15)}
    assert after.version == 31


def test_two_who_write_one_note_at_once_are_both_kept(workspace: Workspace) -> None:
    made = workspace.briefings.create("Harbour")
    workspace.briefings.change(made.id, lambda briefing: with_item(briefing, Note("n", "as both saw it")))

    def write(words: str) -> None:
        workspace.briefings.change(made.id, lambda briefing: with_note(briefing, "n", words, seen="as both saw it"))

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, ["hers", "his"]))
    (section,) = workspace.briefings.get(made.id).sections
    assert {item.text for item in section.items if isinstance(item, Note)} == {"hers", "his"}


def test_a_briefing_is_found_by_id_or_title(workspace: Workspace) -> None:
    one, two = workspace.briefings.create("Harbour"), workspace.briefings.create("Bakery")
    assert workspace.briefings.called(two.id) == two
    assert workspace.briefings.called(" harBOUR ") == one
    workspace.briefings.create("HARBOUR")
    for name, said in (("harbour", "2 briefings are"), ("lighthouse", "No briefing is")):
        with pytest.raises(NotInWorkspace, match=said):
            workspace.briefings.called(name)


def test_only_the_version_that_was_seen_is_deleted(workspace: Workspace) -> None:
    made = workspace.briefings.create("Harbour")
    workspace.briefings.change(made.id, lambda briefing: titled(briefing, "Wall"))
    with pytest.raises(ChangedMeanwhile):
        workspace.briefings.delete(made.id, version=made.version)
    workspace.briefings.delete(made.id, version=2)
    workspace.briefings.delete(made.id, version=2)  # somebody else was quicker: it is gone, as was wanted
    with pytest.raises(NotInWorkspace):
        workspace.briefings.get(made.id)


def test_a_conversation_is_continued_after_a_restart_with_its_answers_as_given(workspace: Workspace) -> None:
    first = Turn("How many?", ANSWER, around=("a\n", "b"), asked_at="2026-01-01T00:00:00+00:00")
    second = Turn("?!", problem="The question has no word in it.")
    id = workspace.conversations.append(None, first)
    assert Workspace(workspace.path).conversations.append(id, second) == id
    assert Workspace(workspace.path).conversations.get(id) == ("How many?", (first, second))


def test_conversations_are_named_and_found_by_name_question_and_quotation(workspace: Workspace) -> None:
    kept = workspace.conversations
    cameras = kept.append(None, Turn("How many?", ANSWER))
    tide = kept.append(None, Turn("When is high tide? " * 10))
    kept.rename(cameras, "  Security ")
    kept.rename(tide, " ")
    assert [one.id for one in kept.list("security")] == [cameras]
    assert [one.id for one in kept.list("30 CAMERAS")] == [cameras]
    assert [one.id for one in kept.list("tide high")] == [tide]
    assert kept.list("tide cameras") == []
    (listed,) = kept.list("tide")
    assert len(listed.name) <= 80
    assert (listed.turns, listed.first) == (1, "When is high tide? " * 10)
    kept.delete(tide)
    with pytest.raises(NotInWorkspace):
        kept.get(tide)
    assert kept.append(tide, Turn("And then?")) != tide  # whoever goes on with a deleted one begins another


def test_two_who_continue_one_conversation_at_once_are_both_kept(workspace: Workspace) -> None:
    id = workspace.conversations.append(None, Turn("Where?"))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: workspace.conversations.append(id, Turn(f"Question {n}?")), range(12)))
    _, turns = workspace.conversations.get(id)
    assert {turn.question for turn in turns[1:]} == {f"Question {n}?" for n in range(12)}


def test_judgements_become_questions_for_evaluate(workspace: Workspace) -> None:
    kept = workspace.judgements
    kept.put(judgement_of(ANSWER, "bad", reason="unfair"))
    kept.put(judgement_of(ANSWER, "good"))  # the last word counts
    kept.put(judgement_of(replace(REFUSAL, resolved_question="Who?"), "good"))
    kept.put(judgement_of(replace(ANSWER, resolved_question="Why?"), "bad", reason="absent"))
    kept.put(judgement_of(replace(ANSWER, resolved_question="When?"), "bad", reason="other", right=" in May "))
    kept.put(judgement_of(replace(ANSWER, resolved_question="Where?"), "bad", reason="unfair", words="out of context"))
    questions = {one.question: one.as_question("x") for one in kept.list()}
    assert questions["How many cameras?"] == {
        "id": "x", "question": "How many cameras?", "answers": ["30"], "documents": ["a/b.txt"]
    }  # fmt: skip
    assert questions["Who?"] == {"id": "x", "question": "Who?", "answers": [], "documents": []}
    assert questions["Why?"] == {"id": "x", "question": "Why?", "answers": [], "documents": []}
    assert questions["When?"] == {"id": "x", "question": "When?", "answers": ["in May"], "documents": []}
    assert questions["Where?"] is None
    found = kept.of(ANSWER)
    assert found
    assert found.verdict == "good"
    assert kept.of(REFUSAL) is None


@pytest.mark.parametrize("content", [b"this is no database at all" * 100, b""])
def test_a_file_that_cannot_be_used_says_what_to_do(workspace: Workspace, content: bytes) -> None:
    workspace.path.parent.mkdir()
    if content:
        workspace.path.write_bytes(content)
    else:
        workspace.path.mkdir()
    with pytest.raises(WorkspaceError, match=r"backup|QUOTH_WORKSPACE"):
        workspace.briefings.create("Harbour")


def test_a_newer_file_is_left_alone(workspace: Workspace) -> None:
    workspace.briefings.create("Harbour")
    with sqlite3.connect(workspace.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(WorkspaceError, match="newer"):
        workspace.briefings.list()
