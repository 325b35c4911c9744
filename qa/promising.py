"""Learn what a half-read window promises: ``python -m qa.promising --data TRAIN.squad.json.gz --reader DIR``.

Writes ``promise.json`` into the reader's directory and names it in the manifest. It is learnt from passages that the
search brings for questions about held-out training paragraphs, and from the margins that the whole network gave them;
what it is worth is printed for a third of the questions that it did not learn from. Needs torch.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from index.encoder import file_sha256
from index.library import Library
from index.settings import Settings
from qa.reader.data import HELD_OUT_PARAGRAPHS, SHARES, hold_out, read_squad
from qa.reader.network import MANIFEST, Network, open_network
from qa.reader.passage_text import PassageText
from qa.reader.promise import PROMISE, Promise, Retrieved
from qa.reader.span_reader import HOPELESS, PROMISING, SpanReader, retrieved
from qa.squad import library_of

SEED = 13
QUESTIONS = 1200  # two thirds of them to learn from: 8,000 windows for some 1,150 numbers
PASSAGES, BATCH = 25, 100  # over all windows; windows a step
RATE = 5e-3
SPREAD = 10.0  # what the search tells lies between 0 and 1, where margins lie between -10 and 10
NONE = -20.0  # margin where no span is found at all
SCALE = 8.0  # margins further from zero than this tell little more, and are learnt less exactly


@dataclass(frozen=True, slots=True)
class HalfRead:
    """One window: its rows between the layers, shape ``(tokens, width)``, which of them are of the text and its closing
    token, how its passage was found, and the margin of the best span that the whole network found."""

    rows: NDArray[np.float16]
    context: NDArray[np.bool_]
    found: Retrieved
    margin: float


def half_read(network: Network, library: Library, questions: Sequence[str], passages: int) -> list[list[HalfRead]]:
    """For each question what the reader makes of its best passages, each in its first window."""
    reader = SpanReader(network)
    found = []
    for question in questions:
        hits = library.search(question, passages)
        texts = [PassageText.of(hit.passage.text) for hit in hits]
        margins = [
            spans[0].margin if spans else NONE for spans in reader.spans(question, [one.text for one in texts], 1)
        ]
        retrievals = [retrieved(question, hit, text) for hit, text in zip(hits, texts, strict=True)]
        windows = [network.tokenizer.encode(question, text.read) for text in texts]
        rows = [network.begin(window).state[0][0].astype(np.float16) for window in windows]
        contexts = [np.array(window.type_ids) == 1 for window in windows]
        found.append([HalfRead(*one) for one in zip(rows, contexts, retrievals, margins, strict=True)])
    return found


class _Promise(torch.nn.Module):
    """`Promise`, to be learnt."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.span = torch.nn.Linear(width, 2, bias=False)
        self.window = torch.nn.Linear(width, 1)
        self.retrieved = torch.nn.Linear(3, 1, bias=False)

    def forward(self, rows: torch.Tensor, context: torch.Tensor, found: torch.Tensor) -> torch.Tensor:
        ends = self.span(rows).masked_fill(~context[..., None], -1e4).amax(1).sum(-1)
        whole: torch.Tensor = ends + self.window(rows[:, 0])[:, 0] + SPREAD * self.retrieved(found)[:, 0]
        return whole

    def learnt(self) -> Promise:
        start, end = self.span.weight.detach().numpy()
        found = SPREAD * self.retrieved.weight.detach().numpy()[0]
        return Promise(start, end, self.window.weight.detach().numpy()[0], found, self.window.bias.item())


def learn(windows: Sequence[HalfRead], seed: int = SEED) -> Promise:
    """The promise that comes nearest to the margins, those near zero above all."""
    torch.manual_seed(seed)
    model = _Promise(windows[0].rows.shape[1])
    steps = PASSAGES * (len(windows) // BATCH)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps)
    for _ in range(PASSAGES):
        order = torch.randperm(len(windows)).tolist()
        for first in range(0, len(windows) - BATCH + 1, BATCH):
            batch = [windows[n] for n in order[first : first + BATCH]]
            pad = torch.nn.utils.rnn.pad_sequence
            rows = pad([torch.from_numpy(one.rows) for one in batch], batch_first=True).float()
            context = pad([torch.from_numpy(one.context) for one in batch], batch_first=True)
            found = torch.from_numpy(np.stack([one.found.values() for one in batch]))
            margins = torch.tensor([one.margin for one in batch])
            loss = torch.nn.functional.smooth_l1_loss(_squashed(model(rows, context, found)), _squashed(margins))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return model.learnt()


def _squashed(margins: torch.Tensor) -> torch.Tensor:
    return SCALE / 2 * torch.tanh(margins / SCALE)


def worth(promise: Promise, questions: Sequence[Sequence[HalfRead]]) -> str:
    """What reading only the hopeful to the end would keep and lose of these questions' passages."""
    kept, best, over, over_kept = 0, 0, 0, 0
    for windows in questions:
        promises = np.array(
            [promise.of(one.rows.astype(np.float32), one.context) + promise.beforehand(one.found) for one in windows]
        )
        margins = np.array([one.margin for one in windows])
        hopeful = (np.argsort(np.argsort(-promises)) < PROMISING) | (promises >= HOPELESS)
        kept += hopeful.sum()
        best += hopeful[margins.argmax()]
        over += (margins > 0).sum()
        over_kept += (hopeful & (margins > 0)).sum()
    asked = len(questions)
    return (
        f"{asked} questions not learnt from: {kept / asked:.2f} of {sum(map(len, questions)) / asked:.1f} passages "
        f"read to the end; the best one's is among them for {best}, and of {over} over zero {over_kept} are."
    )


def ship(data: Path, directory: Path) -> str:
    """Learn the promise of the reader in `directory`, write it there, and say what it is worth."""
    _, held = hold_out(list(read_squad(data)), HELD_OUT_PARAGRAPHS, SEED)
    held = [e for e in held if e.source not in SHARES]
    asked = [e.question for e in random.Random(SEED).sample(held, QUESTIONS)]  # noqa: S311  (seeded, nothing secret)
    settings = Settings()
    with (
        tempfile.TemporaryDirectory() as folder,
        library_of(sorted({e.context for e in held}), Path(folder), settings) as library,
    ):
        read = half_read(open_network(directory), library, asked, settings.read_passages)
    promise = learn([window for windows in read[QUESTIONS // 3 :] for window in windows])
    promise.save(directory / PROMISE)
    manifest = json.loads((directory / MANIFEST).read_text("utf-8"))
    manifest["files"][PROMISE] = file_sha256(directory / PROMISE)
    (directory / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    return worth(Promise.load(directory / PROMISE), read[: QUESTIONS // 3])


def main() -> None:
    """Parse the command line, learn, and print what the promise is worth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the SQuAD-style file that the reader was trained on")
    parser.add_argument("--reader", type=Path, required=True, help="directory of the shipped reader")
    args = parser.parse_args()
    print(ship(args.data, args.reader.resolve()))


if __name__ == "__main__":
    main()
