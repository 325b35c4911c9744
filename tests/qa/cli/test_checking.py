"""`quoth check` as others call it: a real process, its output, its errors and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

DRAFT = "He said “the roof leaks when the wind is in the west”. It cost £77,000. “A fine white cheese is the moon.”\n"


def quoth(library: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qa.cli", "--library", str(library), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, path = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("library")
    (folder / "roof.txt").write_text("The roof\n\nThe roof leaks when the wind is in the east.\n", "utf-8")
    assert quoth(path, "add", str(folder)).returncode == 0
    return path


def test_a_report_for_people_and_one_for_programs_with_a_marked_copy(library: Path, tmp_path: Path) -> None:
    draft, copy = tmp_path / "draft.md", tmp_path / "copy.docx"
    draft.write_text(DRAFT, "utf-8")
    done = quoth(library, "check", str(draft), "--marked", str(copy))
    assert done.returncode == 0, done.stderr
    assert "The source has “east” for “west”." in done.stdout
    assert done.stdout.splitlines()[-1] == (
        "2 quotations: 0 verbatim, 1 altered, 0 from another source than named, 1 not found; "
        "1 figure, 1 not in the documents."
    )
    assert len(list(docx.Document(str(copy)).comments)) == 3
    (line,) = quoth(library, "check", str(draft), "--json").stdout.splitlines()
    report = json.loads(line)
    assert [one["status"] for one in report["quotations"]] == ["altered", "not_found"]
    assert report["quotations"][0]["differences"][0]["source"] == "east"
    assert [one["words"] for one in report["figures"]] == ["£77,000"]


def test_wrong_usage_and_what_cannot_be_read_say_what_to_do(library: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, "utf-8")
    assert quoth(library, "check", str(draft), "--marked", str(tmp_path / "copy.pdf")).returncode == 2
    assert quoth(library, "check", str(draft), "--marked", str(draft)).returncode == 1
    assert draft.read_text("utf-8") == DRAFT
    missing = quoth(library, "check", str(tmp_path / "missing.md"))
    assert missing.returncode == 1
    assert "missing.md" in missing.stderr
