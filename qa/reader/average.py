"""Two checkpoints -> one: ``python -m qa.reader.average --models A B --share 0.3 --out DIR``.

The weights are averaged, `--share` of the second's; both must descend from one run, or the average is no network
(Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file

WEIGHTS, TRAINING = "model.safetensors", "training.json"


def average(first: Path, second: Path, share: float, out: Path) -> None:
    """Write the average of two checkpoints' folders to `out`. Raises ValueError when they are not of one shape."""
    one, other = load_file(first / WEIGHTS), load_file(second / WEIGHTS)
    if {name: tensor.shape for name, tensor in one.items()} != {name: tensor.shape for name, tensor in other.items()}:
        raise ValueError(f"{first} and {second} are not of one shape: they cannot be averaged")
    shutil.copytree(second, out, dirs_exist_ok=True)
    mixed = {name: (one[name].float() * (1 - share) + other[name].float() * share).contiguous() for name in one}
    save_file(mixed, out / WEIGHTS, metadata={"format": "pt"})
    training = json.loads((second / TRAINING).read_text("utf-8"))
    (out / TRAINING).write_text(json.dumps(training | {"averaged_share": share}, indent=1), "utf-8")


def main() -> None:
    """Parse the command line and average."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, nargs=2, required=True, help="two folders that training wrote")
    parser.add_argument("--share", type=float, default=0.3, help="of the second one")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    first, second = args.models
    average(first, second, args.share, args.out)


if __name__ == "__main__":
    main()
