import multiprocessing
import sqlite3
import threading
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.catalog import FILE, Catalog
from index.commit import is_excluded
from index.errors import LibraryBusy, LibraryDamaged, LibraryError, NotInLibrary
from index.folders import failure
from index.model import Boilerplate, Document, Filter, Mark, Passage, document_id
from index.records import Content, Source
from index.schema import MIGRATIONS, PART

DIMENSION = 4


def source(path: str = "/d/a.txt", sha256: str | None = "f00") -> Source:
    return Source(path, "/d", Path(path).name, 10, 1, sha256)


def content(text: str, *, path: str = "/d/a.txt", cuts: tuple[int, ...] = (), **facts: object) -> Content:
    name = Path(path).name
    document = Document(document_id(path), text, "A title", name, "f00", "text", **facts)  # type: ignore[arg-type]
    edges = (0, *cuts, len(text))
    passages = tuple(Passage.cut(document, a, b) for a, b in pairwise(edges))
    vectors = np.random.default_rng(len(text)).standard_normal((len(passages), DIMENSION), dtype=np.float32)
    return Content(document, passages, vectors)


@pytest.fixture
def catalog(tmp_path: Path):
    catalog = Catalog(tmp_path, create=True, wait=0.2)
    yield catalog
    catalog.close()


def put(catalog: Catalog, *contents: Content, path: str = "/d/a.txt") -> None:
    with catalog.writing() as commit:
        for one in contents:
            commit.put(source(path, None), one)
        commit.finish(source(path), {one.document.id for one in contents})


def test_a_document_comes_back_as_it_was(catalog: Catalog):
    stored = content(
        "First page.\fSecond: ünïcödé 😀.",
        cuts=(12,),
        author="A. Writer",
        publisher="The Paper",
        date=date(2018, 6, 19),
        language="en",
        external_id="x1",
        pages=(Mark(0, "i"), Mark(12, "ii")),
        headings=(Mark(0, "One", 1),),
        boilerplate=(Boilerplate(0, 11, "page header"),),
        provenance=(("author", "file"), ("date", "text")),
    )
    put(catalog, stored)
    with catalog.reading() as snapshot:
        assert snapshot.document(stored.document.id) == stored.document
        assert snapshot.passages_of(stored.document.id) == list(stored.passages)
        assert list(snapshot.passages([p.id for p in stored.passages]).values()) == sorted(
            stored.passages, key=lambda p: p.id
        )
        assert snapshot.facets().publishers[0].value == "The Paper"


@pytest.mark.parametrize("start", [0, PART - 3, PART, 2 * PART - 1, 2 * PART])
def test_a_passage_is_its_slice_wherever_the_stored_parts_meet(catalog: Catalog, start: int):
    text = "".join(chr(0x4E00 + number % 20000) for number in range(3 * PART + 7))
    stored = content(text, cuts=(start, start + 5) if start else (5,))
    put(catalog, stored)
    with catalog.reading() as snapshot:
        for passage in stored.passages:
            assert snapshot.passages([passage.id])[passage.id].text == passage.span.of(text)


def test_each_commit_raises_the_sequence_number_and_a_failed_one_leaves_nothing(catalog: Catalog):
    put(catalog, content("one"))
    before = catalog.state()
    assert before.sequence == 1

    def fail() -> None:
        with catalog.writing() as commit:
            commit.put(source("/d/b.txt"), content("two", path="/d/b.txt"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert catalog.state() == before
    with catalog.reading() as snapshot:
        assert len(snapshot.statuses()) == 1


def test_a_full_disk_is_told_before_a_commit_and_loses_nothing(catalog: Catalog):
    kept = content("What was there before.")
    put(catalog, kept)
    with catalog._lent() as connection:  # as if the disk ended where the file does now
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    sequence = catalog.state().sequence
    with pytest.raises(LibraryError, match="is full: what was committed before is safe"):
        put(catalog, content("word " * 100_000, path="/d/b.txt"), path="/d/b.txt")
    with catalog.reading() as snapshot:
        assert snapshot.ids() == [kept.document.id]
        assert snapshot.document(kept.document.id) == kept.document
    assert catalog.state().sequence == sequence


def test_changed_passages_are_told_to_an_index_that_is_behind(catalog: Catalog):
    first, second = content("same. old.", cuts=(6,)), content("same. new!", cuts=(6,))
    put(catalog, first)
    put(catalog, second)
    old, new = first.passages[1].id, second.passages[1].id
    with catalog.reading() as snapshot:
        assert snapshot.removed(1).tolist() == [old]
        assert snapshot.removed(2).tolist() == []
        ids, vectors = next(snapshot.vectors(1))
        assert set(ids.tolist()) == {first.passages[0].id, new}
        assert vectors.shape == (2, DIMENSION)
        assert {entry.text for entry in snapshot.entries(1)} == {"same. ", "new!"}
    put(catalog, first)  # what was removed and is back is removed no more
    with catalog.reading() as snapshot:
        assert snapshot.removed(1).tolist() == [new]


def test_a_document_that_cannot_be_read_any_more_is_failed_and_quotes_nothing(catalog: Catalog):
    put(catalog, content("words"))
    with catalog.writing() as commit:
        commit.put_failure(source(), failure("/d/a.txt", "a.txt", "it is broken"))
    with catalog.reading() as snapshot:
        (status,) = snapshot.statuses()
        assert (status.status, status.reason, status.passages) == ("failed", "it is broken", 0)
        assert len(snapshot.passage_ids()) == 0
        assert (snapshot.searched("l").documents, snapshot.searched("l").unreadable) == (0, 1)
        with pytest.raises(NotInLibrary):
            snapshot.document(status.id)


def test_filters(catalog: Catalog):
    facts = [
        {"publisher": "P", "author": "A", "date": date(2020, 1, 1)},
        {"publisher": "Q", "author": "A", "date": date(2021, 1, 1)},
        {"publisher": None, "author": None, "date": None},
    ]
    ids = []
    for number, some in enumerate(facts):
        stored = content(f"text {number}", path=f"/d/{number}", **some)
        ids.append(stored.passages[0].id)
        put(catalog, stored, path=f"/d/{number}")

    def allowed(**where: object) -> set[int]:
        with catalog.reading() as snapshot:
            found = set(snapshot.passage_ids(Filter(**where)).tolist())  # type: ignore[arg-type]
        return {ids.index(id) for id in found}

    assert allowed() == {0, 1, 2}
    assert allowed(publishers=frozenset({"P"})) == {0}
    assert allowed(authors=frozenset({"A"}), publishers=frozenset({"P", "Q"})) == {0, 1}
    assert allowed(after=date(2021, 1, 1)) == {1}
    assert allowed(before=date(2020, 12, 31)) == {0}
    assert allowed(kinds=frozenset({"pdf"})) == set()


def test_a_reader_sees_one_moment(catalog: Catalog):
    put(catalog, content("one"))
    with catalog.reading() as snapshot:
        assert snapshot.state().sequence == 1
        put(catalog, content("two"))
        assert snapshot.state().sequence == 1
    assert catalog.state().sequence == 2


def test_threads_write_in_turns(tmp_path: Path):
    catalog = Catalog(tmp_path, create=True)

    def write(number: int) -> None:
        for round_ in range(5):
            put(catalog, content(f"{number} {round_}", path=f"/d/{number}"), path=f"/d/{number}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert catalog.state().sequence == 20
    with catalog.reading() as snapshot:
        assert len(snapshot.statuses()) == 4


def _hold(directory: Path, held, release) -> None:  # type: ignore[no-untyped-def]
    with Catalog(directory).writing():
        held.set()
        release.wait(30)


def test_a_second_writer_is_told_who_writes(catalog: Catalog, tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(tmp_path, held, release))
    process.start()
    try:
        assert held.wait(30)
        assert catalog.state().sequence == 0  # reading does not wait
        with pytest.raises(LibraryBusy, match=str(process.pid)), catalog.writing():
            pass
    finally:
        release.set()
        process.join()
    with catalog.writing():
        pass


def test_no_catalog(tmp_path: Path):
    with pytest.raises(LibraryError, match="quoth add"):
        Catalog(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "damage", [b"this is no database at all, whatever its name says" * 100, b"SQLite format 3\0" * 500]
)
def test_a_damaged_catalog_is_refused_with_the_remedy(tmp_path: Path, damage: bytes):
    (tmp_path / FILE).write_bytes(damage)
    with pytest.raises(LibraryDamaged, match="backup"):
        Catalog(tmp_path)


def test_damage_within_is_noticed(catalog: Catalog, tmp_path: Path):
    for number in range(50):
        put(catalog, content(f"{number} " * 5000, path=f"/d/{number}"), path=f"/d/{number}")
    catalog.close()
    sqlite3.connect(tmp_path / FILE).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (tmp_path / FILE).open("r+b") as file:
        file.truncate(200_000)
    with pytest.raises(LibraryDamaged), Catalog(tmp_path).reading() as snapshot:  # noqa: PT012
        assert snapshot.damage()
        for document in snapshot.ids():
            snapshot.document(document)


def test_a_catalog_of_the_first_schema_is_brought_up_to_date(tmp_path: Path):
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1")
        connection.execute("INSERT INTO sources VALUES (1, '/d/a.txt', '/d', 'a.txt', NULL, 10, 1, 'f00')")
        marks = '[[[0, "i", 0]], []]'
        row = (1, "d1", 1, "ready", None, "T", "a.txt", "f00", "text", None, None, None, None, None, 5, "old", marks)
        connection.execute(f"INSERT INTO documents VALUES ({','.join('?' * 17)})", row)  # noqa: S608
        connection.execute("INSERT INTO texts VALUES (1, 0, 'Words')")
    catalog = Catalog(tmp_path)
    with catalog.reading() as snapshot:
        assert snapshot.document("d1").pages == (Mark(0, "i"),)
        assert snapshot.document("d1").boilerplate == ()
        assert snapshot.sources()["/d/a.txt"].sha256 is None  # to be read anew
        assert snapshot.kept() == frozenset()
    catalog.close()


def test_a_newer_catalog_is_refused(tmp_path: Path):
    Catalog(tmp_path, create=True).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="newer Quoth"):
        Catalog(tmp_path)


def test_what_was_removed_by_hand():
    removed = {("/d/sub", ""), ("/d/a.txt", "")}
    assert is_excluded("/d/sub/x.txt", removed, {"/d"})
    assert is_excluded("/d/a.txt", removed, {"/d"})
    assert not is_excluded("/d/subway.txt", removed, {"/d"})
    assert not is_excluded("/d/sub/x.txt", removed, {"/d", "/d/sub/x.txt"})  # given since, and nearer
    assert not is_excluded("/d/sub/x.txt", {("/d", "")}, {"/d/sub"})
    assert not is_excluded("an upload", removed, {"/d"})
