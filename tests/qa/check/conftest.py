"""A library of three documents that quote, count and are quoted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.library import Library
from qa.check.checker import check
from qa.check.draft import read
from qa.check.report import CheckReport

NEWS = """---
title: Hundreds stand in silence
author: Lowri Pemberton
publisher: The Calderwick Mercury
---
The street was full. “There are people who say that this street was set alight,” Joan Whitcombe said. “It was a
door. The street came out with buckets and with blankets.”

“Nobody here was surprised,” Joan Whitcombe said. Her neighbour saw it otherwise. “By the third fire of
that spring,” he said.

Some 30 cameras were put up, at a cost of £12,000, in September 2018.
"""
FUND = """---
title: "Community Fund: awards"
author: Julian Fairweather
publisher: Wenshire Council
---
The fund pays for people to meet who otherwise would not. It holds 240,000 pounds for three years.

Of nine families who had asked to withdraw, seven came; six of them then changed their minds about the visit.
"""
NOTE = "The Loud Few\n\nMost of the hostile posts in the towns came from a very few accounts that never slept.\n"


@pytest.fixture
def library(open_library: Callable[..., Library], tmp_path: Path) -> Library:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in (("news.md", NEWS), ("fund.md", FUND), ("note.txt", NOTE)):
        (folder / name).write_text(text, "utf-8")
    opened = open_library()
    assert opened.add([folder]).added == 3
    return opened


@pytest.fixture
def checked(library: Library, tmp_path: Path) -> Callable[..., CheckReport]:
    """Checks a draft of this text."""

    def run(text: str, name: str = "draft.md") -> CheckReport:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return check(read(path), library)

    return run
