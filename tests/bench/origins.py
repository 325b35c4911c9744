"""How far copies are from what only looks like them: ``python tests/bench/origins.py [--seeds FOLDER]``.

Prints a Markdown table of shares, estimated as a library does, in pairs of documents of data/sample: copies made with
another top, another tail and a third of their paragraphs replaced; those, edited in one word of 25 as well; pairs that
share what they quote and nothing else; and unrelated ones. With --seeds, those of a folder too. Then the cost.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from index.model import Document
from index.origins import CONTAINED, OF_LARGER, are_copies, print_of, shares
from index.text import paragraphs

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
Pairs = list[tuple[str, str]]
COPIES = 10  # of each document


def sample_texts(folder: Path = SAMPLE) -> dict[str, str]:
    """The text of every document of a folder, by its name."""
    from index.loaders import load

    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        for document in load(path, source=str(folder), relative=path.name, max_bytes=10_000_000):
            assert isinstance(document, Document), document
            found[document.external_id or path.name] = document.text
    return found


def paragraphs_of(text: str) -> list[str]:
    """Its paragraphs."""
    return [text[start:end] for start, end in paragraphs(text)]


def changed(text: str, others: Sequence[str], draw: random.Random, edited: float = 0.0) -> str:
    """A copy with the first and the last paragraph and a third of the others replaced by paragraphs of `others`, and a
    further one above and below; `edited` is the share of words that are replaced in what is left."""
    own, foreign = paragraphs_of(text), [p for other in others for p in paragraphs_of(other) if len(p.split()) > 10]
    middle = range(1, len(own) - 1)
    replaced = {0, len(own) - 1, *draw.sample(middle, round(len(middle) / 3))}
    kept = [" ".join(w if draw.random() >= edited else "edited" for w in p.split(" ")) for p in own]
    body = [draw.choice(foreign) if number in replaced else p for number, p in enumerate(kept)]
    return "\n\n".join([draw.choice(foreign), *body, draw.choice(foreign)])


def quoted_only(texts: Sequence[str], draw: random.Random) -> tuple[str, str]:
    """Two reports: each of half its paragraphs, with the same quotations of a third document between them."""
    said = [p.replace("“", "").replace("”", "") for p in draw.sample(paragraphs_of(texts[2]), 6)]
    reports = []
    for text in texts[:2]:
        own = paragraphs_of(text)
        told = draw.sample(own, max(6, len(own) // 2))
        reports.append("\n\n".join(part for one, p in zip(told, said, strict=False) for part in (one, f"“{p}”")))
    return reports[0], reports[1]


def measured(pairs: Iterable[tuple[str, str]]) -> tuple[np.ndarray, float]:
    """The shares of each pair, shape ``(n, 2)``, and the share of pairs that are called copies."""
    rows, found = [], []
    for one, other in (map(print_of, pair) for pair in pairs):
        arguments = one.signature, one.shingles, other.signature[np.newaxis], np.array([other.shingles])
        rows.append([float(share[0]) for share in shares(*arguments)])
        found.append(one.key == other.key or bool(are_copies(*arguments)[0] and one.bands & other.bands))
    return np.array(rows), float(np.mean(found))


def kinds(texts: dict[str, str]) -> dict[str, Pairs]:
    """The kinds of pairs, made from documents of some length."""
    draw = random.Random(7)
    long = [text for text in texts.values() if len(text.split()) > 250]
    rest = {text: [other for other in long if other != text] for text in long}
    return {
        "copies, a third and top and tail replaced": [
            (text, changed(text, rest[text], draw)) for text in long for _ in range(COPIES)
        ],
        "the same, one word in 25 edited": [
            (text, changed(text, rest[text], draw, 1 / 25)) for text in long for _ in range(COPIES)
        ],
        "the same quotations in other reports": [quoted_only(draw.sample(long, 3), draw) for _ in range(200)],
        "unrelated documents of the sample": list(combinations(texts.values(), 2)),
    }


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, help="a folder of documents of which none is a copy")
    args = parser.parse_args()
    texts = sample_texts()
    made = kinds(texts)
    if args.seeds:
        made[f"documents of {args.seeds.name}"] = list(combinations(sample_texts(args.seeds).values(), 2))
    print(f"Copies share {CONTAINED:.0%} of the shorter and {OF_LARGER:.0%} of the longer text.\n")
    print(
        "| pairs | number | of the shorter: least, median, most | of the longer: least, median, most | called copies |"
    )
    print("|---|---|---|---|---|")
    for name, pairs in made.items():
        found, called = measured(pairs)
        cells = (" ".join(f"{value:.2f}" for value in np.quantile(column, [0, 0.5, 1])) for column in found.T)
        print(f"| {name} | {len(pairs)} | {' | '.join(cells)} | {called:.1%} |")
    used = time.process_time()
    for text in texts.values():
        print_of(text)
    core = 1000 * (time.process_time() - used) / len(texts)
    characters = sum(map(len, texts.values())) / len(texts)
    print(f"\nA print of {characters:,.0f} characters takes {core:.1f} ms of one core.")


if __name__ == "__main__":
    main()
