"""Faults planted in a draft that quotes the sample library: `python -m tests.bench.draft` prints more seeds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.library import Library
from qa.check.checker import check
from qa.check.draft import read
from tests.bench.draft import outcome
from tests.planted import SAMPLE, planted_draft, sample


@pytest.mark.parametrize("seed", [21])
def test_planted_faults_are_found_and_right_quotations_pass(
    open_library: Callable[..., Library], tmp_path: Path, seed: int
) -> None:
    library = open_library()
    library.add([SAMPLE])
    made = planted_draft(sample(), seed)
    (tmp_path / "draft.md").write_text(made.text, "utf-8")
    report = check(read(tmp_path / "draft.md"), library)
    flagged = [(one.fault, (found := outcome(report, one)) is not None and found.flagged) for one in made.quotations]
    assert sum(hit for fault, hit in flagged if fault) >= 38
    assert sum(hit for fault, hit in flagged if not fault) <= 1
    assert len([fault for fault, _ in flagged if fault]) == len([fault for fault, _ in flagged if not fault]) == 40


def test_another_seed_gives_another_draft_and_the_same_the_same() -> None:
    documents = sample()
    assert planted_draft(documents, 1) == planted_draft(documents, 1)
    assert planted_draft(documents, 1).text != planted_draft(documents, 2).text
