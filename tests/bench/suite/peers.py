"""Quoth beside its peers, on the same weights and documents, by turns: speed, cold start, memory and quality."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qa.metrics import is_right
from suite.judging import Quality, quality, subset
from suite.process import computed_by_children, quoth, run, started
from suite.report import Table
from suite.texts import Asked, Collection
from suite.timing import Times, interleaved, timed

CONTENDERS = ("quoth", "plain faiss", "haystack", "txtai", "langchain")
READERS = ("quoth", "haystack")  # the others only search
COLD_RUNS, ASKED = 3, 40


class Served:
    """A contender's process."""

    def __init__(self, name: str, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._process = started("suite.serving", name, folder, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __call__(self, do: str, **values: Any) -> Any:
        """What it returns. Raises RuntimeError when it fails, with what it said."""
        return self.timed(do, **values)[0]

    def timed(self, do: str, **values: Any) -> tuple[Any, float]:
        """The same, and the milliseconds that it computed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do} | values) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline() or '{"error": "the process ended"}')
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return reply["result"], reply["computed"]

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(60)


def peers(found: Sequence[Collection], documents: int, folder: Path) -> list[Table]:
    """A table a collection, and the notes of those contenders that could not take part."""
    from qa.reader.weights import FLOAT_WEIGHTS, unpack

    tables = []
    for collection in found:
        place = folder / collection.name
        place.mkdir()
        unpack(FLOAT_WEIGHTS, place / "checkpoint")
        tables.append(_compared(subset(collection, documents), place))
    return tables


def _compared(collection: Collection, folder: Path) -> Table:
    served, failed = _each(CONTENDERS, lambda name: Served(name, folder / name.split()[0]))
    given = [[d.id, d.title, d.text] for d in collection.documents]
    added, more = _each(served, lambda name: timed(lambda: served[name]("add", documents=given)))
    failed |= more
    ready, more = _each(added, lambda name: (served[name]("save"), served[name]("open")))
    failed |= more
    asked = collection.questions[:ASKED]
    hits: dict[str, list[list[str]]] = {name: [] for name in ready}
    answers: dict[str, list[str]] = {name: [] for name in ready}
    searching = interleaved({n: _into(hits[n], served[n], "search") for n in ready}, [q.text for q in asked], warm=3)
    readers = [name for name in READERS if name in ready and any(q.answers for q in asked)]
    asking = interleaved({n: _into(answers[n], served[n], "ask") for n in readers}, [q.text for q in asked], warm=3)
    held = {name: served[name]("resident") for name in ready}
    for one in served.values():
        one.end()
    starting = [q.text for q in asked[:COLD_RUNS]] if readers else []  # once is enough
    cold = interleaved({n: _cold(n, folder) for n in ready if starting}, starting)
    rows = [
        (
            *_row(
                name, 1000 * len(given) / added[name], searching, asking, cold, held[name], quality(hits[name], asked)
            ),
            _right(answers[name], asked) if name in readers else None,
        )
        for name in ready
    ]
    columns = (
        "contender", "documents added/s", "search p50 ms", ": quoth's", "computed : quoth's", "answer p50 ms",
        ": quoth's", "computed : quoth's", "cold p50 ms", ": quoth's", "computed : quoth's", "resident MB", "hit@1",
        "hit@5", "nDCG@10", "answers right",
    )  # fmt: skip
    note = f"{len(given)} documents, {len(asked)} questions, taking turns; adding includes what is made once."
    said = "".join(f" {name} could not take part: {why}." for name, why in failed.items())
    return Table(f"Peers: {collection.name}", columns, tuple(rows), note + said)


def _each(names: Any, work: Callable[[str], Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What came of the work for each, and why it failed for others."""
    done, failed = {}, {}
    for name in names:
        try:
            done[name] = work(name)
        except (RuntimeError, OSError) as error:
            failed[name] = str(error)
    return done, failed


def _row(name: str, rate: float, searching: dict, asking: dict, cold: dict, held: float, how_good: Quality) -> tuple:
    def figures(times: dict[str, Times]) -> tuple[float | None, ...]:
        if name not in times:
            return None, None, None
        one, ours = times[name], times["quoth"]
        return one.p50, one.p50 / ours.p50, (one.computed_p50 or 0) / (ours.computed_p50 or 1)

    good = how_good.hit_1, how_good.hit_5, how_good.ndcg
    return (name, rate, *figures(searching), *figures(asking), *figures(cold), held, *good)


def _into(kept: list, served: Served, do: str) -> Callable[[str], float]:
    def ask(question: str) -> float:
        found, computed = served.timed(do, question=question)
        kept.append(found)
        return computed

    return ask


def _right(answers: Sequence[str], asked: Sequence[Asked]) -> str:
    """How many first answers are right."""
    right = sum(is_right(given, question.answers) for given, question in zip(answers, asked, strict=True))
    return f"{right} of {len(asked)}"


def _cold(name: str, folder: Path) -> Callable[[str], float]:
    """From nothing to an answer (hits, where it only searches), the saved index opened on the way."""
    if name == "quoth":
        return lambda question: run(*quoth(folder / name / "library", "ask", question, "--json"))

    def start(question: str) -> float:
        before = computed_by_children()
        served = Served(name, folder / name.split()[0])
        served("open")
        if served("ask", question=question) is None:
            served("search", question=question)
        served.end()
        return computed_by_children() - before

    return start
