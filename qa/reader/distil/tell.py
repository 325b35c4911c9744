"""Teach a teacher, and ask it: ``python -m qa.reader.distil.tell --pairs PAIRS.npz --teacher DIR --out TOLD.pt``.

It learns the labelled pairs; then it is asked about all of them. Seeded. Made for an accelerator, where it takes five
minutes; on a processor half a day.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch

from qa.reader.distil.learn import Pace, learn, log, looked_at
from qa.reader.distil.losses import of_labels
from qa.reader.distil.options import parsed
from qa.reader.distil.pairs import HELD_OUT, LABELLED, Pairs
from qa.reader.distil.teacher import Teacher
from qa.reader.distil.told import told
from qa.reader.distil.windows import Laid

TOGETHER = 512  # windows that the teacher is asked about at once


def tell(args: argparse.Namespace) -> None:
    """Teach the teacher, and write what it says."""
    torch.manual_seed(args.seed)
    pairs = Pairs.load(args.pairs)
    laid, rng = Laid(pairs, args.window, args.device), random.Random(args.seed)
    held = np.flatnonzero(pairs.known == HELD_OUT)
    teacher = Teacher(args.teacher).to(args.device)
    labelled = laid.batches(np.flatnonzero(pairs.known == LABELLED), args.batch, rng)
    figures = learn(teacher.train(), labelled, of_labels, Pace(args.rate, args.minutes))
    log.info("the teacher: %s", figures | looked_at(teacher.eval(), laid.in_order(held)))
    told(teacher, laid.in_order(np.arange(len(pairs)), TOGETHER), len(pairs)).save(args.out)
    log.info("said of %d pairs", len(pairs))


def main() -> None:
    """Parse the command line, learn and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="what qa.reader.distil.prepare wrote")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of an MPNet, such as all-mpnet-base-v2")
    parser.add_argument("--out", type=Path, required=True, help="the file of what it says")
    tell(parsed(parser, minutes=4.2, rate=5e-5, batch=96))


if __name__ == "__main__":
    main()
