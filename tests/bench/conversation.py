"""How well follow-ups are understood: ``python tests/bench/conversation.py --canard canard-dev.jsonl``.

The turns of CANARD (Elgohary, Peskov and Boyd-Graber 2019, "Can You Unpack That?") as they were typed, as `resolve`
rewrites them, and as a person rewrote them. Conversations are halved by a hash of their id: the rules were written
looking at the half "dev", figures are those of "test". Printed as a Markdown table:

- added words recovered: of the content words that the person added, the share that `resolve` added too (recall), and
  the share of the words that `resolve` added which the person added too (precision); over all turns;
- unchanged: of the turns that the person left as they were, the share that `resolve` left as they were;
- the passage: every answer in the file is a passage, under its conversation's title and section; the one wanted is the
  turn's own answer, as the next turn's history tells. BM25, as the library does it. "as the person's" is the share of
  turns whose first passage is the one that the person's rewrite finds first.

``--dialogues FILE`` asks the project's own dialogues, which takes the reader: see `dialogues`, beside this.

What CANARD gives as history begins with the article's title and section; they are handed on as if the title had been
asked for and the section had been the answer. With ``--questions-only`` the earlier answers are kept back, as they are
when the command line is given the questions alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dialogues import dialogues, dialogues_of_papers

from index.lexical import Changes, Fields, LexicalIndex, Reflects
from index.settings import PROJECT
from qa.confidence import STOP_WORDS
from qa.converse import resolve
from qa.model import Exchange

NO_ANSWER = "I don't know."
DEEP = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One turn of CANARD with its rewriting by rule."""

    conversation: str
    turn: int
    history: tuple[str, ...]
    raw: str
    human: str
    resolved: str

    @property
    def half(self) -> str:
        """The half that the turn's conversation belongs to."""
        return "dev" if int(hashlib.sha256(self.conversation.encode()).hexdigest(), 16) % 2 == 0 else "test"


def exchanges(history: Sequence[str], answers: bool) -> list[Exchange]:
    """CANARD's history: title, section, then questions and answers by turns."""
    title, section, *rest = history
    pairs = [
        Exchange(q, a if answers and a != NO_ANSWER else None) for q, a in zip(rest[::2], rest[1::2], strict=False)
    ]
    return [Exchange(title, section), *pairs]


def read(path: Path, answers: bool) -> list[Row]:
    """All turns, rewritten."""
    found = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        history = tuple(row["history"])
        resolved = resolve(row["raw"], exchanges(history, answers))
        found.append(Row(row["conv"], row["turn"], history, row["raw"], row["rewrite"], resolved))
    return found


def words(text: str) -> Counter[str]:
    """Content words, in lower case, possessives apart."""
    low = "".join(c if c.isalnum() else " " for c in text.lower().replace("'s", "").replace("’s", ""))
    return Counter(word for word in low.split() if word not in STOP_WORDS)


def recovered(rows: Iterable[Row], reading: str) -> tuple[float, float]:
    """Recall and precision of the added content words, over all turns together."""
    wanted = had = right = 0
    for row in rows:
        person, ours = words(row.human) - words(row.raw), words(getattr(row, reading)) - words(row.raw)
        wanted, had, right = wanted + person.total(), had + ours.total(), right + (person & ours).total()
    return right / max(wanted, 1), right / max(had, 1)


def unchanged(rows: Iterable[Row], reading: str) -> float:
    """The share left as they were of the turns that the person left as they were."""
    untouched = [row for row in rows if row.raw == row.human]
    return sum(getattr(row, reading) == row.raw for row in untouched) / max(len(untouched), 1)


class Passages:
    """Every answer in the file, searched by BM25 in memory."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.of: dict[tuple[str, int], int] = {}
        stored: dict[int, Fields] = {}
        longest: dict[str, Row] = {}
        for row in rows:
            longest[row.conversation] = max(row, longest.get(row.conversation, row), key=lambda r: r.turn)
        texts: dict[tuple[str, str], int] = {}
        for conversation, row in longest.items():
            title = " – ".join(row.history[:2])
            for i, answer in enumerate(row.history[3::2], start=1):
                if answer != NO_ANSWER:
                    key = texts.setdefault((title, answer), len(texts) + 1)
                    stored[key] = Fields(key, answer, title, "text")
                    self.of[conversation, i] = key
        self._index = LexicalIndex(None)
        self._index.update(lambda _: Changes((), stored.values(), Reflects("bench", 1)))
        self._found: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._index)

    def found(self, question: str) -> list[int]:
        """The first passages' ids."""
        if question not in self._found:
            self._found[question] = [id for id, _ in self._index.search(question, DEEP)]
        return self._found[question]


def retrieval(rows: Iterable[Row], reading: str, passages: Passages) -> dict[str, float]:
    """hit@1, hit@10 and the agreement with the person's first passage, of the turns whose answer is known."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        wanted = passages.of.get((row.conversation, row.turn))
        if wanted is None:
            continue
        found, person = passages.found(getattr(row, reading)), passages.found(row.human)
        counts["all"] += 1
        counts["first"] += found[:1] == [wanted]
        counts["ten"] += wanted in found
        counts["agree"] += found[:1] == person[:1]
    return {name: count / counts["all"] for name, count in counts.items()} | {"turns": counts["all"]}


def table(rows: Sequence[Row], passages: Passages) -> None:
    """Print the three readings."""
    print("| reading | added words: recall | precision | unchanged | hit@1 | hit@10 | first as the person's |")
    print("|---|---|---|---|---|---|---|")
    for name, reading in (("as typed", "raw"), ("resolved", "resolved"), ("a person's", "human")):
        recall, precision = recovered(rows, reading)
        hits = retrieval(rows, reading, passages)
        told = f"{precision:.1%}" if reading != "raw" else "–"
        print(
            f"| {name} | {recall:.1%} | {told} | {unchanged(rows, reading):.1%} | {hits['first']:.1%} |"
            f" {hits['ten']:.1%} | {hits['agree']:.1%} |"
        )


def main() -> None:
    """Read, resolve, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--canard", type=Path)
    parser.add_argument("--dialogues", type=Path, help="the project's own; needs the reader")
    parser.add_argument("--documents", type=Path, default=PROJECT / "data" / "sample")
    parser.add_argument("--papers", type=Path, help="of the organisations that the dialogues are about")
    parser.add_argument(
        "--split", action="append", choices=("tune", "test"), help="of the dialogues; both unless given"
    )
    parser.add_argument("--half", choices=("dev", "test"), default="test")
    parser.add_argument("--questions-only", action="store_true", help="keep the earlier answers back")
    parser.add_argument("--show", type=int, default=0, help="print this many differences from the person's")
    args = parser.parse_args()
    splits = args.split or ("tune", "test")
    if args.dialogues and args.papers:
        dialogues_of_papers(args.dialogues, args.papers, splits)
    elif args.dialogues:
        dialogues(args.dialogues, args.documents, splits)
    if not args.canard:
        return
    everything = read(args.canard, not args.questions_only)
    passages = Passages(everything)
    rows = [row for row in everything if row.half == args.half]
    same = sum(row.raw == row.human for row in rows)
    print(f"{len(rows)} turns of the half “{args.half}”, {same} of them left as they were; {len(passages)} passages\n")
    table(rows, passages)
    for row in sorted(rows, key=lambda r: hashlib.sha256(f"{r.conversation}{r.turn}".encode()).digest())[: args.show]:
        print(f"\n{row.history[0]} … {list(row.history[-2:])}\n  T {row.raw}\n  R {row.resolved}\n  P {row.human}")


if __name__ == "__main__":
    main()
