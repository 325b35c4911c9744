"""How good and how fast the shipped reader is: every figure of its model card, in one run.

    python tests/bench/reader.py --dev DEV.jsonl.gz --foreign QUERIES.jsonl

DEV holds SQuAD-style lines; the closed setting reads each line's own paragraph, the open one asks a library of all
paragraphs. FOREIGN holds lines {"text"}: questions that other documents would answer, put to that library. Times are
medians, the int8 and the float network taking turns.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from index.model import Document, Hit, Passage
from index.settings import Settings
from qa.assistant import Assistant
from qa.console import counting, steps
from qa.curve import draw
from qa.evaluate import Question, evaluate, risk_curve, summarise
from qa.reader.network import OnnxNetwork
from qa.reader.span_reader import SpanReader
from qa.reader.weights import FLOAT_WEIGHTS, unpack
from qa.squad import Item, evaluate_closed, library_of, read_items

PASSAGES, WORDS, RUNS = 20, 100, 15


def reading_times(items: list[Item], folder: Path) -> dict[str, float]:
    """Median milliseconds for PASSAGES passages of WORDS words, by network: read whole, and as when asking."""
    unpack(FLOAT_WEIGHTS, folder / "float")
    readers = {"int8": SpanReader.open(Settings().reader), "float": SpanReader(float_onnx(folder))}
    words = " ".join(dict.fromkeys(item.context for item in items)).split()
    passages = [" ".join(words[n * WORDS : (n + 1) * WORDS]) for n in range(PASSAGES)]
    documents = [Document(str(n), text, "", "", "", "text") for n, text in enumerate(passages)]
    hits = [Hit(Passage.cut(document, 0, len(document.text)), 1, 1.0) for document in documents]
    work = {name: partial(reader.spans, texts=passages, most=2) for name, reader in readers.items()}
    work["int8, the hopeful to their end"] = partial(readers["int8"].read, hits=hits)
    times: dict[str, list[float]] = {name: [] for name in work}
    for run in range(RUNS + 2):
        for name, read in work.items():
            took = timed(partial(read, items[run].question))
            times[name] += [took] if run >= 2 else []
    return {name: median(taken) for name, taken in times.items()}


def float_onnx(folder: Path) -> OnnxNetwork:
    """The float weights on the same runtime, so that only the number format differs."""
    from index.encoder import file_sha256
    from qa.reader.export import float_model, part, write
    from qa.reader.network import LOWER, MANIFEST, TOKENIZER, UPPER

    out = folder / "onnx"
    out.mkdir()
    write(float_model(folder / "float"), folder / "whole.onnx")
    part(folder / "whole.onnx", out)
    (out / TOKENIZER).write_bytes((folder / "float" / TOKENIZER).read_bytes())
    files = {name: file_sha256(out / name) for name in (LOWER, UPPER, TOKENIZER)}
    (out / MANIFEST).write_text(json.dumps({"files": files}), "utf-8")
    return OnnxNetwork(out)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def show(title: str, figures: dict[str, object]) -> None:
    """A Markdown table of two columns."""
    print(f"\n| {title} | |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name.replace('_', ' ')} | {f'{value:.4g}' if isinstance(value, float) else value} |")


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--foreign", type=Path, required=True)
    parser.add_argument("--ask", type=int, help="in the open setting, ask only so many of the questions, drawn by lot")
    parser.add_argument("--curve", type=Path, help="draw the open setting's risk-coverage curve here")
    args = parser.parse_args()
    items, settings = read_items(args.dev), Settings()
    foreign = [json.loads(line)["text"] for line in args.foreign.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        show(f"milliseconds for {PASSAGES} passages of {WORDS} words", dict(reading_times(items, folder)))
        with counting("Reading") as progress:
            show("closed: the paragraph is given", evaluate_closed(items, settings, progress).to_dict())
        with steps() as adding:
            library = library_of(sorted({item.context for item in items}), folder / "open", settings, adding)
        assistant = Assistant(library, settings)
        with counting("Asking") as progress:
            asked = random.Random(13).sample(items, args.ask) if args.ask else items
            outcomes = evaluate(assistant, [Question(i.id, i.question, i.answers, ()) for i in asked], progress)
        show("open: all paragraphs in one library", summarise(outcomes).to_dict())
        refused = sum(assistant.ask(question).status == "not_found" for question in foreign)
        show("questions that other documents answer", {"asked": len(foreign), "refused": refused / len(foreign)})
        library.close()
    if args.curve:
        draw(risk_curve(outcomes), args.curve)


if __name__ == "__main__":
    main()
