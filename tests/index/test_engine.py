import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.lexical import LexicalIndex
from index.library import Library
from tests.index.steps import Opened, words

FERRY = "The ferry to Ost leaves at noon."
FEW = 1.0  # seconds: half of those that one waits for the index of words to become free


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


def disk_is_full(*_: object) -> bool:
    raise OSError("the disk is full")


def until(true: Callable[[], bool]) -> None:
    """Wait for something that is about to be."""
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_search_waits_for_no_writer_and_finds_by_meaning_what_is_committed(open_library: Opened, folder: Path):
    asker, writer = open_library(), open_library()
    writer.add([folder])
    assert "eleven" in asker.search("harbour depth", 1)[0].passage.text
    (folder / "ferry.txt").write_text(FERRY)
    with held(asker.path / "lexical"):
        adding = threading.Thread(target=writer.add, args=([folder],))
        adding.start()
        until(lambda: asker.searched().documents == 4)
        began = time.monotonic()
        hits = asker.search("when does the ferry leave", 2)
        assert time.monotonic() - began < FEW
        assert (hits[0].passage.text, hits[0].lexical) == (FERRY, None)
    adding.join()
    assert asker.search("when does the ferry leave", 2)[0].lexical


def test_the_words_that_a_writer_left_behind_are_indexed_beside_the_searches(
    open_library: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch
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


def test_a_failure_to_index_is_told_and_indexing_is_tried_again(
    open_library: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    asker, writer = open_library(), open_library()
    writer.add([folder])
    asker.search("harbour depth", 1)
    (folder / "ferry.txt").write_text(FERRY)
    monkeypatch.setattr(writer._engine, "settle", lambda: None)
    writer.add([folder])
    with monkeypatch.context() as full:
        full.setattr(asker._engine, "_follow_words", disk_is_full)
        asker.search("ferry", 1)
        until(lambda: asker._engine._indexing is not None and asker._engine._indexing.done())
    with pytest.raises(OSError, match="full"):
        asker.search("ferry", 1)
    until(lambda: bool(asker.search("when does the ferry leave", 2)[0].lexical))


# Derived files


def _delete(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _damage(path: Path) -> None:
    for file in [path] if path.is_file() else list(path.iterdir()):
        file.write_bytes(file.read_bytes()[:20])


@pytest.mark.parametrize("spoil", [_delete, _damage])
@pytest.mark.parametrize("name", ["vectors.faiss", "vectors.json", "lexical"])
def test_derived_files_are_rebuilt_without_embedding(
    library: Library, open_library: Opened, embedder, spoil: Callable[[Path], None], name: str
):
    hits = library.search("harbour depth", 3)
    before = len(embedder.seen)
    library.close()
    spoil(library.path / name)
    again = open_library()
    assert again.search("harbour depth", 3) == hits
    assert again.verify() == []
    assert len(embedder.seen) == before


def test_derived_files_of_another_library_are_not_used(
    library: Library, open_library: Opened, tmp_path: Path, folder: Path
):
    library.close()
    other = Library.open(tmp_path / "other", create=True, load=library._encoders.load)
    other.add([folder / "sub"])
    other.close()
    for name in ("vectors.faiss", "vectors.json", "lexical"):
        _delete(library.path / name)
        (other.path / name).rename(library.path / name)
    again = open_library()
    assert "eleven" in words(again, "harbour depth")
    assert again.verify() == []


def test_verify_notices_indexes_that_disagree_and_mends_them(library: Library):
    library.search("harbour", 1)
    ids = library._engine._vectors.ids()  # type: ignore[union-attr]
    library._engine._vectors.delete(ids[:1])  # type: ignore[union-attr]
    assert any("1 passages are missing" in problem for problem in library.verify())
    assert library.verify() == []


def test_a_library_that_has_grown_is_searched_by_codes_and_keeps_in_step(
    library: Library, folder: Path, open_library: Opened, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("index.vectors.QUANTISE_FROM", 4)
    assert library._engine._vectors.measured is None  # type: ignore[union-attr]
    (folder / "tram.txt").write_text("A tram runs to the summit every quarter of an hour.")
    library.sync()
    assert library._engine._vectors.measured.recall >= 0.98  # type: ignore[union-attr]
    described = json.loads((library.path / "vectors.json").read_text())
    assert described["measured"]["vectors"] == 4
    assert "tram" in library.search("how often does the tram run", 1)[0].passage.text
    (folder / "cake.txt").write_text("Cake needs butter and eggs.")
    library.sync()
    library.remove(["tram.txt"])
    for opened in (library, open_library()):
        assert opened.search("what does a cake need", 1)[0].passage.text == "Cake needs butter and eggs."
        assert "tram" not in words(opened, "how often does the tram run")
        assert opened.verify() == []


def test_verify_mends_a_grown_library_too(library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.vectors.QUANTISE_FROM", 2)
    library._engine.rebuild()
    vectors = library._engine._vectors
    ids = vectors.ids()  # type: ignore[union-attr]
    vectors.upsert(ids[:1], -library._engine._stored(ids[:1])[1])  # type: ignore[union-attr]
    assert any("1 vectors differ" in problem for problem in library.verify())
    assert library.verify() == []
