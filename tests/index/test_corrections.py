"""What is set by hand, and how it outlives what happens to the file."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.corrections import checked
from index.encoder import Embedder
from index.errors import CorrectionError, NotInLibrary
from index.library import Library
from index.model import Filter

Opened = Callable[..., Library]
REPORT = "The roof\n\nPublished 4 May 2018\n\nThe roof of the market hall leaks when the wind is in the east."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "given" / "sub").mkdir(parents=True)
    (tmp_path / "given" / "roof.txt").write_text(REPORT)
    (tmp_path / "given" / "bees.txt").write_text("Bees\n\nA colony keeps its brood at thirty-five degrees.")
    return tmp_path / "given"


@pytest.fixture
def library(open_library: Opened, folder: Path) -> Library:
    library = open_library()
    library.add([folder])
    return library


def id_of(library: Library, path: str) -> str:
    return next(status.id for status in library.list() if status.path == path)


def facts(library: Library, id: str) -> tuple[object, ...]:
    document = library.document(id)
    return document.title, document.author, document.publisher, document.date, document.language


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("title", "  The   market\nhall ", "The market hall"),
        ("date", "2018-06-19", "2018-06-19"),
        ("date", "19 June 2018", "2018-06-19"),
        ("language", "en-GB", "en-GB"),
        ("publisher", " ", ""),
    ],
)
def test_what_can_be_set(field: str, value: str, stored: str):
    assert checked(field, value) == stored


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", "2018-02-30"), ("date", "June 2018"), ("language", "English"), ("title", "x" * 301), ("size", "3")],
)
def test_what_cannot_be_set_is_said_and_changes_nothing(library: Library, field: str, value: str):
    id = id_of(library, "roof.txt")
    before = facts(library, id)
    with pytest.raises(CorrectionError):
        library.correct(id, {"author": "Ann", field: value})
    assert facts(library, id) == before


def test_what_is_set_is_shown_filtered_by_and_survives(library: Library, folder: Path):
    id = id_of(library, "roof.txt")
    library.correct(id, {"publisher": "The Gazette", "date": "3 May 2018"})
    (status,) = [one for one in library.list() if one.id == id]
    assert (status.publisher, status.date, status.by_hand) == ("The Gazette", date(2018, 5, 3), ("date", "publisher"))
    where = Filter(publishers=frozenset({"The Gazette"}), before=date(2018, 5, 3))
    assert "market hall" in library.search("what leaks", 5, where)[0].passage.text
    (folder / "roof.txt").write_text(REPORT.replace("4 May", "5 May") + " It was mended.")
    assert library.sync().updated == 1
    assert facts(library, id)[2:4] == ("The Gazette", date(2018, 5, 3))
    assert "mended" in library.text(id)
    library.remove([id])
    library.add([folder])
    assert facts(library, id)[2] == "The Gazette"
    library.correct(id, {"date": "", "publisher": ""})
    assert facts(library, id)[2:4] == (None, date(2018, 5, 5))  # what the file says by now
    assert library.corrections(id) == ()
    assert library.verify() == []
    with pytest.raises(NotInLibrary):
        library.correct("nosuch", {"title": "x"})


def test_a_language_is_told_from_the_text_and_can_be_set(library: Library):
    id = id_of(library, "bees.txt")
    assert next(one.language for one in library.list() if one.id == id) == "en"
    library.correct(id, {"language": "cy"})
    assert facts(library, id)[4] == "cy"
    library.correct(id, {"language": ""})
    assert facts(library, id)[4] == "en"


def test_a_title_is_embedded_with_the_passages_so_they_are_embedded_anew(library: Library, embedder):
    id = id_of(library, "roof.txt")
    library.correct(id, {"title": "Minutes of the roofing board"})
    assert any(words.startswith("Minutes of the roofing board\n") for words in embedder.seen)
    before = len(embedder.seen)
    library.correct(id, {"author": "Ann Smith"})
    assert len(embedder.seen) == before


def test_nothing_is_embedded_and_no_model_loaded_where_the_words_stay(library: Library, folder: Path):
    def refuse(model: str) -> Embedder:
        raise AssertionError(model)

    id = id_of(library, "roof.txt")
    library._encoders.load = refuse
    library.correct(id, {"author": "Ann Smith"})
    (folder / "roof.txt").rename(folder / "hall.txt")
    assert library.sync().updated == 1
    assert library.search("what leaks", 5)[0].passage.span.document == id
    assert library.verify() == []


def test_a_file_that_moved_is_the_same_document(library: Library, folder: Path, embedder):
    id, before = id_of(library, "roof.txt"), len(embedder.seen)
    library.correct(id, {"author": "Ann Smith"})
    (folder / "roof.txt").rename(folder / "sub" / "hall.txt")
    report = library.sync()
    assert (report.added, report.updated, report.removed) == (0, 1, 0)
    assert id_of(library, "sub/hall.txt") == id
    assert facts(library, id)[1] == "Ann Smith"
    assert len(embedder.seen) == before
    assert library.original(id) == folder / "sub" / "hall.txt"
    assert library.sync().updated == 0
    (folder / "roof.txt").write_text("Another text altogether, about trams.")  # where the other one was
    library.sync()
    other = id_of(library, "roof.txt")
    assert other != id
    assert "trams" in library.text(other)
    assert library.text(id) == REPORT
    (folder / "sub" / "hall.txt").write_text(REPORT + " It leaks still.")
    (folder / "roof.txt").unlink()
    assert (library.sync().removed, id_of(library, "sub/hall.txt")) == (1, id)
    assert library.verify() == []


def test_adding_its_folder_again_knows_a_moved_file_too(library: Library, folder: Path):
    id = id_of(library, "roof.txt")
    (folder / "roof.txt").rename(folder / "new.txt")
    library.add([folder])
    assert id_of(library, "new.txt") == id
    assert len(library.list()) == 2


def test_a_copy_is_a_document_of_its_own_and_a_bad_file_moves_too(library: Library, folder: Path):
    id = id_of(library, "roof.txt")
    shutil.copy(folder / "roof.txt", folder / "copy.txt")
    (folder / "bad.pdf").write_bytes(b"no pdf")
    library.sync()
    assert id_of(library, "copy.txt") != id
    (folder / "bad.pdf").rename(folder / "worse.pdf")
    (folder / "copy.txt").rename(folder / "again.txt")
    library.sync()
    assert sorted(one.path for one in library.list()) == ["again.txt", "bees.txt", "roof.txt", "worse.pdf"]
    assert id_of(library, "roof.txt") == id
    assert library.verify() == []


def test_what_was_removed_of_a_file_stays_removed_when_the_file_moves(library: Library, folder: Path):
    (folder / "c.jsonl").write_text('{"_id": "a", "text": "One ship."}\n{"_id": "b", "text": "Two ships."}')
    library.sync()
    library.remove(["a"])
    (folder / "c.jsonl").rename(folder / "d.jsonl")
    library.sync()
    assert [one.external_id for one in library.list() if one.path == "d.jsonl"] == ["b"]
