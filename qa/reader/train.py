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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import AutoModelForQuestionAnswering

from index.embed import packaged_model_path
from qa.reader.data import HELD_OUT_PARAGRAPHS, SHARES, Example, hold_out, mine_negatives, read_squad, thin

log = logging.getLogger("quoth.train")

CLS, SEP = 101, 102  # of the uncased BERT vocabulary
WINDOWS = (128, 256)  # tokens, by epoch, the last for all that follow: short stretches first cost a quarter less time a
# pass; in 256 tokens 90 % of the training paragraphs fit whole, and shipped passages are shorter still
CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Tokenised:
    """Token ids of one example's question and whole context, with the answer's first and last token in the context."""

    question: list[int]
    context: list[int]
    answer: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one example with its window's start and end target (0, 0: no answer) and segment boundary."""

    ids: list[int]
    context_from: int
    start: int
    end: int


def tokenise(tokenizer: Tokenizer, example: Example, rng: random.Random) -> Tokenised | None:
    """Turn an example into token ids; some questions lose their question mark, as people leave it out.

    None when the tokenizer drops the answer's characters.
    """
    question_text = example.question.rstrip("? ") if rng.random() < 0.15 else example.question
    question = tokenizer.encode(question_text, add_special_tokens=False).ids[:64]
    context = tokenizer.encode(example.context, add_special_tokens=False)
    if example.start is None or example.end is None:
        return Tokenised(question, context.ids, None)
    inside = [i for i, (a, b) in enumerate(context.offsets) if a < example.end and b > example.start]
    return Tokenised(question, context.ids, (inside[0], inside[-1])) if inside else None


def encode(tokens: Tokenised, window: int, rng: random.Random) -> Encoded | None:
    """Lay an example out in at most `window` tokens; a longer context gets a random stretch that holds the answer.

    None when the answer is too long for the window.
    """
    room = window - len(tokens.question) - 3
    if tokens.answer and tokens.answer[1] - tokens.answer[0] >= room:
        return None
    shift = _stretch_start(len(tokens.context), room, tokens.answer, rng)
    ids = [CLS, *tokens.question, SEP, *tokens.context[shift : shift + room], SEP]
    base = len(tokens.question) + 2
    start, end = (i + base - shift for i in tokens.answer) if tokens.answer else (0, 0)
    return Encoded(ids, base, start, end)


def _stretch_start(length: int, room: int, answer: tuple[int, int] | None, rng: random.Random) -> int:
    if length <= room:
        return 0
    lowest = max(0, answer[1] - room + 1) if answer else 0
    highest = min(answer[0], length - room) if answer else length - room
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
    given, _ = hold_out(list(read_squad(args.data)), HELD_OUT_PARAGRAPHS, args.seed)
    given = thin(given, SHARES, args.seed)
    cache = args.out / "mined.jsonl"  # mining takes minutes; a resumed run reads it back
    if args.negatives and not cache.exists():
        mined = _mine(given, args.negatives, args.seed)
        cache.write_text("".join(json.dumps(asdict(e)) + "\n" for e in mined), "utf-8")
    lines = cache.read_text("utf-8").splitlines() if args.negatives else []
    log.info("%d given examples, %d mined", len(given), len(lines))
    return given + [Example(**json.loads(line)) for line in lines]


def _mine(given: Sequence[Example], count: int, seed: int) -> list[Example]:
    from sentence_transformers import SentenceTransformer

    minable = [e for e in given if e.start is not None and e.source not in SHARES]
    minable = random.Random(seed).sample(minable, min(count, len(minable)))
    contexts = sorted({e.context for e in given})
    encoder = SentenceTransformer(str(packaged_model_path()), device="cpu", model_kwargs={"dtype": torch.bfloat16})
    encoder.max_seq_length = 128  # enough to rank by, and twice as fast
    log.info("mining negatives for %d questions among %d paragraphs", len(minable), len(contexts))

    def vectors(texts: list[str]) -> NDArray[np.float32]:
        found = encoder.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    return mine_negatives(minable, vectors([e.question for e in minable]), contexts, vectors(contexts), 8, seed)


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
    tokenised = [t for t in (tokenise(tokenizer, example, rng) for example in examples_for(args)) if t]
    plan = [batch for epoch in range(args.epochs) for batch in _epoch(tokenised, epoch, args.batch, rng)]
    log.info("%d examples, %d steps", len(tokenised), len(plan))
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
    _finish(args, model, tokenizer, {"steps": step, "examples": len(tokenised), "loss": round(running, 4)})


def _epoch(tokenised: Sequence[Tokenised], epoch: int, size: int, rng: random.Random) -> Iterator[list[Encoded]]:
    window = WINDOWS[min(epoch, len(WINDOWS) - 1)]
    return batches([e for e in (encode(t, window, rng) for t in tokenised) if e], size, rng)


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


def _learn(model: Any, batch: Sequence[Encoded], optimiser: torch.optim.Optimizer, parameters: list[Any]) -> float:
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
