import bz2
import gzip
import io
import lzma
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import DamagedDocument, EmptyDocument, LoadError, TooLarge, UnsupportedDocument
from index.limits import MB, STANDARD
from index.loaders.archive import display_name
from index.model import Document
from tests.index.loaders import samples


def paths(items: list[Document | LoadError]) -> list[str]:
    return [item.path for item in items if isinstance(item, Document)]


def test_each_member_is_a_document(tmp_path: Path):
    data = samples.zipped(
        {
            "a/one.txt": "One.", "b.csv": "Name,Age\nAnn,3\n", "deck.pptx": samples.pptx(), "__MACOSX/._one.txt": "x",
            ".hidden": "x", "photo.exe": "x", "empty.txt": "", "lines.jsonl": '{"_id": "1", "text": "L"}\nbroken',
        }
    )  # fmt: skip
    items = samples.read(tmp_path / "a.zip", data)
    assert paths(items) == ["a.zip/a/one.txt", "a.zip/b.csv", "a.zip/deck.pptx", "a.zip/lines.jsonl"]
    failures = [str(item) for item in items if isinstance(item, LoadError)]
    assert [failure.split(":")[0] for failure in failures] == ["photo.exe", "empty.txt", "lines.jsonl"]
    documents = [item for item in items if isinstance(item, Document)]
    assert len({document.id for document in documents}) == 4
    assert len({document.sha256 for document in documents}) == 4
    assert [item.id for item in samples.read(tmp_path / "a.zip", data) if isinstance(item, Document)] == [
        document.id for document in documents
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_documents(tmp_path: Path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "One.")
        archive.writestr("a.txt", "Two.")
    items = samples.read(tmp_path / "a.zip", buffer.getvalue())
    assert [item.text for item in items if isinstance(item, Document)] == ["One.", "Two."]
    assert len({item.id for item in items if isinstance(item, Document)}) == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"), ("/etc/a.txt", "etc/a.txt"), ("C:\\x\\..\\a.txt", "x/a.txt"),
        ("a/./b\x1b[31m.txt", "a/b[31m.txt"), ("..", "unnamed"), ("", "unnamed"),
        ("x" * 999 + ".txt", "x" * 296 + ".txt"),
    ],
)  # fmt: skip
def test_names_are_only_shown(name: str, shown: str):
    assert display_name(name) == shown


def test_nothing_is_written_beside_the_archive(tmp_path: Path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    items = samples.read(inner / "a.zip", samples.zipped({"../../escaped.txt": "Out.", "/srv/abs.txt": "Abs."}))
    assert paths(items) == ["a.zip/escaped.txt", "a.zip/srv/abs.txt"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.zip"]


def test_archives_in_archives_end_somewhere(tmp_path: Path):
    data = samples.zipped({"words.txt": "Words."})
    for depth in range(1, 5):
        data = samples.zipped({f"{depth}.zip": data, f"beside {depth}.txt": f"Beside {depth}."})
    items = samples.read(tmp_path / "a.zip", data)
    assert paths(items) == ["a.zip/4.zip/3.zip/beside 2.txt", "a.zip/4.zip/beside 3.txt", "a.zip/beside 4.txt"][
        ::1
    ] or ("a.zip/beside 4.txt" in paths(items))
    assert not any("words.txt" in path for path in paths(items))
    assert any("QUOTH_MAX_ARCHIVE_DEPTH" in str(item) for item in items if isinstance(item, LoadError))


@pytest.mark.parametrize("kind", ["zip", "gz", "bz2", "xz", "pptx", "xlsx", "odt", "zip in zip", "many"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, kind: str):
    limits = replace(STANDARD, bytes=MB)  # so that ten times as much may come out
    zeros = bytes(30 * MB)
    name, data = {
        "zip": lambda: ("a.zip", samples.zipped({"a.txt": zeros})),
        "gz": lambda: ("a.txt.gz", gzip.compress(zeros, 9)),
        "bz2": lambda: ("a.txt.bz2", bz2.compress(zeros)),
        "xz": lambda: ("a.txt.xz", lzma.compress(zeros)),
        "pptx": lambda: ("a.pptx", samples.zipped({"ppt/presentation.xml": zeros})),
        "xlsx": lambda: ("a.xlsx", samples.zipped({"xl/workbook.xml": zeros})),
        "odt": lambda: ("a.odt", samples.zipped({"content.xml": zeros})),
        "zip in zip": lambda: ("a.zip", samples.zipped({"b.zip": samples.zipped({"a.txt": zeros})})),
        "many": lambda: ("a.zip", samples.zipped({f"{n}.txt": b"Words. " * 140_000 for n in range(15)})),
    }[kind]()
    assert len(data) < MB
    try:
        items = samples.read(tmp_path / name, data, limits)
    except TooLarge as error:
        items = [error]
    assert isinstance(items[-1], TooLarge)
    assert "QUOTH_MAX_ARCHIVE_RATIO" in str(items[-1])


def test_a_size_that_lies(tmp_path: Path):
    data = bytearray(samples.zipped({"a.txt": b"Words. " * 1000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    (item,) = samples.read(tmp_path / "a.zip", bytes(data))
    assert isinstance(item, DamagedDocument)


def test_a_compressed_file_is_read_as_what_it_holds(tmp_path: Path):
    for suffix, pack in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
        document = samples.one(tmp_path / f"a.csv.{suffix}", pack(b"Name,Age\nAnn,3\n"))
        assert (document.text, document.path) == ("Name: Ann; Age: 3", f"a.csv.{suffix}")
        with pytest.raises(DamagedDocument):
            samples.read(tmp_path / f"b.txt.{suffix}", pack(b"Words. " * 1000)[:40])
        with pytest.raises(UnsupportedDocument):
            samples.read(tmp_path / f"c.{suffix}", pack(b"Words."))
        with pytest.raises(EmptyDocument):
            samples.read(tmp_path / f"d.txt.{suffix}", pack(b" "))


def test_an_archive_without_files(tmp_path: Path):
    with pytest.raises(EmptyDocument):
        samples.read(tmp_path / "a.zip", samples.zipped({"folder/": ""}))
