"""Quoth beside its peers, on the same weights and documents, by turns: speed, cold start, memory and quality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qa.metrics import is_right
from qa.reader.weights import FLOAT_WEIGHTS, unpack
from suite.judging import quality, subset
from suite.process import computed_by_children, quoth, run
from suite.report import Table
from suite.served import Served
from suite.texts import Asked, Collection
from suite.timing import Times, interleaved, timed

CONTENDERS = ("quoth", "plain faiss", "haystack", "txtai", "langchain")
READERS = ("quoth", "haystack")  # the others only search
COLD_RUNS, ASKED = 3, 40
COLUMNS = (
    "contender", "added/s, loading included", "search p50 ms", ": quoth's", "computed : quoth's", "answer p50 ms",
    ": quoth's", "computed : quoth's", "cold p50 ms", ": quoth's", "computed : quoth's", "resident MB", "hit@1",
    "hit@5", "nDCG@10", "answers right",
)  # fmt: skip


def peers(found: Sequence[Collection], documents: int, folder: Path) -> list[Table]:
    """A table a collection, with notes of those contenders that could not take part."""
    tables = []
    for collection in found:
        place = folder / collection.name
        place.mkdir()
        unpack(FLOAT_WEIGHTS, place / "checkpoint")
        tables.append(_compared(subset(collection, documents), place))
    return tables


def _compared(collection: Collection, folder: Path) -> Table:
    served, rates, failed = _prepared(collection, folder)
    if "quoth" in failed:
        raise RuntimeError(f"there is nothing to compare with: {failed['quoth']}")
    asked = collection.questions[:ASKED]
    words = [question.text for question in asked]
    hits: dict[str, list[list[str]]] = {name: [] for name in served}
    answers: dict[str, list[str]] = {
        name: [] for name in READERS if name in served and any(question.answers for question in asked)
    }
    searching = interleaved({n: _into(hits[n], served[n], "search") for n in served}, words, warm=3)
    asking = interleaved({n: _into(answers[n], served[n], "ask") for n in answers}, words, warm=3)
    held = {name: one("resident") for name, one in served.items()}
    for one in served.values():
        one.end()
    cold = interleaved({n: _cold(n, folder) for n in served if answers}, words[:COLD_RUNS] if answers else [])
    rows = []
    for name in served:
        good = quality(hits[name], asked)
        right = _right(answers[name], asked) if name in answers else None
        times = (figure for part in (searching, asking, cold) for figure in _figures(part, name))
        rows.append((name, rates[name], *times, held[name], good.hit_1, good.hit_5, good.ndcg, right))
    note = f"{len(collection.documents)} documents, {len(asked)} questions by turns. Some load their model only to add."
    said = "".join(f" {name} could not take part: {why}." for name, why in failed.items())
    return Table(f"Peers: {collection.name}", COLUMNS, tuple(rows), note + said)


def _prepared(collection: Collection, folder: Path) -> tuple[dict[str, Served], dict[str, float], dict[str, str]]:
    """Those contenders that could add the documents, saved and opened; documents a second; why others could not."""
    given = [[d.id, d.title, d.text] for d in collection.documents]
    served, failed = _each(CONTENDERS, lambda name: Served(name, folder / name.split()[0]))
    added, at_adding = _each(served, lambda name: timed(lambda: served[name]("add", documents=given)))
    ready, at_opening = _each(added, lambda name: (served[name]("save"), served[name]("open")))
    rates = {name: 1000 * len(given) / milliseconds for name, milliseconds in added.items()}
    return {name: served[name] for name in ready}, rates, failed | at_adding | at_opening


def _each(names: Any, work: Callable[[str], Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What came of the work for each, and why it failed for others."""
    done, failed = {}, {}
    for name in names:
        try:
            done[name] = work(name)
        except (RuntimeError, OSError) as error:
            failed[name] = str(error)
    return done, failed


def _figures(times: dict[str, Times], name: str) -> tuple[float | None, ...]:
    """The contender's median, and its ratios to the project's: of what passed, and of what was computed."""
    if name not in times:
        return None, None, None
    one, ours = times[name], times["quoth"]
    return one.p50, one.p50 / ours.p50, (one.computed_p50 or 0) / (ours.computed_p50 or 1)


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
