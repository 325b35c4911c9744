from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import LoadError
from index.library import Library
from index.model import Step
from qa.pages.check import Checking, checked


def test_a_given_draft_is_checked_and_has_its_copies(open_library: Callable[..., Library], tmp_path: Path) -> None:
    (tmp_path / "roof.txt").write_text("The roof leaks when the wind is in the east.\n", "utf-8")
    library = open_library()
    library.add([tmp_path / "roof.txt"])
    given, seen = Checking("my draft.md"), list[Step]()
    checked(given, "It is said that “the roof leaks when the wind is in the east”.".encode(), library, seen.append)
    assert given.report is not None
    assert [one.status for one in given.report.quotations] == ["verbatim"]
    assert given.report.draft == "my draft.md"
    assert set(given.copies) == {".docx", ".html", ".md"}
    assert seen
    with pytest.raises(LoadError):
        checked(Checking("b.docx"), b"no Word file", library, seen.append)
