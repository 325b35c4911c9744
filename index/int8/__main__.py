"""Make the int8 encoder: ``python -m index.int8 --data TRAIN.squad.json.gz --out data/models/encoder``.

Starts from the packaged all-MiniLM-L6-v2, smoothed and rounded, and learns that model's own float32 vectors of texts
drawn from the data: nothing else, no labels. Seeded. Takes the minutes given, and before, for the float32 vectors, one
for every 3,000 texts.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from index.embed import PACKAGED, PACKAGED_SHA256, WINDOW, packaged_model_path
from index.encoder import Vectors, normalised
from index.int8.export import export
from index.int8.layers import STRENGTHS, prepare
from index.int8.texts import Source, texts
from index.int8.train import log, train
from index.smooth import ranges

SMOOTHED_BY = 96  # texts: the largest values of a channel show in any


def make(data: Path, out: Path, *, count: int, minutes: float, rate: float, seed: int) -> None:
    """Train and write the encoder; a part of it every thousand steps, so that little is lost if it is stopped."""
    torch.manual_seed(seed)
    packaged = packaged_model_path()
    tokenizer = Tokenizer.from_file(str(packaged / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW)
    source = Source(data, [word for word in tokenizer.get_vocab() if not word.startswith("[")], random.Random(seed))
    windows = [tokenizer.encode(text).ids for text in texts(source, count)]
    model: torch.nn.Module = BertModel.from_pretrained(
        packaged, dtype=torch.float32, attn_implementation="eager", add_pooling_layer=False
    )
    model.eval()
    vectors = _float_vectors(model, windows)
    log.info("%d texts, %d tokens", count, sum(map(len, windows)))
    prepare(model, ranges(model, ({"input_ids": window} for window in windows[:SMOOTHED_BY]), STRENGTHS))
    facts = {"model": PACKAGED, "sha256": PACKAGED_SHA256, "dimension": vectors.shape[1], "window": WINDOW}
    options = {"texts": count, "minutes": minutes, "rate": rate, "seed": seed}

    def save(figures: dict[str, float]) -> None:
        export(model, tokenizer, out, **facts, training=options | figures)

    save(train(model, windows, vectors, minutes=minutes, rate=rate, seed=seed, save=save))


def _float_vectors(model: torch.nn.Module, windows: Sequence[list[int]]) -> Vectors:
    """The float32 model's, shape ``(len(windows), dimension)``: the mean of each text's last rows."""
    with torch.inference_mode():
        rows = [model(input_ids=torch.tensor([window])).last_hidden_state[0].mean(0).numpy() for window in windows]
    return normalised(np.stack(rows))


def main() -> None:
    """Parse the command line and make it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="SQuAD-style file, .json or .json.gz")
    parser.add_argument("--out", type=Path, required=True, help="folder of the encoder")
    parser.add_argument("--texts", type=int, default=26_000)
    parser.add_argument("--minutes", type=float, default=34.0)
    parser.add_argument("--rate", type=float, default=5e-6, help="at 3e-5 rounding loses more than it did before")
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    make(args.data, args.out, count=args.texts, minutes=args.minutes, rate=args.rate, seed=args.seed)


if __name__ == "__main__":
    main()
