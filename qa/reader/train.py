"""Train the span reader: ``python -m qa.reader.train --data TRAIN.json.gz --out DIR``.

Starts from the packaged all-MiniLM-L6-v2 weights (or, with --start, from any checkpoint of the same kind) and learns
start and end logits with the first token as "no answer" (Devlin et al. 2019, section 4.3). Seeded and resumable: a
checkpoint is written every `--save-every` steps and taken up again by the same command.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering

from index.embed import packaged_model_path
from qa.reader.encode import Group, Tokenised, batches, encode, tokenise
from qa.reader.loss import loss_of
from qa.reader.mixture import groups_for

log = logging.getLogger("quoth.train")

WINDOWS = (128, 256)  # tokens, by epoch, the last for all that follow: short stretches first cost a quarter less time a
# pass; in 256 tokens 90 % of the training paragraphs fit whole, and shipped passages are shorter still
CHECKPOINT = "checkpoint.pt"


def train(args: argparse.Namespace) -> None:
    """Go through the plan from where the checkpoint stands; the rate falls to zero by steps or by --minutes, whichever
    is first."""
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer, model = _begin(args)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    step, spent = _resume(args.out / CHECKPOINT, model, optimiser)
    rng = random.Random(args.seed)
    groups = [[tokenise(tokenizer, example, rng) for example in group] for group in groups_for(args)]
    windows = (args.window,) if args.window else WINDOWS
    plan = [
        batch
        for epoch in range(args.epochs)
        for batch in _epoch(groups, windows[min(epoch, len(windows) - 1)], args.batch, rng)
    ]
    log.info("%d groups, %d steps", len(groups), len(plan))
    began, running = time.monotonic() - spent, 0.0
    for batch in plan[step:]:
        spent = time.monotonic() - began
        done = max(step / len(plan), spent / (60 * args.minutes) if args.minutes else 0.0)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1.0, (step + 1) / args.warmup) * (1 - done)
        loss = _learn(model, batch, optimiser, parameters)
        step += 1
        running += (loss - running) * max(0.01, 1 / step)
        if step % 50 == 0:
            log.info("step %d/%d loss %.3f %.1f examples/s", step, len(plan), running, step * args.batch / spent)
        if step % args.save_every == 0:
            _save(args.out / CHECKPOINT, model, optimiser, step, spent)
    _finish(args, model, tokenizer, {"steps": step, "groups": len(groups), "loss": round(running, 4)})


def _epoch(
    groups: Sequence[Sequence[Tokenised | None]], window: int, size: int, rng: random.Random
) -> Iterator[list[Group]]:
    laid = [[encode(one, window, rng) if one else None for one in group] for group in groups]
    return batches([tuple(e for e in group if e) for group in laid if group[0]], size, rng)


def _begin(args: argparse.Namespace) -> tuple[Tokenizer, Any]:
    packaged = packaged_model_path()
    tokenizer = Tokenizer.from_file(str(packaged / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # Without dropout: one or two passes do not overfit, and on a processor it costs a tenth of the time.
    model = AutoModelForQuestionAnswering.from_pretrained(
        str(args.start or packaged),
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # a third faster than sdpa in bfloat16 on a processor
    )
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)  # half the weights, little of the learning
    return tokenizer, model.train()


def _learn(model: Any, batch: Sequence[Group], optimiser: torch.optim.Optimizer, parameters: list[Any]) -> float:
    loss = loss_of(model, batch)
    optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimiser.step()
    return loss.item()


def _resume(path: Path, model: Any, optimiser: torch.optim.Optimizer) -> tuple[int, float]:
    if not path.exists():
        return 0, 0.0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    return state["step"], state["spent"]


def _save(path: Path, model: Any, optimiser: torch.optim.Optimizer, step: int, spent: float) -> None:
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "spent": spent}
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def _finish(args: argparse.Namespace, model: Any, tokenizer: Tokenizer, figures: dict[str, float]) -> None:
    target = args.out / "model"
    model.save_pretrained(target)
    tokenizer.save(str(target / "tokenizer.json"))
    shutil.copyfile(packaged_model_path() / "tokenizer_config.json", target / "tokenizer_config.json")
    options = {key: value for key, value in vars(args).items() if isinstance(value, int | float | None)}
    (target / "training.json").write_text(json.dumps(options | figures, indent=1), "utf-8")


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="SQuAD-style training file, .json or .json.gz")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the float model")
    parser.add_argument("--start", type=Path, help="continue from this checkpoint's weights")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="stop, with the rate fallen to zero, after this many minutes")
    parser.add_argument("--negatives", type=int, default=18_000, help="questions given mined hard negatives")
    parser.add_argument("--beside", type=int, default=0, help="learn from those only, this many beside each question")
    parser.add_argument("--twins", type=int, default=0, help="questions changed so that nothing answers them")
    parser.add_argument("--tables", type=int, default=0, help="questions about made tables")
    parser.add_argument("--reworded", type=Path, help="questions in other words, such as data/reworded.jsonl")
    parser.add_argument("--share", type=float, default=1.0, help="of the given and mined examples, drawn by lot")
    parser.add_argument("--window", type=int, help="tokens of every window, in place of the usual widening ones")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--warmup", type=int, default=400)
    parser.add_argument("--save-every", type=int, default=500)
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(args)


if __name__ == "__main__":
    main()
