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
    times = {name: Times(tuple(found["stages"][name])) for name in SHOWN}
    whole = times["whole"].p50
    rows = tuple((name, t.p50, t.p95, f"{t.p50 / whole:.0%}") for name, t in times.items())
    title = f"Asking, warm: {found['passages']:,} passages, milliseconds of {len(times['whole'].taken)} questions"
    return Table(title, ("stage", "p50", "p95", "of the whole"), rows, "`search` is the sum of the three below it.")


def cold(library: Path, questions: Sequence[str]) -> Table:
    """Processes from start to exit, taking turns."""
    contenders = {
        "Python alone": lambda _: run(sys.executable, "-c", "pass"),
        "Python, numpy, ONNX Runtime": lambda _: run(sys.executable, "-c", "import numpy, onnxruntime"),
        "quoth ask": lambda question: run(*quoth(library, "ask", question, "--json")),
    }
    times = interleaved(contenders, [questions[n % len(questions)] for n in range(COLD_RUNS + 1)], warm=1)
    ours = times["quoth ask"].p50
    rows = tuple((name, t.p50, max(t.taken), t.p50 / ours) for name, t in times.items())
    return Table(f"Asking, cold: milliseconds of {COLD_RUNS} processes", ("process", "p50", "longest", "ratio"), rows)
