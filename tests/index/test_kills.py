"""Kills at random moments lose nothing; `python tests/bench/kills.py --kills 500` is the long run."""

import random
from pathlib import Path

import pytest

from index.library import Library
from index.settings import Settings
from tests.bench.kills import Found, Hashes, World, held, kills, look


def test_a_kill_at_any_moment_loses_nothing_and_leaves_nothing_half(tmp_path: Path):
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")  # shown when it fails: `python tests/bench/kills.py --seed ...` begins alike
    found = kills(50, seed, tmp_path)
    assert found.kills == 50
    assert found.wrong == []
    assert sum(found.at[moment] for moment in ("begins", "stands")) >= 10  # enough of them in the midst of writing


@pytest.mark.parametrize(
    ("harm", "which"),
    [
        ("DELETE FROM passages WHERE id = (SELECT min(id) FROM passages)", "half"),
        ("UPDATE texts SET text = 'Paragraph' || substr(text, 10) || '!'", "half"),
        ("DELETE FROM documents", "lost"),
        ("UPDATE meta SET value = value + 1 WHERE key = 'sequence'", "lost"),
        ("DELETE FROM meta", "unopenable"),
    ],
)
def test_what_a_kill_must_not_do_would_be_noticed(tmp_path: Path, harm: str, which: str):
    world = World(tmp_path / "given", random.Random(1))
    world.move_on()
    world.move_on()
    with Library.open(tmp_path / "library", Settings(), create=True, load=lambda _: Hashes()) as library:
        library.add([world.folder])
        with library._catalog.reading() as snapshot:
            known = {snapshot.state().sequence: held(snapshot)}
        found = Found()
        look(library.path, world, dict(known), found)
        assert found.wrong == []
        with library._catalog._lent() as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute(harm)
    look(library.path, world, dict(known), found)
    assert getattr(found, which), found
