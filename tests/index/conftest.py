"""A folder of three documents, and the test's own library of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from tests.index.steps import BEES, BREAD, HARBOUR, Opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR)
    (folder / "bees 🐝.txt").write_text(BEES)
    (folder / "sub").mkdir()
    (folder / "sub" / "bread.txt").write_text(BREAD)
    return folder


@pytest.fixture
def library(open_library: Opened, folder: Path) -> Library:
    library = open_library()
    library.add([folder])
    return library
