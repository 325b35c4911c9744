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
from qa.reader.reworded import REWORDED, reworded
from qa.reader.span_reader import HOPELESS, PROMISING, SpanReader, retrieved
from qa.squad import library_of

SEED = 13
QUESTIONS = 1200  # two thirds of them to learn from: 8,000 windows for some 1,150 numbers
PASSES, TOGETHER = 25, 10  # over all questions; questions a step
RATE = 5e-3
SPREAD = 10.0  # what the search tells lies between 0 and 1, where margins lie between -10 and 10
NONE = -20.0  # margin where no span is found at all
# Margins further from CENTRE than SCALE tell little more, and are learnt less exactly: most lie near -18, those of
# passages that might answer between -10 and 10.
CENTRE, SCALE = -6.0, 16.0
SOFTENED, ORDER = 4.0, 2.0  # what margins are divided by where passages are compared; what their order weighs


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


def learn(questions: Sequence[Sequence[HalfRead]], seed: int = SEED) -> Promise:
    """The promise that comes nearest to the margins, and to their order among a question's windows (the cross-entropy
    of both as distributions, Cao et al. 2007): without the order 4 of 168 best spans over zero were lost, with it none.
    """
    torch.manual_seed(seed)
    model = _Promise(questions[0][0].rows.shape[1])
    steps = PASSES * -(-len(questions) // TOGETHER)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps)
    for _ in range(PASSES):
        order = torch.randperm(len(questions)).tolist()
        for first in range(0, len(questions), TOGETHER):
            loss = _loss(model, [questions[n] for n in order[first : first + TOGETHER]])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return model.learnt()


def _loss(model: _Promise, questions: Sequence[Sequence[HalfRead]]) -> torch.Tensor:
    windows = [window for question in questions for window in question]
    pad = torch.nn.utils.rnn.pad_sequence
    rows = pad([torch.from_numpy(one.rows) for one in windows], batch_first=True).float()
    context = pad([torch.from_numpy(one.context) for one in windows], batch_first=True)
    found = torch.from_numpy(np.stack([one.found.values() for one in windows]))
    margins = torch.tensor([one.margin for one in windows])
    promises = model(rows, context, found)
    apart = torch.nn.functional.smooth_l1_loss(_squashed(promises), _squashed(margins))
    sizes = [len(question) for question in questions]
    order = [
        torch.nn.functional.cross_entropy(promised / SOFTENED, torch.softmax(margin / SOFTENED, 0))
        for promised, margin in zip(torch.split(promises, sizes), torch.split(margins, sizes), strict=True)
    ]
    return apart + ORDER * torch.stack(order).mean()


def _squashed(margins: torch.Tensor) -> torch.Tensor:
    return SCALE / 2 * torch.tanh((margins - CENTRE) / SCALE)


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
    # A question's own words tell much of a passage's worth, and other words less: it has to meet both.
    asked = reworded(REWORDED, held)[: QUESTIONS // 3]
    draw = random.Random(SEED)  # noqa: S311  (seeded, nothing secret)
    asked += draw.sample(held, QUESTIONS - len(asked))
    draw.shuffle(asked)
    settings = Settings()
    with (
        tempfile.TemporaryDirectory() as folder,
        library_of(sorted({e.context for e in held}), Path(folder), settings) as library,
    ):
        read = half_read(open_network(directory), library, [e.question for e in asked], settings.read_passages)
    promise = learn(read[QUESTIONS // 3 :])
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
