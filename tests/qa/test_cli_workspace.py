"""Briefings on the command line: pinned, shown, verified after the documents changed, and when the library is gone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WALL = "The harbour\n\nThe harbour wall at Saltmere is 412 metres long.\n\nIt was repainted by Ada Penrose in 1974."
QUESTION = "How long is the harbour wall at Saltmere?"


def quoth(library: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa.cli", "--library", str(library), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def pinned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `documents`, a `library` of it, and a briefing "Harbour" with one pin beside that."""
    folder = tmp_path_factory.mktemp("pinned")
    (folder / "documents").mkdir()
    (folder / "documents" / "wall.txt").write_text(WALL, "utf-8")
    assert quoth(folder / "library", "add", str(folder / "documents")).returncode == 0
    done = quoth(folder / "library", "brief", "pin", "Harbour", QUESTION)
    assert done.returncode == 0, done.stderr
    assert "412 metres" in done.stdout
    return folder


@pytest.fixture
def desk(pinned: Path, tmp_path: Path) -> Path:
    """A copy of it for one test. The documents stay where the library knows them, so each test writes them anew."""
    (pinned / "documents" / "wall.txt").write_text(WALL, "utf-8")
    shutil.copytree(pinned / "library", tmp_path / "library")
    for file in pinned.glob("library.workspace.sqlite*"):
        shutil.copy(file, tmp_path)
    return tmp_path / "library"


def test_a_briefing_is_listed_and_shown(desk: Path) -> None:
    (listed,) = map(json.loads, quoth(desk, "brief", "list", "--json").stdout.splitlines())
    assert (listed["title"], listed["quotations"]) == ("Harbour", 1)
    assert listed["id"] in quoth(desk, "brief", "list").stdout
    shown = quoth(desk, "brief", "show", "harbour").stdout
    assert "[1] The harbour wall at Saltmere is 412 metres long." in shown
    assert "paragraph 2" in shown


def test_what_stands_verifies(desk: Path) -> None:
    done = quoth(desk, "verify", "Harbour")
    assert done.returncode == 0
    assert "unchanged" in done.stdout


def test_what_was_altered_is_shown_with_the_difference_and_is_exit_code_1(desk: Path, pinned: Path) -> None:
    (pinned / "documents" / "wall.txt").write_text(WALL.replace("412", "421"), "utf-8")
    assert quoth(desk, "sync").returncode == 0
    done = quoth(desk, "verify", "Harbour")
    assert done.returncode == 1
    assert "altered" in done.stdout
    assert "[-412-]{+421+}" in done.stdout
    (row,) = map(json.loads, quoth(desk, "verify", "Harbour", "--json").stdout.splitlines())
    assert row["standing"] == "altered"
    assert row["now"]["quote"] == "The harbour wall at Saltmere is 421 metres long."
    assert {"change": "removed", "text": "412"} in row["difference"]


def test_a_briefing_whose_library_is_gone_still_opens_and_says_so(desk: Path) -> None:
    shutil.rmtree(desk)
    assert "412 metres" in quoth(desk, "brief", "show", "Harbour").stdout
    done = quoth(desk, "verify", "Harbour")
    assert done.returncode == 1
    assert "cannot be verified" in done.stderr
    assert "no library" in done.stderr


def test_a_briefing_that_is_not_there_is_named(desk: Path) -> None:
    for command in (("verify", "Lighthouse"), ("brief", "show", "Lighthouse")):
        done = quoth(desk, *command)
        assert done.returncode == 1
        assert "Lighthouse" in done.stderr
        assert "Traceback" not in done.stderr


def test_nothing_is_pinned_where_nothing_is_found(desk: Path) -> None:
    done = quoth(desk, "brief", "pin", "Harbour", "What is the boiling point of tungsten?")
    assert done.returncode == 1
    assert "nothing was pinned" in done.stderr


def test_nothing_was_judged_yet(desk: Path) -> None:
    done = quoth(desk, "judged")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_briefing_is_exported_by_the_ending_of_the_files_name(desk: Path, tmp_path: Path) -> None:
    for name, begins in (("a.docx", b"PK"), ("a.PDF", b"%PDF"), ("a.md", b"# Harbour"), ("a.ris", b"TY  - ")):
        done = quoth(desk, "brief", "export", "Harbour", str(tmp_path / name))
        assert (done.returncode, done.stderr) == (0, "")
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert "Every quotation (1) was verified" in (tmp_path / "a.md").read_text("utf-8")
    done = quoth(desk, "brief", "export", "Harbour", str(tmp_path / "a.exe"))
    assert done.returncode == 1
    assert "docx" in done.stderr


def test_without_its_library_a_briefing_is_exported_and_says_that_nothing_was_verified(desk: Path) -> None:
    shutil.rmtree(desk)
    file = desk.with_name("harbour.md")
    done = quoth(desk, "brief", "export", "Harbour", str(file))
    assert done.returncode == 0
    assert "cannot be verified" in done.stderr
    assert "could not be verified when this was exported" in file.read_text("utf-8")
    assert "Not verified" in file.read_text("utf-8")
