"""Lay out what a teacher and its pupil learn from: ``python -m qa.reader.distil.prepare --data FILE --out PAIRS.npz``.

Labelled are the given questions, those in other words, those about office papers, unanswerable twins, made tables, and
for each answerable question one mined passage that does not answer it. More mined passages have no label: the teacher
says what they hold. Mining takes 10 to 20 minutes.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.embed import PACKAGED, load_embedder, packaged_model_path
from index.encoder import Embedder, Vectors
from qa.reader.data import HELD_OUT_PARAGRAPHS, SHARES, Example, hold_out, mine_negatives, read_squad, thin
from qa.reader.distil.pairs import HELD_OUT, LABELLED, TAUGHT, Pairs, flat
from qa.reader.encode import as_typed
from qa.reader.made.tables import made_tables
from qa.reader.office import OFFICE, Paper, as_read, papers
from qa.reader.reworded import REWORDED, reworded
from qa.reader.twins import twins

log = logging.getLogger("quoth.distil")

NEAREST, NEAREST_PAPERS = 8, 12  # passages by the packaged encoder among which a question's others are drawn
BESIDE, BESIDE_FEW = 3, 6  # of them for a given question, and for one of the fewer that are in other words
BESIDE_PAPERS = 8  # for a question about papers: what a search brings is mostly others of the same organisation
QUESTION_TOKENS, LONGEST_ANSWER = 64, 100  # tokens

Known = tuple[Example, int]


def gathered(args: argparse.Namespace) -> list[Known]:
    """Every example with what is known of it."""
    given, held = hold_out(list(read_squad(args.data)), HELD_OUT_PARAGRAPHS, args.seed)
    given = thin(given, SHARES, args.seed)
    other_words = reworded(args.reworded, given)
    plain = [e for e in given if e.source not in SHARES]
    changed = twins(plain, args.twins, args.seed)
    made = made_tables(given, args.tables, args.seed)
    log.info("%d given, %d in other words, %d twins, %d tables", len(given), len(other_words), len(changed), len(made))
    labelled = [*given, *other_words, *changed, *made]
    held = [e for e in held if e.source not in SHARES] + reworded(args.reworded, held)
    encoder, contexts = load_embedder(PACKAGED), sorted({e.context for e in given})
    mining = Mining(encoder, contexts, encoder.documents(contexts), args.seed)
    return [
        *((e, LABELLED) for e in labelled),
        *mining.beside(plain, BESIDE),
        *mining.beside(other_words, BESIDE_FEW),
        *_office([paper for paper in papers(args.office) if not paper.held_out], encoder, args.seed),
        *((e, HELD_OUT) for e in held),
    ]


@dataclass(frozen=True, slots=True)
class Mining:
    """Passages near a question, by its vector and theirs."""

    encoder: Embedder
    contexts: Sequence[str]
    vectors: Vectors
    seed: int
    nearest: int = NEAREST

    def beside(self, asked: Sequence[Example], count: int) -> Iterator[Known]:
        """Up to `count` passages for each question; an answerable question's first is labelled as no answer, since the
        answer does not stand there in its own words."""
        log.info("mining for %d questions among %d passages", len(asked), len(self.contexts))
        vectors = self.encoder.documents([e.question for e in asked])
        found = mine_negatives(asked, vectors, self.contexts, self.vectors, self.nearest, count, self.seed)
        for example, others in zip(asked, found, strict=True):
            for number, other in enumerate(others):
                yield other, LABELLED if number == 0 and example.start is not None else TAUGHT


def beside_their_own(papers: Sequence[Paper]) -> Iterator[Known]:
    """Questions about office papers beside their own passage, with what it leaves unsaid before it, as libraries are
    read."""
    for paper in papers:
        yield from ((as_read(example, paper.over), LABELLED) for example in paper.asked)


def beside_others(
    papers: Sequence[Paper], asked: Sequence[Example], encoder: Embedder, count: int, seed: int
) -> Iterator[Known]:
    """Questions about some of the papers beside up to `count` others that are near them and do not hold the answer."""
    over = {paper.passage: paper.over for paper in papers}
    passages = sorted(over)
    mining = Mining(encoder, passages, encoder.documents(passages), seed, NEAREST_PAPERS)
    for other, known in mining.beside(asked, count):
        yield as_read(other, over[other.context]), known


def by_organisation(papers: Sequence[Paper]) -> list[list[Paper]]:
    """The papers of each."""
    found: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        found[paper.organisation].append(paper)
    return list(found.values())


def _office(papers: Sequence[Paper], encoder: Embedder, seed: int) -> Iterator[Known]:
    """Questions about office papers beside their own passage, read as libraries are and as it stands, and beside
    others of the same organisation."""
    yield from beside_their_own(papers)
    yield from ((e, LABELLED) for paper in papers for e in paper.asked if as_read(e, paper.over) != e)
    for its in by_organisation(papers):
        asked = [example for paper in its for example in paper.asked]
        yield from beside_others(its, asked, encoder, BESIDE_PAPERS, seed)


def laid_out(known: Sequence[Known], tokenizer: Tokenizer, seed: int) -> Pairs:
    """As token ids; what the tokenizer cannot place, or whose answer is too long to be one, is left out."""
    rng = random.Random(seed)
    contexts = list(dict.fromkeys(example.context for example, _ in known))
    number = {context: n for n, context in enumerate(contexts)}
    encoded = tokenizer.encode_batch(contexts, add_special_tokens=False)
    questions: dict[str, int] = {}
    rows = []
    for example, what in known:
        place = _place(encoded[number[example.context]].offsets, example)
        if place is not None:
            asked = as_typed(example.question, rng) if what != HELD_OUT else example.question
            rows.append((questions.setdefault(asked, len(questions)), number[example.context], *place, what))
    asked_ids = tokenizer.encode_batch(list(questions), add_special_tokens=False)
    question, context, start, end, what_known = np.array(rows, np.int32).T
    return Pairs(
        *flat([one.ids[:QUESTION_TOKENS] for one in asked_ids]),
        *flat([one.ids for one in encoded]),
        question,
        context,
        start.astype(np.int16),
        end.astype(np.int16),
        what_known.astype(np.uint8),
    )


def _place(offsets: Sequence[tuple[int, int]], example: Example) -> tuple[int, int] | None:
    """First and last token of the answer, -1 and -1 without one; None where it has no place, or no end in sight."""
    if example.start is None or example.end is None:
        return -1, -1
    inside = [n for n, (a, b) in enumerate(offsets) if a < example.end and b > example.start]
    return (inside[0], inside[-1]) if inside and len(inside) <= LONGEST_ANSWER else None


def main() -> None:
    """Parse the command line and lay out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="SQuAD-style training file, .json or .json.gz")
    parser.add_argument("--reworded", type=Path, default=REWORDED, help="questions in other words")
    parser.add_argument("--office", type=Path, default=OFFICE, help="questions about office papers")
    parser.add_argument("--out", type=Path, required=True, help="the file of pairs")
    parser.add_argument("--twins", type=int, default=16_000, help="questions changed so that nothing answers them")
    parser.add_argument("--tables", type=int, default=12_000, help="questions about made tables")
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tokenizer = Tokenizer.from_file(str(packaged_model_path() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    pairs = laid_out(gathered(args), tokenizer, args.seed)
    pairs.save(args.out)
    for what, name in ((LABELLED, "labelled"), (TAUGHT, "for the teacher to say"), (HELD_OUT, "held out")):
        log.info("%d pairs %s", int((pairs.known == what).sum()), name)


if __name__ == "__main__":
    main()
