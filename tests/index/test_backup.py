"""A library in one file and back; and files that only look like one."""

import io
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.backup import CATALOG, MANIFEST
from index.errors import LibraryDamaged, LibraryError
from index.library import Library
from index.restore import restore
from tests.bench.kills import Hashes

Opened = Callable[..., Library]
Members = dict[str, bytes]


@pytest.fixture
def library(open_library: Opened, tmp_path: Path) -> Library:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "harbour.txt").write_text("The harbour\n\nIt was dredged to a depth of eleven metres.")
    library = open_library()
    library.add([tmp_path / "given"])
    library.add_upload("bees.txt", b"Bees\n\nA colony keeps its brood at thirty-five degrees.")
    library.correct(library.list()[0].id, {"author": "Ann Smith"})
    (library.path / "calibration.json").write_text("{}")
    return library


@pytest.fixture
def file(library: Library, tmp_path: Path) -> Path:
    library.back_up(tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def opened(path: Path, like: Library) -> Library:
    return Library.open(path, load=like._encoders.load)


def everything(library: Library) -> list[object]:
    listed = library.list()
    return [listed, [library.document(one.id) for one in listed], [library.corrections(one.id) for one in listed]]


def test_what_is_restored_is_what_was_backed_up(library: Library, file: Path, tmp_path: Path, embedder):
    before, hits = everything(library), library.search("how deep is it", 3)
    library.remove([library.list()[0].id])
    embedded = len(embedder.seen)
    restore(file, tmp_path / "again")
    with opened(tmp_path / "again", library) as again:
        assert everything(again) == before
        assert [hit.passage for hit in again.search("how deep is it", 3)] == [hit.passage for hit in hits]
        assert again.verify() == []
        upload = next(one for one in again.list() if one.path == "bees.txt")
        assert again.original(upload.id).read_bytes().startswith(b"Bees")
        assert again.sync().failed == ()
    assert (tmp_path / "again" / "calibration.json").is_file()
    assert len(embedder.seen) == embedded
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "backup.zip", "given", "library"]


def test_a_library_is_backed_up_while_it_is_written_to(library: Library, tmp_path: Path):
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            library.add_upload("one.txt", f"The ferry number {number} is painted green.".encode())
            library.add_upload("two.txt", f"The ferry number {number} is painted green.".encode())

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(4):
            library.back_up(tmp_path / f"{number}.zip")
    finally:
        done.set()
        thread.join()
    for number in range(4):
        restore(tmp_path / f"{number}.zip", tmp_path / f"restored {number}")
        with opened(tmp_path / f"restored {number}", library) as again:
            assert again.verify() == []
            assert again.searched().documents >= 2


def test_nothing_is_written_over(library: Library, file: Path, tmp_path: Path):
    before = everything(library)
    with pytest.raises(LibraryError, match="another name"):
        library.back_up(file)
    with pytest.raises(LibraryError, match="elsewhere"):
        library.back_up(library.path / "inside.zip")
    with pytest.raises(LibraryError, match="left as it is"):
        restore(file, library.path)
    with pytest.raises(LibraryError, match="cannot be written"):
        library.back_up(tmp_path / "nosuch" / "b.zip")
    assert everything(library) == before
    (tmp_path / "empty").mkdir()
    restore(file, tmp_path / "empty")
    assert (tmp_path / "empty" / CATALOG).is_file()


# Files that are no backup, or not one of ours


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The backup of a library with one upload."""
    place = tmp_path_factory.mktemp("small")
    with Library.open(place / "library", create=True, load=lambda _: Hashes()) as library:
        library.add_upload("bees.txt", b"Bees\n\nA colony keeps its brood at thirty-five degrees.")
        library.back_up(place / "backup.zip")
    return (place / "backup.zip").read_bytes()


@pytest.fixture
def suspect(small: bytes, tmp_path: Path) -> Path:
    (tmp_path / "backup.zip").write_bytes(small)
    return tmp_path / "backup.zip"


def members(file: Path) -> Members:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(file: Path, content: Members, twice: str | None = None) -> None:
    """An archive of these members, whose list agrees with them."""
    import hashlib

    files = {n: (len(data), hashlib.sha256(data).hexdigest()) for n, data in content.items() if n != MANIFEST}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            if name != MANIFEST:
                archive.writestr(zipfile.ZipInfo(name), data)
        if twice:
            archive.writestr(zipfile.ZipInfo(twice), b"another")
        archive.writestr(MANIFEST, json.dumps({"format": 1, "files": files}))


def with_sql(catalog: bytes, statement: str, directory: Path) -> bytes:
    path = directory / "changed.sqlite"
    path.write_bytes(catalog)
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()
    data = path.read_bytes()
    path.unlink()
    return data


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "a/b/c", "..", "originals/../../evil", "a\\..\\evil", "lexical/meta.json", "c:evil"],
)
def test_a_name_that_leads_elsewhere_is_refused(suspect: Path, tmp_path: Path, name: str):
    packed(suspect, {**members(suspect), name: b"evil"})
    refused(suspect, tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM texts; END",
        "CREATE VIEW v AS SELECT 1",
        "UPDATE sources SET original = '../../../etc/passwd' WHERE original IS NOT NULL",
        "UPDATE sources SET original = 'nosuch.txt' WHERE original IS NOT NULL",
        "UPDATE meta SET value = 'other weights' WHERE key = 'sha256'",
        "PRAGMA user_version = 99",
    ],
)
def test_a_catalog_that_would_do_harm_is_refused(suspect: Path, tmp_path: Path, statement: str):
    content = members(suspect)
    packed(suspect, content | {CATALOG: with_sql(content[CATALOG], statement, tmp_path)})
    refused(suspect, tmp_path)


def test_what_is_damaged_or_no_backup_is_refused(suspect: Path, tmp_path: Path):
    whole, content = suspect.read_bytes(), members(suspect)
    lists = (
        b"",
        b"[]",
        b'{"format": 2, "files": {}}',
        b'{"format": 1, "files": {}}',
        b'{"format": 1, "files": {"a": 1}}',
    )
    wrong = [b"", b"no archive", whole[: len(whole) // 2], whole[:-30], zipped({})]
    for data in (*wrong, *(zipped({MANIFEST: listed}) for listed in lists)):
        suspect.write_bytes(data)
        refused(suspect, tmp_path)
    middle = bytearray(whole)
    middle[len(middle) // 3] ^= 0xFF
    suspect.write_bytes(bytes(middle))
    refused(suspect, tmp_path)
    suspect.write_bytes(zipped(content | {"encoder/model.onnx": b"other"}))  # not what the list says
    refused(suspect, tmp_path)
    packed(suspect, content | {CATALOG: b"SQLite format 3\0" * 100})
    refused(suspect, tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"):
        packed(suspect, content, twice=CATALOG)
    refused(suspect, tmp_path)


def zipped(content: Members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def refused(file: Path, tmp_path: Path) -> None:
    """It is refused in words, and nothing is left."""
    there = sorted(tmp_path.rglob("*"))
    with pytest.raises((LibraryError, LibraryDamaged)) as error:
        restore(file, tmp_path / "target")
    assert str(error.value)
    assert sorted(tmp_path.rglob("*")) == there


def test_an_index_that_is_being_written_is_left_out(library: Library, tmp_path: Path):
    (library.path / "vectors.faiss.12.34").write_bytes(b"half")
    library.back_up(tmp_path / "later.zip")
    with zipfile.ZipFile(tmp_path / "later.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("vectors")]
