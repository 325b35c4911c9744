"""The training mixture: given examples, and passages near their questions that do not answer them."""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from index.embed import PACKAGED, load_embedder
from qa.reader.data import HELD_OUT_PARAGRAPHS, SHARES, Example, hold_out, mine_negatives, read_squad, thin
from qa.reader.made.tables import made_tables
from qa.reader.reworded import reworded
from qa.reader.twins import twins

log = logging.getLogger("quoth.train")

NEAREST = 8  # paragraphs by the packaged encoder among which a question's negatives are drawn


def groups_for(args: argparse.Namespace) -> list[list[Example]]:
    """What is learned together, held-out paragraphs removed.

    Without --beside each given example alone, and for --negatives questions one mined passage alone; with it those
    questions only, each with up to that many mined passages beside its own; of either, --share are kept, drawn by lot.
    To them come --twins questions that were changed until their passage no longer answers them, and --tables questions
    about made tables, each alone; and the questions of the file --reworded, the answerable ones each with a mined
    passage beside its own.
    """
    given, _ = hold_out(list(read_squad(args.data)), HELD_OUT_PARAGRAPHS, args.seed)
    given = thin(given, SHARES, args.seed)
    changed = twins([e for e in given if e.source not in SHARES], args.twins, args.seed)
    other_words = reworded(args.reworded, given) if args.reworded else []
    unanswered = [e for e in other_words if e.start is None]
    added = _alone(changed + made_tables(given, args.tables, args.seed) + unanswered)
    asked = _drawn(args, given)
    mined = _mined(args, asked + [e for e in other_words if e.start is not None], given)
    groups = mined[: len(asked)]
    if not args.beside:
        groups = _alone([*given, *(negative for group in groups for negative in group[1:])])
    return random.Random(args.seed).sample(groups, round(args.share * len(groups))) + added + mined[len(asked) :]


def _alone(examples: Sequence[Example]) -> list[list[Example]]:
    return [[example] for example in examples]


def _drawn(args: argparse.Namespace, given: Sequence[Example]) -> list[Example]:
    """The given questions for which passages are mined."""
    minable = [e for e in given if args.beside or (e.start is not None and e.source not in SHARES)]
    return random.Random(args.seed).sample(minable, min(args.negatives, len(minable)))


def _mined(args: argparse.Namespace, asked: Sequence[Example], given: Sequence[Example]) -> list[list[Example]]:
    """Each question with its negatives. Mining takes minutes, so a resumed run reads them back."""
    cache: Path = args.out / "mined.jsonl"
    if asked and not cache.exists():
        found = _mine(asked, sorted({e.context for e in given}), max(1, args.beside), args.seed)
        cache.write_text("".join(json.dumps([asdict(e) for e in group]) + "\n" for group in found), "utf-8")
    lines = cache.read_text("utf-8").splitlines() if asked else []
    mined = [[Example(**fields) for fields in json.loads(line)] for line in lines]
    log.info("%d given examples, %d mined", len(given), sum(map(len, mined)))
    return [[example, *found] for example, found in zip(asked, mined, strict=True)]


def _mine(asked: Sequence[Example], contexts: list[str], count: int, seed: int) -> list[list[Example]]:
    encoder = load_embedder(PACKAGED)
    log.info("mining negatives for %d questions among %d paragraphs", len(asked), len(contexts))
    questions = encoder.documents([e.question for e in asked])
    return mine_negatives(asked, questions, contexts, encoder.documents(contexts), NEAREST, count, seed)
