"""A watched library follows its folders by itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import LibraryBusy, NotInLibrary, QuothError
from index.library import Library
from index.model import Report
from index.watch import watch
from tests.bench.kills import Hashes

Outcomes = list[Report | QuothError]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "given" / "sub").mkdir(parents=True)
    (tmp_path / "given" / "bees.txt").write_text("A colony keeps its brood at thirty-five degrees.")
    return tmp_path / "given"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    path = folder / "library"  # within the folder: what it writes to itself is no change
    with Library.open(path, create=True, load=lambda _: Hashes()) as library:
        library.add([folder])
        yield library


@pytest.fixture
def watched(library: Library) -> Iterator[Callable[[float], Outcomes]]:
    """Starts watching with that many seconds between looks; what it told, as it comes. Stopped at the end."""
    stop, told, threads = threading.Event(), Outcomes(), list[threading.Thread]()

    def start(look: float) -> Outcomes:
        run = threading.Thread(target=watch, args=(library, told.append, stop), kwargs={"quiet": 0.5, "look": look})
        threads.append(run)
        run.start()
        until(lambda: bool(told))
        return told

    yield start
    stop.set()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    assert condition()


def texts(library: Library) -> dict[str, str]:
    found = {}
    for one in library.list():
        if one.status == "ready":
            with suppress(NotInLibrary):  # removed by the watcher since it was listed
                found[one.path] = library.text(one.id)
    return found


def test_new_changed_moved_and_deleted_files_are_followed(library: Library, folder: Path, watched):
    told = watched(3600.0)
    id = library.list()[0].id
    (folder / "sub" / "tram.txt").write_text("The tram runs at noon.")
    until(lambda: "sub/tram.txt" in texts(library))
    (folder / "sub" / "tram.txt").write_text("The tram runs at midnight.")
    until(lambda: "midnight" in texts(library)["sub/tram.txt"])
    (folder / "bees.txt").rename(folder / "sub" / "hive.txt")
    until(lambda: "sub/hive.txt" in texts(library))
    assert next(one.id for one in library.list() if one.path == "sub/hive.txt") == id
    (folder / "sub" / "tram.txt").unlink()
    until(lambda: texts(library).keys() == {"sub/hive.txt"})
    assert all(isinstance(one, Report) for one in told)
    time.sleep(2)
    syncs = len(told)
    (folder / "sub" / "hive.txt").read_text()
    library.correct(id, {"author": "Ann Smith"})
    time.sleep(2)
    assert len(told) == syncs  # neither reading nor what the library writes is a change


def test_what_the_library_writes_is_no_change_by_whatever_link_its_folder_is_given(
    folder: Path, library: Library, watched, tmp_path: Path
):
    (tmp_path / "link").symlink_to(folder)
    library.remove([str(folder)])
    library.add([tmp_path / "link"])
    told = watched(3600.0)
    library.correct(library.list()[0].id, {"author": "Ann Smith"})
    time.sleep(2)
    assert len(told) == 1
    (folder / "tram.txt").write_text("The tram runs at noon.")
    until(lambda: "tram.txt" in texts(library))


def test_a_file_that_is_written_bit_by_bit_is_read_once(library: Library, folder: Path, watched):
    told = watched(3600.0)
    with (folder / "long.txt").open("w") as file:
        for number in range(20):
            file.write(f"Line {number}.\n")
            file.flush()
            time.sleep(0.05)
    until(lambda: "Line 19." in texts(library).get("long.txt", ""))
    assert sum(one.added + one.updated for one in told if isinstance(one, Report)) <= 2


def test_a_folder_that_comes_back_is_found_by_a_look(library: Library, watched, tmp_path: Path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "roof.txt").write_text("The roof leaks.")
    library.add([tmp_path / "other"])
    (tmp_path / "other").rename(tmp_path / "away")
    told = watched(0.5)
    assert "roof.txt" in texts(library)
    (tmp_path / "away" / "roof.txt").write_text("The roof was mended.")
    (tmp_path / "away").rename(tmp_path / "other")
    until(lambda: "mended" in texts(library)["roof.txt"])
    assert any(isinstance(one, Report) and one.failed for one in told)


def test_an_error_is_told_and_does_not_end_the_watch(library: Library, folder: Path, watched, monkeypatch):
    sync, times = library.sync, []

    def busy(progress: object) -> Report:
        times.append(1)
        if len(times) == 1:
            raise LibraryBusy("Another process is writing.")
        return sync(progress)

    monkeypatch.setattr(library, "sync", busy)
    told = watched(3600.0)
    assert isinstance(told[0], LibraryBusy)
    (folder / "tram.txt").write_text("The tram runs at noon.")
    until(lambda: "tram.txt" in texts(library))
