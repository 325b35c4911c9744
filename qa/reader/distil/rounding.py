"""Teach a reader to lose little by int8: ``python -m qa.reader.distil.rounding --pairs PAIRS.npz --model DIR``.

Writes `rounded.safetensors` beside the float weights, which are its teacher: the network with rounded weights learns
the float network's own logits. Seeded.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from index.smooth import ranges
from qa.reader.distil.learn import Pace, forward, learn, log, looked_at
from qa.reader.distil.losses import Logits, apart
from qa.reader.distil.options import parsed
from qa.reader.distil.pairs import HELD_OUT, Pairs
from qa.reader.distil.pupil import Pupil
from qa.reader.distil.windows import Laid, Windows
from qa.reader.rounded import ROUNDED, SMOOTHED, prepare, save, set_learning

SMOOTHED_BY = 96  # windows: the largest values of a channel show in any


class _Rounded(Pupil):
    def forward(self, windows: Windows) -> Logits:
        set_learning(self.model, windows.mask)
        return super().forward(windows)


def rounding(args: argparse.Namespace) -> None:
    """Learn and write."""
    torch.manual_seed(args.seed)
    pairs, rng = Pairs.load(args.pairs), random.Random(args.seed)
    laid = Laid(pairs, args.window, args.device)
    learnt, held = np.flatnonzero(pairs.known != HELD_OUT), np.flatnonzero(pairs.known == HELD_OUT)
    whole, rounded = Pupil(args.model).eval(), _Rounded(args.model)
    seen = [laid.windows([row]) for row in rng.sample(learnt.tolist(), SMOOTHED_BY)]
    prepare(rounded.model, ranges(rounded.model.eval(), map(_alone, seen), SMOOTHED))
    whole.to(args.device), rounded.to(args.device)

    def loss_of(logits: Logits, windows: Windows) -> torch.Tensor:
        with torch.no_grad():
            exact = forward(whole, windows)
        return apart(logits, exact, windows)

    log.info("float: %s", looked_at(whole, laid.in_order(held)))
    log.info("rounded: %s", looked_at(rounded, laid.in_order(held)))
    pace = Pace(args.rate, args.minutes, warmup=50)
    figures = learn(rounded.train(), laid.batches(learnt, args.batch, rng), loss_of, pace)
    figures |= looked_at(rounded.eval(), laid.in_order(held))
    log.info("learnt: %s", figures)
    save(rounded.model, args.model / ROUNDED)
    options = {key: value for key, value in vars(args).items() if isinstance(value, int | float)}
    (args.model / "rounding.json").write_text(json.dumps(options | figures, indent=1), "utf-8")


def _alone(windows: Windows) -> dict[str, list[int]]:
    """One window's ids and segments, without what fills it up."""
    token = windows.mask[0]
    return {"input_ids": windows.ids[0][token].tolist(), "token_type_ids": windows.types[0][token].tolist()}


def main() -> None:
    """Parse the command line and learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="what qa.reader.distil.prepare wrote")
    parser.add_argument("--model", type=Path, required=True, help="folder of the reader's float weights")
    rounding(parsed(parser, minutes=1.75, rate=3e-5, batch=256))


if __name__ == "__main__":
    main()
