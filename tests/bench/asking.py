"""How long an answer takes, cold and warm: ``python tests/bench/asking.py --documents FOLDER --questions FILE.jsonl``.

Cold is a whole `quoth ask` process, from start to exit; warm is `Assistant.ask` in a process that has asked before.
Prints a Markdown table; times are medians on the machine at hand, so compare runs on one machine only.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from index.library import Library
from index.settings import Settings
from qa.assistant import Assistant
from qa.evaluate import read_questions

COLD_RUNS, WARM_QUESTIONS = 7, 50


def cold(library: Path, questions: Sequence[str]) -> list[float]:
    """Seconds of each `quoth ask` process."""
    times = []
    for question in islice(cycle(questions), COLD_RUNS):
        began = time.perf_counter()
        command = [sys.executable, "-m", "qa.cli", "--library", str(library), "ask", question, "--json"]
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return times


def warm(library: Path, questions: Sequence[str]) -> list[float]:
    """Seconds of each question after the first three, in one process."""
    assistant = Assistant.open(library)
    times = []
    for question in islice(cycle(questions), WARM_QUESTIONS + 3):
        began = time.perf_counter()
        assistant.ask(question)
        times.append(time.perf_counter() - began)
    assistant.library.close()
    return times[3:]


def main() -> None:
    """Build a library of the documents, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    args = parser.parse_args()
    questions = [q.question for q in read_questions(args.questions)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library"
        with Library.open(path, Settings(), create=True) as library:
            library.add([args.documents])
            passages = library.searched().passages
        print(f"| {passages} passages | median | 95th percentile | asked |\n|---|---|---|---|")
        for name, times in (("cold process", cold(path, questions)), ("warm", warm(path, questions))):
            p95 = quantiles(times, n=20)[-1]
            print(f"| {name} | {1000 * median(times):.0f} ms | {1000 * p95:.0f} ms | {len(times)} |")


if __name__ == "__main__":
    main()
