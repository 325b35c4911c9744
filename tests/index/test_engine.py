import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.lexical import LexicalIndex
from index.library import Library

FERRY = "The ferry to Ost leaves at noon."
FEW = 1.0  # seconds: half of those that one waits for the index of words to become free


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "harbour.txt").write_text("The harbour of Varn was dredged in 1987 to a depth of eleven metres.")
    return folder


@contextmanager
def held(words: Path) -> Iterator[None]:
    """Another process, as it were, is changing the index of words."""
    begun, done = threading.Event(), threading.Event()

    def hold() -> None:
        LexicalIndex(words).update(lambda _: (begun.set(), done.wait(10), None)[2])

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(10)
    try:
        yield
    finally:
        done.set()
        thread.join()


def until(true: Callable[[], bool]) -> None:
    """Wait for something that is about to be."""
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_search_waits_for_no_writer_and_finds_by_meaning_what_is_committed(
    open_library: Callable[..., Library], folder: Path
):
    asker, writer = open_library(), open_library()
    writer.add([folder])
    assert "eleven" in asker.search("harbour depth", 1)[0].passage.text
    (folder / "ferry.txt").write_text(FERRY)
    with held(asker.path / "lexical"):
        adding = threading.Thread(target=writer.add, args=([folder],))
        adding.start()
        until(lambda: asker.searched().documents == 2)
        began = time.monotonic()
        hits = asker.search("when does the ferry leave", 2)
        assert time.monotonic() - began < FEW
        assert (hits[0].passage.text, hits[0].lexical) == (FERRY, None)
    adding.join()
    assert asker.search("when does the ferry leave", 2)[0].lexical


def test_the_words_that_a_writer_left_behind_are_indexed_beside_the_searches(
    open_library: Callable[..., Library], folder: Path, monkeypatch: pytest.MonkeyPatch
):
    asker, writer = open_library(), open_library()
    writer.add([folder])
    asker.search("harbour depth", 1)
    (folder / "ferry.txt").write_text(FERRY)
    monkeypatch.setattr(writer._engine, "settle", lambda: None)  # killed between its commit and its words
    writer.add([folder])
    assert asker.search("when does the ferry leave", 2)[0].passage.text == FERRY
    until(lambda: bool(asker.search("when does the ferry leave", 2)[0].lexical))
    assert asker.verify() == []
