"""The training mixture: given examples, and passages near their questions that do not answer them."""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from index.embed import packaged_model_path
from qa.reader.data import HELD_OUT_PARAGRAPHS, SHARES, Example, hold_out, mine_negatives, read_squad, thin
from qa.reader.made.tables import made_tables
from qa.reader.twins import twins

log = logging.getLogger("quoth.train")

NEAREST = 8  # paragraphs by the packaged encoder among which a question's negatives are drawn


def groups_for(args: argparse.Namespace) -> list[list[Example]]:
    """What is learned together, held-out paragraphs removed.

    Without --beside each given example alone, and for --negatives questions one mined passage alone; with it those
    questions only, each with up to that many mined passages beside its own; of either, --share are kept, drawn by lot.
    To them come --twins questions that were changed until their passage no longer answers them, and --tables questions
    about made tables, each alone.
    """
    given, _ = hold_out(list(read_squad(args.data)), HELD_OUT_PARAGRAPHS, args.seed)
    given = thin(given, SHARES, args.seed)
    changed = twins([e for e in given if e.source not in SHARES], args.twins, args.seed)
    added = [[example] for example in changed + made_tables(given, args.tables, args.seed)]
    groups = _given_groups(args, given)
    return random.Random(args.seed).sample(groups, round(args.share * len(groups))) + added


def _given_groups(args: argparse.Namespace, given: Sequence[Example]) -> list[list[Example]]:
    if not args.beside:
        alone = [e for e in given if e.start is not None and e.source not in SHARES]
        mined = _mined(args, alone, given, 1)
        return [[example] for example in given] + [[example] for _, found in mined for example in found]
    return [[example, *found] for example, found in _mined(args, given, given, args.beside)]


def _mined(
    args: argparse.Namespace, minable: Sequence[Example], given: Sequence[Example], count: int
) -> list[tuple[Example, list[Example]]]:
    """Questions drawn by lot, each with its negatives. Mining takes minutes, so a resumed run reads them back."""
    asked = random.Random(args.seed).sample(minable, min(args.negatives, len(minable)))
    cache: Path = args.out / "mined.jsonl"
    if asked and not cache.exists():
        found = _mine(asked, sorted({e.context for e in given}), count, args.seed)
        cache.write_text("".join(json.dumps([asdict(e) for e in group]) + "\n" for group in found), "utf-8")
    lines = cache.read_text("utf-8").splitlines() if asked else []
    mined = [[Example(**fields) for fields in json.loads(line)] for line in lines]
    log.info("%d given examples, %d mined", len(given), sum(map(len, mined)))
    return list(zip(asked, mined, strict=True))


def _mine(asked: Sequence[Example], contexts: list[str], count: int, seed: int) -> list[list[Example]]:
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(packaged_model_path()), device="cpu", model_kwargs={"dtype": torch.bfloat16})
    encoder.max_seq_length = 128  # enough to rank by, and twice as fast
    log.info("mining negatives for %d questions among %d paragraphs", len(asked), len(contexts))

    def vectors(texts: list[str]) -> NDArray[np.float32]:
        found = encoder.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    questions = vectors([e.question for e in asked])
    return mine_negatives(asked, questions, contexts, vectors(contexts), NEAREST, count, seed)
