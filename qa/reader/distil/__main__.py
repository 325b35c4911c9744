"""Teach the reader: ``python -m qa.reader.distil --pairs PAIRS.npz --told TOLD.pt --start DIR --out DIR``.

From a reader's float weights a pupil learns what a teacher said of all pairs (`qa.reader.distil.tell`), and a share of
the labels. Seeded. Made for an accelerator, where it takes five minutes; on a processor a day.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from qa.reader.distil.learn import Pace, learn, log, looked_at
from qa.reader.distil.losses import Logits, of_teaching
from qa.reader.distil.options import parsed
from qa.reader.distil.pairs import HELD_OUT, Pairs
from qa.reader.distil.pupil import Pupil
from qa.reader.distil.told import Told
from qa.reader.distil.windows import Laid, Windows


def distil(args: argparse.Namespace) -> None:
    """Teach the pupil, and write its checkpoint to `out`."""
    torch.manual_seed(args.seed)
    pairs = Pairs.load(args.pairs)
    laid, rng = Laid(pairs, args.window, args.device), random.Random(args.seed)
    learnt, held = np.flatnonzero(pairs.known != HELD_OUT), np.flatnonzero(pairs.known == HELD_OUT)
    taught, pupil = Told.load(args.told, args.device), Pupil(args.start).to(args.device)
    log.info("the pupil before: %s", looked_at(pupil.eval(), laid.in_order(held)))

    def loss_of(logits: Logits, windows: Windows) -> torch.Tensor:
        return of_teaching(logits, taught.of(windows), windows)

    figures = learn(pupil.train(), laid.batches(learnt, args.batch, rng), loss_of, Pace(args.rate, args.minutes))
    figures |= looked_at(pupil.eval(), laid.in_order(held))
    log.info("the pupil: %s", figures)
    pupil.model.save_pretrained(args.out)
    options = {key: value for key, value in vars(args).items() if isinstance(value, int | float)}
    (args.out / "training.json").write_text(json.dumps(options | figures, indent=1), "utf-8")


def main() -> None:
    """Parse the command line and distil."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="what qa.reader.distil.prepare wrote")
    parser.add_argument("--told", type=Path, required=True, help="what qa.reader.distil.tell wrote of the same pairs")
    parser.add_argument("--start", type=Path, required=True, help="folder of a reader's float weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pupil's checkpoint")
    distil(parsed(parser, minutes=4.7, rate=2e-4, batch=256))


if __name__ == "__main__":
    main()
