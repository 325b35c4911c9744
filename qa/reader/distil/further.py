"""Teach a reader new papers: ``python -m qa.reader.distil.further --pairs PAIRS.npz --start DIR --out DIR``.

It learns the labels of questions about office papers, each beside its own passage and beside another of the same
organisation; and, so that nothing is forgotten, what a former reader says of the pairs that were learnt before (Li and
Hoiem 2016, learning without forgetting). Seeded; made for a processor, where an hour goes through the papers once or
twice.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.embed import PACKAGED, load_embedder, packaged_model_path
from qa.reader.distil.learn import Pace, forward, learn, log, looked_at
from qa.reader.distil.losses import Logits, of_labels, of_teaching
from qa.reader.distil.options import parsed
from qa.reader.distil.pairs import HELD_OUT, Pairs
from qa.reader.distil.prepare import Known, beside_others, beside_their_own, by_organisation, laid_out
from qa.reader.distil.pupil import Pupil
from qa.reader.distil.windows import Laid, Windows
from qa.reader.office import OFFICE, Paper, papers

SAVED_EVERY = 300  # steps


def further(args: argparse.Namespace) -> None:
    """Learn, and write the checkpoint to `out`."""
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    new = laid_out(list(asked(papers(args.office), args.seed)), _tokenizer(), args.seed)
    former = Pairs.load(args.pairs)
    held, known = np.flatnonzero(former.known == HELD_OUT), np.flatnonzero(former.known != HELD_OUT)
    here, there = Laid(new, args.window, args.device), Laid(former, args.window, args.device)
    pupil, teacher = Pupil(args.start).to(args.device), Pupil(args.former or args.start).to(args.device).eval()
    log.info("%d new pairs; before: %s", len(new), looked_at(pupil.eval(), there.in_order(held)))
    turn = Turn(rng, args.share)

    def loss_of(logits: Logits, windows: Windows) -> torch.Tensor:
        if turn.new:
            return of_labels(logits, windows)
        with torch.no_grad():
            said = forward(teacher, windows)
        return of_teaching(logits, said, windows)

    def taking_turns() -> Iterator[Windows]:
        unseen = here.batches(np.arange(len(new)), args.batch, rng)
        seen = there.batches(known, args.batch, rng)
        for step in itertools.count(1):
            turn.toss()
            yield next(unseen if turn.new else seen)
            if step % SAVED_EVERY == 0:
                pupil.model.save_pretrained(args.out)

    figures = learn(pupil.train(), taking_turns(), loss_of, Pace(args.rate, args.minutes, warmup=60))
    pupil.model.save_pretrained(args.out)
    options = {key: value for key, value in vars(args).items() if isinstance(value, int | float)}
    (args.out / "training.json").write_text(json.dumps(options | figures, indent=1), "utf-8")
    log.info("after: %s", looked_at(pupil.eval(), there.in_order(held)))


@dataclass(slots=True)
class Turn:
    """Whose turn it is: new pairs' with the chance of `share`, else former ones'."""

    rng: random.Random
    share: float
    new: bool = True

    def toss(self) -> None:
        """Decide the next."""
        self.new = self.rng.random() < self.share


def asked(every: Sequence[Paper], seed: int) -> Iterator[Known]:
    """The questions about papers that are not held out; those with an answer beside another paper as well."""
    encoder = load_embedder(PACKAGED)
    for its in by_organisation([paper for paper in every if not paper.held_out]):
        yield from beside_their_own(its)
        answered = [example for paper in its for example in paper.asked if example.start is not None]
        yield from beside_others(its, answered, encoder, 1, seed)


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(packaged_model_path() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def main() -> None:
    """Parse the command line and learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="what it learnt from before, of distil.prepare")
    parser.add_argument("--start", type=Path, required=True, help="folder of the reader's float weights")
    parser.add_argument("--former", type=Path, help="whose word on the former pairs is kept; the start's own without")
    parser.add_argument("--out", type=Path, required=True, help="folder for what it is after")
    parser.add_argument("--office", type=Path, default=OFFICE, help="questions about office papers")
    parser.add_argument("--share", type=float, default=0.5, help="of new pairs in what is gone through")
    further(parsed(parser, minutes=50, rate=1e-4, batch=16))


if __name__ == "__main__":
    main()
