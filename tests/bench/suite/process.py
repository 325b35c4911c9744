"""Processes of their own, for whatever is to be measured from a fresh start or by its own memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parents[1]
PROJECT = BENCH.parents[1]
QUIET = {"HAYSTACK_TELEMETRY_ENABLED": "False", "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def environment() -> dict[str, str]:
    return os.environ | QUIET | {"PYTHONPATH": os.pathsep.join([str(PROJECT), str(BENCH)])}


def started(module: str, *arguments: object, **options: Any) -> subprocess.Popen[str]:
    """A module of the suite, running, its output piped as text."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True, **options)


def result(module: str, *arguments: object) -> Any:
    """What a module of the suite prints as JSON. Raises RuntimeError when it fails."""
    process = started(module, *arguments)
    out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} ended with {process.returncode}")
    return json.loads(out)


def run(*command: object) -> float:
    """Milliseconds that a whole command computed, which has to succeed: its own and the system's for it."""
    before = computed_by_children()
    subprocess.run(list(map(str, command)), env=environment(), check=True, capture_output=True)
    return computed_by_children() - before


def computed_by_children() -> float:
    """Milliseconds that this process's children computed, of those that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (used.ru_utime + used.ru_stime)


def quoth(library: Path, *arguments: str) -> tuple[object, ...]:
    """The command ``quoth --library LIBRARY ...``."""
    return sys.executable, "-m", "qa.cli", "--library", library, *arguments
