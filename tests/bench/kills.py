"""A library's process killed at random moments: ``python tests/bench/kills.py [--kills 500] [--seed N]``.

A process adds, syncs, removes, keeps and uploads, and is ended by SIGKILL at a random moment. Before each commit it
tells a hash of all that the catalog will hold, and after it that the commit stands. Then the library is opened here,
verified, and compared: it must hold what one of the last two hashes says, and every document must be whole. Now and
then a sync is let run to its end, and the library compared with its folder. Prints the seed, what was met and counts.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import engine, ingest
from index.catalog import Catalog
from index.commit import Commit, is_excluded
from index.encoder import MANIFEST
from index.errors import QuothError
from index.library import Library
from index.settings import Settings
from index.snapshot import Snapshot
from index.split import split

FILES = 14  # in the folder, at most; a corpus of JSON lines beside them
LIBRARIES, SYNCED = 20, 10  # kills until a new library begins, and until a sync is let run to its end
PRELOAD = ["warm", "tests.bench.warm"]  # one of them is found
OPERATIONS = ("add", "sync", "sync", "remove", "upload", "keep")


class Hashes:
    """An embedder whose vectors are hashes: what is tested here is the storing, so it only has to be quick."""

    name, sha256, dimension = "hashes", "0" * 64, 8

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest(), np.uint32).astype(np.float32) for text in texts]
        found = np.stack(rows)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)

    def export(self, directory: Path) -> None:
        directory.mkdir()
        (directory / "model.onnx").write_bytes(b"x" * 100_000)
        files = {"model.onnx": hashlib.sha256(b"x" * 100_000).hexdigest()}
        (directory / MANIFEST).write_text(json.dumps({"sha256": self.sha256, "files": files}))


class Told(Catalog):
    """A catalog that tells of each commit before and after it."""

    def __init__(self, directory: Path, tell: Callable[[tuple[str, int, str]], None]) -> None:
        super().__init__(directory, create=True)
        self._tell = tell

    @contextlib.contextmanager
    def writing(self) -> Iterator[Commit]:
        with super().writing() as commit:
            yield commit
            self._tell(("begins", commit.sequence, held(commit.snapshot)))
        self._tell(("stands", commit.sequence, ""))


@dataclass(slots=True)
class World:
    """The folder that the library is to follow, and every text that ever stood in it."""

    folder: Path
    draw: random.Random
    texts: set[str] = field(default_factory=set)

    def move_on(self) -> None:
        """Write, change, move and delete a few files."""
        self.folder.mkdir(exist_ok=True)
        for _ in range(self.draw.randint(1, 6)):
            path = self.folder / f"{self.draw.randint(1, FILES)}.txt"
            match self.draw.choice(("write", "write", "move", "delete")):
                case "write":
                    path.write_text(self._text())
                case "move" if path.exists():
                    path.rename(self.folder / f"{self.draw.randint(1, FILES)}.txt")
                case _:
                    path.unlink(missing_ok=True)
        if self.draw.random() < 0.3:
            rows = [{"_id": str(number), "text": self._text()} for number in range(self.draw.randint(2, 8))]
            (self.folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))

    def upload(self) -> bytes:
        """The bytes of a file that is uploaded."""
        return self._text().encode()

    def _text(self) -> str:
        says = "Paragraph {} says {}. It goes on to say that {} ships came in {}. "
        count = self.draw.choice((1, 2, 5))
        parts = [says.format(n, *(self.draw.randint(0, 10**9) for _ in range(3))) * 4 for n in range(count)]
        text = "\n\n".join(part.strip() for part in parts)
        self.texts.add(text)
        return text


@dataclass(frozen=True, slots=True)
class Run:
    """One process's work: what it does, drawn from `seed`, in the library at `directory`."""

    directory: Path
    folder: Path
    upload: bytes
    seed: int


@dataclass(slots=True)
class Found:
    """What the kills left: how often each was so, and what was wrong, in sentences."""

    kills: int = 0
    at: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    unopenable: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return self.lost + self.half + self.unopenable


def held(snapshot: Snapshot) -> str:
    """A hash of all that a catalog holds."""
    listed = [replace(status, origin=None) for status in snapshot.statuses()]  # origins follow from the texts, later
    documents = [
        (one, snapshot.document(one.id), snapshot.passages_of(one.id)) if one.status == "ready" else one
        for one in sorted(listed, key=lambda status: status.id)
    ]
    facts = documents, sorted(snapshot.sources().items()), sorted(snapshot.roots()), sorted(snapshot.exclusions())
    return hashlib.sha256(repr((facts, sorted(snapshot.kept()))).encode()).hexdigest()


def work(run: Run, pipe: Connection) -> None:
    """What the process does until it is killed."""
    ingest.BATCH_PASSAGES, engine.SAVE_AFTER = 3, 5  # many commits, and derived files written as often
    draw = random.Random(run.seed)
    pipe.send(("starts", 0, ""))
    catalog = Told(run.directory, pipe.send)
    with Library(run.directory, Settings(load_workers=1), catalog, lambda _: Hashes()) as library:
        for number in range(2):
            operation = draw.choice(OPERATIONS) if number or library.list() else "add"
            pipe.send((operation, 0, ""))
            _operate(library, run, operation, draw)
    pipe.send(("ends", 0, ""))


def _operate(library: Library, run: Run, operation: str, draw: random.Random) -> None:
    ready = [status.id for status in library.list() if status.status == "ready"]
    match operation:
        case "add":
            library.add([run.folder])
        case "sync":
            library.sync()
        case "remove" if ready:
            library.remove(draw.sample(ready, min(len(ready), 2)))
        case "keep" if ready:
            library.keep(draw.choice(ready), kept=draw.random() < 0.5)
        case _:
            library.add_upload(f"upload {draw.randint(1, 3)}.txt", run.upload)


def kills(count: int, seed: int, directory: Path) -> Found:
    """Kill `count` times; all that is drawn comes from `seed`, but for the time that work takes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    draw, found = random.Random(seed), Found()
    number = 0
    while found.kills < count:
        place = directory / str(number)
        place.mkdir()
        world = World(place / "given", draw)
        with Catalog(place / "nothing", create=True).reading() as snapshot:
            known = {0: held(snapshot)}
        for _ in range(min(LIBRARIES, count - found.kills)):
            world.move_on()
            run = Run(place / "library", world.folder, world.upload(), draw.getrandbits(32))
            _kill(context, run, draw, known, found)
            look(run.directory, world, known, found)
            if found.kills % SYNCED == 0:
                _finish(run.directory, world, known, found)
        number += 1
    return found


def _kill(context, run: Run, draw: random.Random, known: dict[int, str], found: Found) -> None:  # type: ignore[no-untyped-def]
    """Start the work, kill it after an event that is drawn and a moment more, and note what it told."""
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(run, theirs))
    process.start()
    theirs.close()
    events, moment = draw.choice((1, 2, 3, 5, 8, 13, 21)), draw.choice((0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3))
    moment *= draw.random()
    last = "starts"
    with contextlib.suppress(EOFError):
        for heard in range(10_000):
            last = _note(ours.recv(), known)
            if heard >= events or last == "ends":
                break
    time.sleep(moment)
    process.kill()
    process.join()
    with contextlib.suppress(EOFError):
        while True:
            last = _note(ours.recv(), known)
    if last != "ends":
        found.kills += 1
        found.at[last] += 1


def _note(event: tuple[str, int, str], known: dict[int, str]) -> str:
    what, sequence, hashed = event
    if what == "begins":
        known[sequence] = hashed
    elif what == "stands":
        for older in [number for number in known if number < sequence]:
            del known[older]
    return what


def look(directory: Path, world: World, known: dict[int, str], found: Found) -> None:
    """Open, verify and compare. `known` has the hashes of the last commit that stands and of one that was begun."""
    where = f"kill {found.kills} in {directory}"
    try:
        with Library.open(directory, create=True) as library:
            problems = library.verify()
            with library._catalog.reading() as snapshot:
                sequence, now = snapshot.state().sequence, held(snapshot)
                found.half += [f"{where}: {words}" for words in _broken(snapshot, world)]
    except QuothError as error:
        found.unopenable.append(f"{where}: {error}")
        return
    found.half += [f"{where}: {problem}" for problem in problems]
    if known.get(sequence) != now:
        found.lost.append(f"{where}: commit {sequence} does not hold what was committed ({sorted(known)})")
    known.clear()
    known[sequence] = now


def _broken(snapshot: Snapshot, world: World) -> Iterator[str]:
    for id in snapshot.ids():
        document = snapshot.document(id)
        if document.text not in world.texts:
            yield f"{document.path} has a text that no file ever had"
        if tuple(snapshot.passages_of(id)) != tuple(split(document, 600, 1)):
            yield f"{document.path} has not the passages of its text"


def _finish(directory: Path, world: World, known: dict[int, str], found: Found) -> None:
    """Let a sync run to its end, and compare the library with its folder."""
    with Library(directory, Settings(), Catalog(directory), lambda _: Hashes()) as library:
        library.sync()
        with library._catalog.reading() as snapshot:
            roots, excluded = snapshot.roots(), snapshot.exclusions()
            texts = {snapshot.source_of(id).path: snapshot.document(id).text for id in snapshot.ids()}
            known.clear()
            known[snapshot.state().sequence] = held(snapshot)
    given = {str(path): path.read_text() for path in world.folder.glob("*.txt")} if roots else {}
    expected = {path: text for path, text in given.items() if not is_excluded(path, excluded, roots)}
    stored = {path: text for path, text in texts.items() if path.endswith(".txt") and "/" in path}
    if stored != expected:
        found.lost.append(f"kill {found.kills} in {directory}: after a sync the library is not its folder")


def main() -> None:
    """Print the table; exit 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        found = kills(chosen.kills, chosen.seed, Path(directory))
    print(f"{found.kills} kills in {time.monotonic() - began:.0f} s; the last that was heard before them:")
    print(", ".join(f"{what} {times}" for what, times in found.at.most_common()))
    print(f"{len(found.lost)} lost, {len(found.half)} half, {len(found.unopenable)} unopenable")
    for words in found.wrong:
        print(words)
    sys.exit(bool(found.wrong))


if __name__ == "__main__":
    main()
