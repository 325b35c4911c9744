"""What this machine could do at best: the operations that a piece of work needs, divided by what the machine was
measured to do of them in the same run; and how far what was measured lies from it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from index.embed import load_embedder
from index.library import Library
from index.model import Hit
from index.settings import Settings
from qa.assistant import Assistant
from qa.reader.network import LOWER, LOWER_LAYERS, UPPER
from suite.asking import COLD_RUNS
from suite.process import quoth, run
from suite.products import INNER, ROWS, WIDTH, rates
from suite.report import Table
from suite.timing import Times, interleaved, timed

LAYERS = 6  # of the packaged encoder, and of the reader for what is read to its end
QUESTIONS, WARM, EMBEDDED = 40, 3, 256
# What any process that asks with these parts has to do: import them, and open the networks.
LEAST_COLD = (
    "import sys, numpy, onnxruntime as o, tokenizers, faiss, tantivy, typer\n"
    "s = o.SessionOptions(); s.intra_op_num_threads = 1\n"
    "for path in sys.argv[1:]: o.InferenceSession(path, s, providers=['CPUExecutionProvider'])"
)


def operations(tokens: int, layers: float = LAYERS) -> float:
    """Multiplications and additions of one pass over `tokens`: the layers' products, and those of attention."""
    layer = 4 * WIDTH * WIDTH + 2 * WIDTH * INNER
    return 2.0 * layers * (tokens * layer + 2 * tokens * tokens * WIDTH)


def limits(library: Path, questions: Sequence[str]) -> Table:
    """One row a limit, with what was measured beside it."""
    found = rates()
    rows = [(f"products, {kind}, 10⁹ operations a second", rate, None, None) for kind, rate in found.items()]
    some = list(questions[: QUESTIONS + WARM])
    note = (
        f"All {os.cpu_count()} processors at once; layers' products of {ROWS} rows. A limit counts the products alone: "
        "what lies between them (attention's exponentials, norms, moving numbers) is not in it."
    )
    asked = _asking(library, some, found["int8"])
    table = (*rows, *asked, _embedding(library, found["int8"]), _cold(library, some))
    return Table("Physical limits", ("what", "limit", "measured", "measured : limit"), table, note)


def _asking(library: Path, questions: Sequence[str], rate: float) -> list[tuple[str, float, float, float]]:
    """Reading, and a question among sixteen."""
    needed, read, computed, whole = [], [], [], []
    with Library.open(library) as opened:
        assistant = Assistant(opened, Settings())
        for question in questions:
            hits = opened.search(question, Settings().read_passages)
            stages = assistant.profile(question).stages
            reading = next(stage for stage in stages if stage.name == "read")
            to_the_end = dict(reading.looked_at)["read_to_their_end"] / len(hits)
            layers = LOWER_LAYERS + to_the_end * (LAYERS - LOWER_LAYERS)
            needed.append(sum(operations(_tokens(assistant, question, hit), layers) for hit in hits) / rate / 1e6)
            read.append(1000 * reading.seconds)
            computed.append(1000 * sum(stage.processor for stage in stages))
            whole.append(1000 * sum(stage.seconds for stage in stages))
    least, taken = median(needed[WARM:]), median(read[WARM:])
    lone, ceiling = Times(tuple(whole[WARM:])).p95, 16 * median(computed[WARM:]) / (os.cpu_count() or 1)
    return [
        ("reading a question's passages, ms", least, taken, taken / least),
        ("16 askers, ms until all are answered if no processor waits; p95 of one", ceiling, lone, lone / ceiling),
    ]


def _tokens(assistant: Assistant, question: str, hit: Hit) -> int:
    return len(assistant.reader._tokenizer.encode(question, hit.passage.text).ids)


def _embedding(library: Path, rate: float) -> tuple[str, float, float, float]:
    embedder = load_embedder("packaged")
    with Library.open(library) as opened, opened._catalog.reading() as snapshot:
        texts = [passage.text for passage in snapshot.passages(snapshot.passage_ids()[:EMBEDDED].tolist()).values()]
    embedder.documents(texts[:32])
    took = median(timed(lambda: embedder.documents(texts)) for _ in range(3)) / 1000
    tokenizer = embedder._tokenizer  # type: ignore[attr-defined]
    needed = sum(operations(len(tokenizer.encode(text).ids)) for text in texts) / rate / 1e9
    limit, measured = len(texts) / needed, len(texts) / took
    return "embedding, passages a second", limit, measured, measured / limit


def _cold(library: Path, questions: Sequence[str]) -> tuple[str, float, float, float]:
    networks = (Settings().reader / LOWER, Settings().reader / UPPER, library / "encoder" / "model.onnx")
    times = interleaved(
        {
            "least": lambda _: run(sys.executable, "-c", LEAST_COLD, *networks),
            "ours": lambda question: run(*quoth(library, "ask", question, "--json")),
        },
        [questions[n % len(questions)] for n in range(COLD_RUNS + 1)],
        warm=1,
    )
    least, ours = times["least"].p50, times["ours"].p50
    return "a process that imports the parts and opens the networks, and `quoth ask`, ms", least, ours, ours / least
