"""The benchmark: ``make bench``, or ``python tests/bench [--sections adding,asking] [--data DIR]``.

Writes results.json, results.md and growth.png, and prints the Markdown. Sections: adding, asking, concurrency,
limits, nearest, scale, peers. Each runs alone; what they share, a library of the collection's documents, is built once
and kept under --out. Peers needs ``pip install '.[bench]'``.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from suite import adding, asking, concurrency, growth, limits, nearest, scale
from suite.report import Machine, Table, write
from suite.texts import Collection, collections

from index.library import Library
from index.settings import Settings

QUESTIONS = 103  # of a section that asks: three of them warm the process


def seed_library(collection: Collection, folder: Path) -> Path:
    """A library of the collection's documents: built once."""
    path = folder / f"seed-{collection.name}"
    if not (path / "vectors.faiss").exists():
        shutil.rmtree(path, ignore_errors=True)
        with tempfile.TemporaryDirectory() as name, Library.open(path, Settings(), create=True) as library:
            library.add([collection.write(Path(name) / "documents.jsonl")])
            library._engine._save(library._engine._vectors, library._catalog.state())
    return path


def sections(args: argparse.Namespace, found: Sequence[Collection], temporary: Path) -> dict[str, Callable[[], list]]:
    """The sections by name. What asks asks the collection with gold answers, or the last."""
    asked = next((one for one in found if any(q.answers for q in one.questions)), found[-1])
    questions = [question.text for question in asked.questions][:QUESTIONS]

    def copied() -> Path:
        return Path(shutil.copytree(seed_library(asked, args.out), temporary / "copied"))

    def grown() -> list[Table]:
        steps = scale.scale(seed_library(asked, args.out), asked, args.passages, temporary)
        growth.draw(steps, args.out / "growth.png")
        fitted = growth.fitted(steps)
        return [*scale.tables(steps), *([fitted] if fitted else [])]

    def peers() -> list[Table]:
        from suite.peers import peers

        return peers(found, args.documents, temporary)

    return {
        "adding": lambda: adding.adding(asked, args.documents),
        "asking": lambda: asking.asking(seed_library(asked, args.out), questions, temporary),
        "concurrency": lambda: [concurrency.concurrency(copied(), questions, temporary)],
        "limits": lambda: [limits.limits(seed_library(asked, args.out), questions)],
        "nearest": lambda: [nearest.nearest(seed_library(asked, args.out), questions, args.passages)],
        "scale": grown,
        "peers": peers,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sections", default="adding,asking,concurrency", help="comma-separated, or all")
    parser.add_argument("--data", type=Path, help="a folder of collections; the project's sample without it")
    parser.add_argument("--passages", default="1000,10000", help="sizes of scale and nearest, comma-separated")
    parser.add_argument("--documents", type=int, default=400, help="of a collection, for adding and peers")
    parser.add_argument("--out", type=Path, default=Path(".quoth/bench"), help="folder of the results")
    args = parser.parse_args()
    args.passages = [int(size) for size in args.passages.split(",")]
    args.out.mkdir(parents=True, exist_ok=True)
    machine = Machine.here()
    tables: list[Table] = []
    with tempfile.TemporaryDirectory(dir=args.out) as name:
        known = sections(args, collections(args.data), Path(name))
        for section in known if args.sections == "all" else args.sections.split(","):
            if section not in known:
                parser.error(f"{section!r} is no section; there are {', '.join(known)}")
            print(f"{section} ...", file=sys.stderr)
            tables += known[section]()
    command = shlex.join(["python", "tests/bench", *sys.argv[1:]])
    print(write(args.out, command, machine, tables))


if __name__ == "__main__":
    main()
