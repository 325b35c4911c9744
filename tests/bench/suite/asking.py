"""Asking: warm, by stage; and cold, a whole `quoth ask` process, beside one that only starts Python."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from suite.process import quoth, result, run
from suite.report import Table
from suite.timing import Times, interleaved

COLD_RUNS = 7
SHOWN = (
    "resolve", "encode", "search", "search by meaning", "search by words", "fuse and fetch", "read", "compose",
    "verify", "whole",
)  # fmt: skip


def asking(library: Path, questions: Sequence[str], folder: Path) -> list[Table]:
    """Both tables, for a library that is there."""
    (folder / "questions.json").write_text(json.dumps(list(questions)), "utf-8")
    found = result("suite.probe", library, folder / "questions.json")
    return [warm(found), cold(library, questions)]


def warm(found: dict) -> Table:
    times = {name: Times(tuple(found["stages"][name]), tuple(found["computed"][name])) for name in SHOWN}
    whole = times["whole"].computed_p50 or 1
    rows = tuple((n, t.p50, t.p95, t.computed_p50, f"{(t.computed_p50 or 0) / whole:.0%}") for n, t in times.items())
    title = f"Asking, warm: {found['passages']:,} passages, milliseconds of {len(times['whole'].taken)} questions"
    columns = ("stage", "p50", "p95", "computed p50", "share of that")
    return Table(
        title, columns, rows, "Computed: by all threads; on a quiet machine less than twice what passed on two."
    )


def cold(library: Path, questions: Sequence[str]) -> Table:
    """Processes from start to exit, taking turns."""
    contenders = {
        "Python alone": lambda _: run(sys.executable, "-c", "pass"),
        "Python, numpy, ONNX Runtime": lambda _: run(sys.executable, "-c", "import numpy, onnxruntime"),
        "quoth ask": lambda question: run(*quoth(library, "ask", question, "--json")),
    }
    times = interleaved(contenders, [questions[n % len(questions)] for n in range(COLD_RUNS + 1)], warm=1)
    ours = times["quoth ask"].computed_p50 or 1
    rows = tuple((n, t.p50, max(t.taken), t.computed_p50, (t.computed_p50 or 0) / ours) for n, t in times.items())
    columns = ("process", "p50", "longest", "computed p50", "ratio of that")
    return Table(f"Asking, cold: milliseconds of {COLD_RUNS} processes", columns, rows)
