"""Teach the reader: ``python -m qa.reader.distil --pairs PAIRS.npz --teacher DIR --start DIR --out DIR``.

The teacher learns the labelled pairs; then the pupil, from a reader's float weights, learns what the teacher says of
all. Seeded; a teacher that is there already is taken up again, so that the same command goes on after it. Made for an
accelerator, where it takes ten minutes; on a processor a day.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from pathlib import Path

import numpy as np
import torch

from qa.reader.distil.learn import Pace, forward, learn, log, looked_at
from qa.reader.distil.losses import Logits, of_labels, of_teaching
from qa.reader.distil.pairs import HELD_OUT, LABELLED, Pairs
from qa.reader.distil.pupil import Pupil
from qa.reader.distil.teacher import Teacher
from qa.reader.distil.windows import Laid, Windows

TEACHER = "teacher.pt"


def distil(args: argparse.Namespace) -> None:
    """Teach the teacher, then the pupil; write the pupil's checkpoint to `out`/model."""
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    pairs = Pairs.load(args.pairs)
    laid, rng = Laid(pairs, args.window, args.device), random.Random(args.seed)
    learnt, held = np.flatnonzero(pairs.known != HELD_OUT), np.flatnonzero(pairs.known == HELD_OUT)

    teacher = Teacher(args.teacher).to(args.device)
    if (args.out / TEACHER).exists():
        teacher.load_state_dict(torch.load(args.out / TEACHER, weights_only=True, map_location=args.device))
    else:
        labelled = laid.batches(np.flatnonzero(pairs.known == LABELLED), args.teacher_batch, rng)
        figures = learn(teacher.train(), labelled, of_labels, Pace(args.teacher_rate, args.teacher_minutes))
        log.info("the teacher: %s", figures | looked_at(teacher.eval(), laid.in_order(held)))
        torch.save(teacher.state_dict(), args.out / TEACHER)
    teacher.eval()
    pupil = Pupil(args.start).to(args.device)
    log.info("the pupil before: %s", looked_at(pupil.eval(), laid.in_order(held)))

    def loss_of(logits: Logits, windows: Windows) -> torch.Tensor:
        with torch.no_grad():
            taught = forward(teacher, windows)
        return of_teaching(logits, taught, windows)

    figures = learn(pupil.train(), laid.batches(learnt, args.batch, rng), loss_of, Pace(args.rate, args.minutes))
    figures |= looked_at(pupil.eval(), laid.in_order(held))
    log.info("the pupil: %s", figures)
    pupil.model.save_pretrained(args.out / "model")
    options = {key: value for key, value in vars(args).items() if isinstance(value, int | float)}
    (args.out / "model" / "training.json").write_text(json.dumps(options | figures, indent=1), "utf-8")


def main() -> None:
    """Parse the command line and distil."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="what qa.reader.distil.prepare wrote")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of an MPNet, such as all-mpnet-base-v2")
    parser.add_argument("--start", type=Path, required=True, help="folder of a reader's float weights")
    parser.add_argument("--out", type=Path, required=True, help="folder for both, the pupil's in model/")
    parser.add_argument("--teacher-minutes", type=float, default=4.2)
    parser.add_argument("--teacher-rate", type=float, default=5e-5)
    parser.add_argument("--teacher-batch", type=int, default=96)
    parser.add_argument("--minutes", type=float, default=4.7, help="of the pupil")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--window", type=int, default=224, help="tokens at most")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    distil(args)


if __name__ == "__main__":
    main()
