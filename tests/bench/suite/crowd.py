"""Many askers of one library in one process: ``python -m suite.crowd LIBRARY QUESTIONS.json ASKERS SECONDS``."""

from __future__ import annotations

import json
import sys
import threading
import time
from itertools import cycle, islice
from pathlib import Path

from qa.assistant import Assistant


def crowd(path: Path, questions: list[str], askers: int, seconds: float) -> dict[str, object]:
    """Milliseconds of every question, how many failed, and the seconds that all took."""
    assistant = Assistant.open(path)
    for question in questions[:3]:
        assistant.ask(question)
    times: list[float] = []
    errors: list[str] = []
    began = time.perf_counter()

    def ask(number: int) -> None:
        for question in islice(cycle(questions), number * 7, None):
            started = time.perf_counter()
            if started - began > seconds:
                return
            try:
                assistant.ask(question)
            except Exception as error:  # whatever it is, it is counted
                errors.append(repr(error))
            times.append(1000 * (time.perf_counter() - started))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    assistant.library.close()
    return {"times": times, "errors": errors, "seconds": took}


def main() -> None:
    library, questions, askers, seconds = sys.argv[1:]
    asked = json.loads(Path(questions).read_text("utf-8"))
    print(json.dumps(crowd(Path(library), asked, int(askers), float(seconds))))


if __name__ == "__main__":
    main()
