"""One fresh process that opens a library and asks: ``python -m suite.probe LIBRARY QUESTIONS.json`` prints JSON.

Seconds of opening (up to the first search's hits) and of the first answer, MB resident after each, and the milliseconds
that passed and that were computed in every stage of the questions that come after the first three. The search by words,
which otherwise runs beside the one by meaning, is measured by itself.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.stages import Stage
from suite.memory import resident

if TYPE_CHECKING:
    from index.library import Library

WARM = 3
WORDS = "search by words"
SEARCH = ("open or follow the indexes", "search by meaning", WORDS, "fuse and fetch")
STAGES = ("resolve", "encode", "search", *SEARCH, "read", "compose", "verify", "whole")


def probed(path: Path, questions: list[str]) -> dict[str, object]:
    began = time.perf_counter()
    from qa.assistant import Assistant

    assistant = Assistant.open(path)
    assistant.library.search(questions[0], 10)
    opened, held = time.perf_counter() - began, resident()
    assistant.ask(questions[0])
    first = time.perf_counter() - began
    stages: dict[str, list[float]] = defaultdict(list)
    computed: dict[str, list[float]] = defaultdict(list)
    for number, question in enumerate(questions):
        profiled = assistant.profile(question)
        if number >= WARM:
            summed = _summed(profiled.stages) | {WORDS: _by_words(assistant.library, question)}
            for name, (seconds, processor) in summed.items():
                stages[name].append(1000 * seconds)
                computed[name].append(1000 * processor)
    passages = assistant.library.searched().passages
    assistant.library.close()
    return {
        "passages": passages, "open_s": opened, "first_s": first, "opened_mb": held, "asked_mb": resident(),
        "stages": stages, "computed": computed,
    }  # fmt: skip


def _by_words(library: Library, question: str) -> tuple[float, float]:
    from index.model import Filter
    from index.settings import Settings

    began, computed = time.perf_counter(), time.process_time()
    library._engine.lexical(question, Settings().candidates, Filter())
    return time.perf_counter() - began, time.process_time() - computed


def _summed(stages: Sequence[Stage]) -> dict[str, tuple[float, float]]:
    """Seconds that passed and seconds computed: of every stage, of all of searching, and of the whole."""
    summed = dict.fromkeys(STAGES, (0.0, 0.0))
    for one in stages:
        for name in {one.name, "search" if one.name in SEARCH else one.name, "whole"}:
            before = summed.get(name, (0.0, 0.0))
            summed[name] = before[0] + one.seconds, before[1] + one.processor
    return summed


def main() -> None:
    print(json.dumps(probed(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8")))))


if __name__ == "__main__":
    main()
