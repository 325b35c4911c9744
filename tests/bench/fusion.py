"""How well BM25, dense search and their fusions rank, as Markdown tables.

    python tests/bench/fusion.py --data DIR            the fusions, with the library's own passage size
    python tests/bench/fusion.py --data DIR --sizes    the default fusion, by passage size and overlap

DIR holds collections laid out as BEIR's (corpus.jsonl, queries.jsonl, qrels.tsv). Each is added to a library by the
code that users run; a document's score is that of its best passage. nDCG@10 has linear gains (Järvelin and Kekäläinen
2002, as trec_eval computes it); hit@k is the share of questions with a relevant document among the first k.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from index.catalog import Catalog
from index.embed import load_embedder
from index.encoder import Embedder
from index.fusion import QUESTION, Scored, fuse
from index.library import Library
from index.settings import Settings

COLLECTIONS = ("cranfield", "medline")
WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
SIZES = ((400, 0), (400, 1), (600, 0), (600, 1), (900, 0), (900, 1), (1200, 0), (1200, 1))

Arms = tuple[list[Scored], list[Scored]]
Fusion = Callable[[list[Scored], list[Scored]], dict[int, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """The two lists of one question, as documents' passages, the library's own ranking, and the relevant documents with
    their gains."""

    arms: Arms
    own: dict[int, float]
    relevant: dict[str, int]
    document_of: dict[int, str]


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the questions of one collection."""

    ndcg: float
    hit_1: float
    hit_5: float

    def __str__(self) -> str:
        return f"{self.ndcg:.4f} | {self.hit_1:.3f} | {self.hit_5:.3f}"


# The fusions: scores of passages from the lists of both indexes.


def lexical_only(_dense: list[Scored], lexical: list[Scored]) -> dict[int, float]:
    return raw(lexical)


def dense_only(dense: list[Scored], _lexical: list[Scored]) -> dict[int, float]:
    return raw(dense)


def reciprocal_rank(dense: list[Scored], lexical: list[Scored], constant: int = 60) -> dict[int, float]:
    """Sum of ``1 / (constant + rank)`` (Cormack, Clarke and Büttcher 2009)."""
    scores: dict[int, float] = {}
    for arm in (dense, lexical):
        for rank, scored in enumerate(arm, 1):
            scores[scored.id] = scores.get(scored.id, 0.0) + 1 / (constant + rank)
    return scores


def theoretical(dense: list[Scored], lexical: list[Scored], weight: float) -> dict[int, float]:
    """The library's own, without what it does for statements of a topic."""
    return {one.id: one.score for one in fuse(dense, lexical, weight)}


def min_max(dense: list[Scored], lexical: list[Scored], weight: float) -> dict[int, float]:
    """Convex combination of scores between each list's least and most (Bruch, Gai and Ingber 2023, section 4)."""
    return combined(*(above(raw(arm), min((s.score for s in arm), default=0.0)) for arm in (dense, lexical)), weight)


def standard(dense: list[Scored], lexical: list[Scored], weight: float) -> dict[int, float]:
    """Convex combination of z-scores; a passage that an index did not return has its lowest there."""
    return combined(z_scores(raw(dense)), z_scores(raw(lexical)), weight)


def raw(arm: list[Scored]) -> dict[int, float]:
    return {scored.id: scored.score for scored in arm}


def above(scores: dict[int, float], least: float) -> dict[int, float]:
    most = max(scores.values(), default=least)
    return {key: (score - least) / (most - least) if most > least else 1.0 for key, score in scores.items()}


def z_scores(scores: dict[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    mean, spread = statistics.fmean(scores.values()), statistics.pstdev(scores.values()) or 1.0
    least = min((score - mean) / spread for score in scores.values())
    return {key: (score - mean) / spread - least for key, score in scores.items()}


def combined(dense: dict[int, float], lexical: dict[int, float], weight: float) -> dict[int, float]:
    keys = dense.keys() | lexical.keys()
    return {key: weight * dense.get(key, 0.0) + (1 - weight) * lexical.get(key, 0.0) for key in keys}


FUSIONS: dict[str, Fusion] = {
    "BM25": lexical_only,
    "dense": dense_only,
    "reciprocal rank, 60": reciprocal_rank,
    "reciprocal rank, 10": partial(reciprocal_rank, constant=10),
    **{f"min-max, dense {weight}": partial(min_max, weight=weight) for weight in WEIGHTS},
    **{
        f"theoretical min-max, dense {weight}": partial(theoretical, weight=weight)
        for weight in (*WEIGHTS, QUESTION.dense_weight, 0.9)
    },
    **{f"z-score, dense {weight}": partial(standard, weight=weight) for weight in (0.4, 0.5, 0.6)},
}


class CachedEmbedder:
    """Embeds each text once: vectors are kept in a folder by the text's hash, so that other sizes cost only the new."""

    def __init__(self, inner: Embedder, folder: Path) -> None:
        self.name, self.sha256, self.dimension = inner.name, inner.sha256, inner.dimension
        self.export = inner.export
        # The same weights may be run in other precisions, whose vectors differ a little.
        key = hashlib.sha256(inner.documents(["which encoder is this?"]).tobytes()).hexdigest()[:16]
        self._inner, self._folder = inner, folder / key
        self._folder.mkdir(parents=True, exist_ok=True)

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        paths = [self._folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.npy" for text in texts]
        new = [number for number, path in enumerate(paths) if not path.exists()]
        for number, vector in zip(new, self._inner.documents([texts[n] for n in new]) if new else (), strict=True):
            np.save(paths[number], vector)
        return np.stack([np.load(path) for path in paths])


def judged(data: Path, folder: Path, settings: Settings, cache: Path) -> list[Judged]:
    """Add a collection to a library in `folder`, and search it for each of its questions."""
    load = lambda model: CachedEmbedder(load_embedder(model), cache)  # noqa: E731
    with Library.open(folder, settings, create=True, load=load) as library:
        report = library.add([data / "corpus.jsonl"])
        print(f"{data.name}: {report.added} documents, {library.searched().passages} passages", file=sys.stderr)
        document_of = _document_of(library, Catalog(folder))
        relevant, depth = _relevant(data / "qrels.tsv"), settings.candidates
        return [
            Judged(library.searcher.arms(text, depth), own(library, text, depth), relevant[key], document_of)
            for key, text in _queries(data / "queries.jsonl")
            if relevant.get(key)
        ]


def own(library: Library, text: str, k: int) -> dict[int, float]:
    return {hit.passage.id: hit.score for hit in library.search(text, k)}


def evaluated(questions: Sequence[Judged], fusion: Fusion | None = None) -> Scores:
    """Of one of the fusions, or of the library's own ranking."""
    rows = [_judge(question, fusion(*question.arms) if fusion else question.own) for question in questions]
    return Scores(*(statistics.fmean(column) for column in zip(*rows, strict=True)))


def table(rows: dict[str, list[Scores]], first: str) -> str:
    """A Markdown table: a row a setting, three columns a collection."""
    columns = " | ".join(f"{name} nDCG@10 | hit@1 | hit@5" for name in COLLECTIONS)
    lines = [f"| {first} | {columns} |", "|---" * (1 + 3 * len(COLLECTIONS)) + "|"]
    lines += [f"| {name} | " + " | ".join(map(str, scores)) + " |" for name, scores in rows.items()]
    return "\n".join(lines)


def _judge(question: Judged, scores: dict[int, float]) -> tuple[float, float, float]:
    best: dict[str, float] = {}
    for passage, score in scores.items():
        document = question.document_of[passage]
        best[document] = max(score, best.get(document, -math.inf))
    ranked = sorted(best, key=lambda document: (-best[document], document))
    gains = [question.relevant.get(document, 0) for document in ranked]
    ideal = _discounted(sorted(question.relevant.values(), reverse=True)[:10])
    return _discounted(gains[:10]) / ideal, float(any(gains[:1])), float(any(gains[:5]))


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _document_of(library: Library, catalog: Catalog) -> dict[int, str]:
    """Passage -> the id that the collection has for its document."""
    external = {status.id: status.external_id or status.id for status in library.list()}
    with catalog.reading() as snapshot:
        found = {
            passage.id: external[document] for document in snapshot.ids() for passage in snapshot.passages_of(document)
        }
    catalog.close()
    return found


def _relevant(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if int(row["score"]) > 0:
                found.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return found


def _queries(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["_id"], row["text"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", action="store_true", help="compare passage sizes and overlaps")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "quoth-bench-vectors")
    chosen = parser.parse_args()
    sizes = SIZES if chosen.sizes else ((Settings().passage_characters, Settings().overlap_sentences),)
    rows: dict[str, list[Scores]] = {}
    for characters, overlap in sizes:
        settings = Settings(passage_characters=characters, overlap_sentences=overlap)
        with tempfile.TemporaryDirectory() as folder:
            questions = [
                judged(chosen.data / name, Path(folder) / name, settings, chosen.cache) for name in COLLECTIONS
            ]
        if chosen.sizes:
            rows[f"{characters} characters, overlap {overlap}"] = [evaluated(each) for each in questions]
        else:
            rows = {name: [evaluated(each, fusion) for each in questions] for name, fusion in FUSIONS.items()}
            rows["the library's own"] = [evaluated(each) for each in questions]
    print(table(rows, "passages" if chosen.sizes else "ranking"))


if __name__ == "__main__":
    main()
