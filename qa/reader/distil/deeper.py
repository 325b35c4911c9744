"""A reader's network with more layers, saying the same: ``python -m qa.reader.distil.deeper --start DIR --out DIR``.

Behind some of its layers stands a copy of that layer which adds nothing yet, since what it would add is multiplied by
zero (Wu et al. 2024, LLaMA Pro, block expansion). It is for `qa.reader.distil` to give the new layers something to say.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from qa.reader.distil.pairs import Pairs
from qa.reader.distil.pupil import Pupil
from qa.reader.distil.windows import Laid, Windows

# Twelve layers of six: the first two, after which a passage's promise is looked at, stay as they are.
COPIED = (3, 4, 4, 5, 5, 6)
LOOKED_AT, WINDOW = 64, 224  # windows, and tokens of each at most


@torch.no_grad()
def deepen(model: Any, copied: Sequence[int], windows: Windows) -> None:
    """Put a copy behind each layer that `copied` names, counted from one. `windows` show how wide the layers' values
    spread, which a copy's norms bring them back to."""
    seen = windows.mask[:, None, None]
    body = model.bert(windows.ids, attention_mask=seen, token_type_ids=windows.types, output_hidden_states=True)
    layers = []
    for number, layer in enumerate(model.bert.encoder.layer, 1):
        layers.append(layer)
        rows = body.hidden_states[number][windows.mask]
        layers += [_silent(layer, rows) for _ in range(copied.count(number))]
    model.config.num_hidden_layers = len(layers)
    model.bert.encoder.layer = nn.ModuleList(layers)


def _silent(layer: Any, rows: torch.Tensor) -> Any:
    """A copy of a layer that lets its input, such as `rows`, through."""
    one = copy.deepcopy(layer)
    for part in (one.attention.output, one.output):
        nn.init.zeros_(part.dense.weight)
        nn.init.zeros_(part.dense.bias)
        nn.init.constant_(part.LayerNorm.weight, rows.std(1, unbiased=False).mean().item())
        nn.init.constant_(part.LayerNorm.bias, rows.mean().item())
    return one


def main() -> None:
    """Parse the command line and write the deeper network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="what qa.reader.distil.prepare wrote")
    parser.add_argument("--start", type=Path, required=True, help="folder of a reader's float weights")
    parser.add_argument("--out", type=Path, required=True, help="folder for the deeper network's")
    parser.add_argument("--copied", type=int, nargs="+", default=COPIED, help="layers, from 1, that get a copy behind")
    args = parser.parse_args()
    pupil = Pupil(args.start).eval()
    deepen(pupil.model, args.copied, Laid(Pairs.load(args.pairs), WINDOW, "cpu").windows(range(LOOKED_AT)))
    pupil.model.save_pretrained(args.out)


if __name__ == "__main__":
    main()
