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
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import AutoModelForQuestionAnswering

from qa.reader.data import Example, hold_out, mine_negatives, read_squad, thin

log = logging.getLogger("quoth.train")

WINDOW = 256  # tokens; 90 % of the training paragraphs fit whole, and shipped passages are shorter still
HELD_OUT_PARAGRAPHS = 1000  # for calibration and thresholds; never trained on
SHARES = {"shifts_amazon": 0.4, "shifts_reddit": 0.4}  # opinions in first person: far from what teams' documents hold


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one example with its window's start and end target (0, 0: no answer) and segment boundary."""

    ids: list[int]
    context_from: int
    start: int
    end: int


def encode(tokenizer: Tokenizer, example: Example, rng: random.Random) -> Encoded | None:
    """Tokenise into at most WINDOW tokens; a longer context gets a random window that holds the answer."""
    question_text = example.question.rstrip("? ") if rng.random() < 0.15 else example.question
    question = tokenizer.encode(question_text, add_special_tokens=False).ids[:64]
    context = tokenizer.encode(example.context, add_special_tokens=False)
    room = WINDOW - len(question) - 3
    start = end = None
    if example.start is not None and example.end is not None:
        inside = [i for i, (a, b) in enumerate(context.offsets) if a < example.end and b > example.start]
        if not inside or inside[-1] - inside[0] >= room:
            return None
        start, end = inside[0], inside[-1]
    shift = _window_start(len(context.ids), room, start, end, rng)
    cls_, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = [cls_, *question, sep, *context.ids[shift : shift + room], sep]
    base = len(question) + 2 - shift
    if start is None or end is None:
        return Encoded(ids, len(question) + 2, 0, 0)
    return Encoded(ids, len(question) + 2, start + base, end + base)


def _window_start(length: int, room: int, start: int | None, end: int | None, rng: random.Random) -> int:
    if length <= room:
        return 0
    lowest = 0 if end is None else max(0, end - room + 1)
    highest = length - room if start is None else min(start, length - room)
    return rng.randint(lowest, highest)


def batches(encoded: Sequence[Encoded], size: int, rng: random.Random) -> Iterator[list[Encoded]]:
    """Shuffle, sort by length inside stretches of 100 batches (little padding), and shuffle the batches again."""
    order = list(encoded)
    rng.shuffle(order)
    cut: list[list[Encoded]] = []
    for first in range(0, len(order), 100 * size):
        stretch = sorted(order[first : first + 100 * size], key=lambda e: len(e.ids))
        groups = [stretch[i : i + size] for i in range(0, len(stretch), size)]
        rng.shuffle(groups)
        cut.extend(groups)
    yield from cut


def loss_of(model: torch.nn.Module, batch: Sequence[Encoded]) -> torch.Tensor:
    """Mean cross-entropy of start and end over the first token and the context's tokens; others are masked out."""
    width = max(len(e.ids) for e in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    attention = torch.zeros_like(ids)
    segment = torch.zeros_like(ids)
    allowed = torch.zeros(len(batch), width, dtype=torch.bool)
    allowed[:, 0] = True
    for row, e in enumerate(batch):
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        attention[row, : len(e.ids)] = 1
        segment[row, e.context_from : len(e.ids)] = 1
        allowed[row, e.context_from : len(e.ids) - 1] = True
    with torch.autocast("cpu", torch.bfloat16):
        out = model(input_ids=ids, attention_mask=attention, token_type_ids=segment)
    starts = out.start_logits.float().masked_fill(~allowed, -1e4)
    ends = out.end_logits.float().masked_fill(~allowed, -1e4)
    start = torch.tensor([e.start for e in batch])
    end = torch.tensor([e.end for e in batch])
    return (cross_entropy(starts, start) + cross_entropy(ends, end)) / 2


def examples_for(args: argparse.Namespace) -> list[Example]:
    """The training mixture: given examples, thinned, with mined hard negatives on top; held-out paragraphs removed."""
    from index.embed import packaged_model_path
    from sentence_transformers import SentenceTransformer

    train, _ = hold_out(list(read_squad(args.data)), HELD_OUT_PARAGRAPHS, args.seed)
    train = thin(train, SHARES, args.seed)
    if not args.negatives:
        return train
    cache = args.out / "mined.jsonl"  # mining takes minutes; a resumed run reads it back
    if cache.exists():
        return train + [Example(**json.loads(line)) for line in cache.read_text("utf-8").splitlines()]
    minable = [e for e in train if e.start is not None and not e.source.startswith(("shifts_amazon", "shifts_reddit"))]
    minable = random.Random(args.seed).sample(minable, min(args.negatives, len(minable)))
    contexts = sorted({e.context for e in train})
    encoder = SentenceTransformer(str(packaged_model_path()), device="cpu", model_kwargs={"dtype": torch.bfloat16})
    encoder.max_seq_length = 128  # enough to rank by, and twice as fast
    log.info("mining negatives for %d questions among %d paragraphs", len(minable), len(contexts))

    def vectors(texts: list[str]) -> np.ndarray:
        return encoder.encode(
            texts, batch_size=64, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        ).astype(np.float32)

    mined = mine_negatives(
        minable, vectors([e.question for e in minable]), contexts, vectors(contexts), depth=8, seed=args.seed
    )
    cache.write_text("".join(json.dumps(asdict(e)) + "\n" for e in mined), "utf-8")
    log.info("%d given examples, %d mined", len(train), len(mined))
    return train + mined


def train(args: argparse.Namespace) -> None:
    """Run one pass over the mixture per epoch; the learning rate falls to zero by steps or by --minutes, whichever is first."""
    from index.embed import packaged_model_path

    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    checkpoint = args.out / "checkpoint.pt"
    base = args.start or packaged_model_path()
    tokenizer = Tokenizer.from_file(str(Path(packaged_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = AutoModelForQuestionAnswering.from_pretrained(
        str(base), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager"
    )
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)  # saves a tenth of the time, costs no F1 here
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else None
    if state:
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
    rng = random.Random(args.seed)
    encoded = [e for e in (encode(tokenizer, x, rng) for x in examples_for(args)) if e]
    plan = [batch for _ in range(args.epochs) for batch in batches(encoded, args.batch, rng)]
    step, spent = (state["step"], state["spent"]) if state else (0, 0.0)
    log.info("%d examples, %d steps", len(encoded), len(plan))
    model.train()
    began, running = time.monotonic() - spent, 0.0
    for batch in plan[step:]:
        elapsed = time.monotonic() - began
        done = max(step / len(plan), elapsed / (60 * args.minutes) if args.minutes else 0.0)
        if done >= 1:
            break
        rate = args.rate * min(1.0, (step + 1) / args.warmup) * (1 - done)
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = loss_of(model, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step += 1
        running += (loss.item() - running) * max(0.01, 1 / step)
        if step % 50 == 0:
            speed = step * args.batch / (time.monotonic() - began)
            log.info("step %d/%d loss %.3f rate %.2e %.1f examples/s", step, len(plan), running, rate, speed)
        if step % args.save_every == 0:
            spent = time.monotonic() - began
            payload = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "spent": spent}
            torch.save(payload, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
    model.save_pretrained(args.out / "model")
    tokenizer.save(str(args.out / "model" / "tokenizer.json"))
    record = {k: str(v) for k, v in vars(args).items()} | {"steps": step, "examples": len(encoded), "loss": running}
    (args.out / "model" / "training.json").write_text(json.dumps(record, indent=1))


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="SQuAD-style training file, .json or .json.gz")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the float model")
    parser.add_argument("--start", type=Path, help="continue from this checkpoint's weights")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="stop, with the rate fallen to zero, after this many minutes")
    parser.add_argument("--negatives", type=int, default=18_000, help="questions given a mined hard negative")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--warmup", type=int, default=400)
    parser.add_argument("--save-every", type=int, default=500)
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(2)
    train(args)


if __name__ == "__main__":
    main()
