import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.catalog import Catalog
from index.errors import DamagedDocument, EmptyDocument, LoaderCrashed, LoadError, TooLarge, TooSlow
from index.folders import walk
from index.ingest import Ingest, Making
from index.isolation import Workers
from index.limits import MB, STANDARD
from index.loaders import load
from index.model import Box, Document, Mark, PagePicture, Report
from index.settings import Settings
from index.wire import Drawing, End, Request, limits_of, limits_words, reply_line, reply_of, request_line, request_of

HOSTILE = (sys.executable, "-P", str(Path(__file__).with_name("hostile.py")))
LIMITS = replace(STANDARD, seconds=1.0, memory=700 * MB, characters=100_000)


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(LIMITS, 1, HOSTILE) as workers:
        yield workers


def loaded(workers: Workers, path: Path, words: str = "words") -> list[Document | LoadError]:
    path.write_text(words, "utf-8")
    return list(workers.results(workers.submit(Request(str(path), str(path), path.name))))


def text(workers: Workers, path: Path) -> str:
    (document,) = loaded(workers, path)
    assert isinstance(document, Document)
    return document.text


def is_alive(pid: int) -> bool:
    """Whether a process runs still; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


# What passes between the processes


def test_values_come_through_as_they_are():
    document = Document(
        "id", "Text \ud800 é 🐝\n", "Title", "a/b\udcff.txt", "00", "pdf", "7", "Ann", None, date(2018, 6, 19), "en",
        (Mark(0, "iv"),), (Mark(2, "Heading", 3),),
    )  # fmt: skip
    assert reply_of(reply_line(document)) == document
    assert b"\n" not in reply_line(document)[:-1]
    error = reply_of(reply_line(DamagedDocument("Line 3 is broken.")))
    assert (type(error), str(error)) == (DamagedDocument, "Line 3 is broken.")
    end = reply_of(reply_line(End(TooLarge("Too much."), tired=True)))
    assert isinstance(end, End)
    assert (type(end.error), end.tired) == (TooLarge, True)
    assert reply_of(reply_line(End())) == End()
    request = Request("/a/\udcff\n.txt", "source", "rel")
    assert request_of(request_line(request)) == request
    drawing = Drawing("/a/\udcff.pdf", "00", 3, "Text é\n", ((0, 4), (1, 2)))
    assert request_of(request_line(drawing)) == drawing
    picture = PagePicture(b"\x89PNG\n\0", 8, 9, ((Box(0.1, 0.2, 1 / 3, 0.4),), ()))
    assert reply_of(reply_line(picture)) == picture
    assert limits_of(limits_words(LIMITS)) == LIMITS


def test_settings_have_the_standard_limits():
    assert Settings().limits() == STANDARD


# Loading


def test_documents_are_those_of_loading_in_this_process_and_in_order(tmp_path: Path):
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"File {number}\n\n" + "Words. " * (5000 if number % 7 == 0 else 3))
    (tmp_path / "40.jsonl").write_text('{"_id": "1", "text": "One."}\nbroken\n{"_id": "2", "text": "Two."}')
    (tmp_path / "41.txt").write_text("")
    (tmp_path / "42.xyz").write_text("?")
    paths = sorted(tmp_path.iterdir())

    def taken(items: Iterator[Document | LoadError]) -> Iterator[object]:
        try:
            for item in items:
                yield item if isinstance(item, Document) else str(item)
        except LoadError as error:
            yield type(error), str(error)

    with Workers(STANDARD) as workers:
        jobs = [workers.submit(Request(str(path), str(path), path.name)) for path in paths]
        apart = [list(taken(workers.results(job))) for job in jobs]
    here = [list(taken(load(path, source=str(path), relative=path.name, max_bytes=MB))) for path in paths]
    assert apart == here
    assert [type(items[0]) for items in apart[-3:]] == [Document, tuple, tuple]


def test_a_process_serves_many_files_and_another_starts_when_there_is_more_to_do(tmp_path: Path):
    with Workers(LIMITS, 2, HOSTILE) as workers:
        one = {text(workers, tmp_path / f"{number}.pid") for number in range(5)}
        assert len(one) == 1
        jobs = [workers.submit(Request(str(tmp_path / "0.pid"), "s", "0.pid")) for _ in range(6)]
        pids = [next(workers.results(job)).text for job in jobs[:1]]  # type: ignore[union-attr]
        assert set(pids) <= one
    assert not is_alive(int(one.pop()))


def test_a_file_with_parts_that_fail(workers: Workers, tmp_path: Path):
    error, document = loaded(workers, tmp_path / "a.parts")
    assert isinstance(error, DamagedDocument)
    assert isinstance(document, Document)


def test_what_a_parser_prints_is_no_reply(workers: Workers, tmp_path: Path):
    assert text(workers, tmp_path / "a.chatter") == "quiet"


def test_a_process_without_memory_of_torch(workers: Workers, tmp_path: Path):
    pid = text(workers, tmp_path / "a.pid")
    assert "torch" not in Path(f"/proc/{pid}/maps").read_text()


# What goes wrong


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("leave", LoaderCrashed, "exit code 3"),
        ("hang", TooSlow, "longer than 1 seconds"),
        ("hang_in_c", TooSlow, "QUOTH_MAX_LOAD_SECONDS"),
        ("bomb", TooLarge, "more than 700 MB of memory"),
        ("abort", TooLarge, "QUOTH_MAX_LOAD_MEMORY_MB"),
        ("mistake", LoaderCrashed, "ZeroDivisionError"),
        ("crash", LoaderCrashed, "SIGSEGV"),
        ("endless", TooLarge, "100,000 characters"),
        ("none", LoadError, "are not read"),
    ],
)
def test_what_goes_wrong_costs_its_file_alone(
    workers: Workers, tmp_path: Path, kind: str, error: type[LoadError], words: str
):
    bad, good = tmp_path / f"bad.{kind}", tmp_path / "good.txt"
    bad.write_text("x")
    good.write_text("A good file.")
    jobs = [workers.submit(Request(str(path), str(path), path.name)) for path in (good, bad, good)]
    found: list[object] = []
    for job in jobs:
        try:
            found += [item.text[:20] for item in workers.results(job) if isinstance(item, Document)]
        except LoadError as failed:
            found.append(failed)
    failures = [one for one in found if isinstance(one, LoadError)]
    assert [type(one) if error is not LoadError else LoadError for one in failures] == [error]
    assert all(words in str(one) for one in failures)
    assert [one for one in found if one == "A good file."] == ["A good file."] * 2


def test_a_parser_that_stops_the_clock_is_stopped_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.isolation.GRACE", 1.5)
    with Workers(LIMITS, 1, HOSTILE) as workers:
        began = time.monotonic()
        with pytest.raises(TooSlow):
            loaded(workers, tmp_path / "a.hang_unstoppably")
        assert time.monotonic() - began < 20
        assert text(workers, tmp_path / "a.pid")


def test_the_clock_stands_still_while_replies_wait(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Words. " * 10_000)
    with Workers(replace(LIMITS, characters=100 * MB), 1, HOSTILE) as workers:
        jobs = [workers.submit(Request(str(tmp_path / "a.txt"), "s", "a.txt")) for _ in range(60)]
        next(iter(workers.results(jobs[0])))
        time.sleep(1.5)  # longer than a file may take: the pipe is full meanwhile


def test_a_process_that_has_grown_is_replaced(tmp_path: Path):
    with Workers(replace(LIMITS, seconds=60, memory=150 * MB), 1, HOSTILE) as workers:
        pid, _ = text(workers, tmp_path / "a.swell").split()
        assert text(workers, tmp_path / "b.pid") != pid
        assert not is_alive(int(pid))


def test_what_ends_with_us_ends(tmp_path: Path):
    def interrupted() -> None:
        with Workers(replace(LIMITS, seconds=60), 1, HOSTILE) as workers:
            pids.append(int(text(workers, tmp_path / "a.pid")))
            (tmp_path / "b.hang").write_text("x")
            workers.submit(Request(str(tmp_path / "b.hang"), "s", "b.hang"))
            raise KeyboardInterrupt

    pids: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not is_alive(pids[0])


def test_a_process_whose_owner_is_gone_ends(tmp_path: Path):
    workers = Workers(LIMITS, 1, HOSTILE)
    pid = int(text(workers, tmp_path / "a.pid"))
    process = workers._seats[0]._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) == 0
    assert not is_alive(pid)
    workers.close()


def test_jobs_are_taken_in_their_order(workers: Workers, tmp_path: Path):
    (tmp_path / "a.txt").write_text("x")
    _, second = (workers.submit(Request(str(tmp_path / "a.txt"), "s", "a.txt")) for _ in range(2))
    with pytest.raises(ValueError, match="order"):
        next(workers.results(second))


def test_nothing_starts_where_there_is_nothing_to_load():
    with Workers(LIMITS, 2, HOSTILE) as workers:
        assert [seat._process for seat in workers._seats] == [None, None]


def test_a_module_in_the_current_folder_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("json.py", "index.py", "lxml.py"):
        (tmp_path / name).write_text("raise SystemExit('caught')")
    (tmp_path / "a.xml").write_text("<a>Words.</a>")
    monkeypatch.chdir(tmp_path)
    with Workers(STANDARD) as workers:
        (document,) = workers.results(workers.submit(Request(str(tmp_path / "a.xml"), "s", "a.xml")))
    assert isinstance(document, Document)


# In the way that files go


class Zeros:
    """An embedder that says nothing of any text."""

    name, sha256, dimension = "zeros", "0" * 64, 4

    def documents(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 4), np.float32)

    def export(self, directory: Path) -> None:
        raise NotImplementedError


def ingested(catalog: Catalog, folder: Path, **limits: float) -> Report:
    making = Making(Zeros, 600, 1, replace(STANDARD, **limits), 2, folder / "originals")  # type: ignore[arg-type]
    return Ingest(catalog, making).read(walk(str(folder), "").files, retry=True)


def test_a_folder_with_a_bad_file_is_read(tmp_path: Path):
    folder = tmp_path / "given"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number:03}.txt").write_text(f"File {number} has some words.")
    (folder / "050 long.txt").write_text("Words. " * 1000)
    (folder / "051 empty.txt").write_text("")
    catalog = Catalog(tmp_path / "library", create=True)
    report = ingested(catalog, folder, characters=5000)
    assert report.added == 100
    assert [status.path for status in report.failed] == ["050 long.txt", "051 empty.txt"]
    assert "5,000 characters" in str(report.failed[0].reason)
    again = ingested(catalog, folder, characters=50_000)
    assert (again.added, again.unchanged) == (1, 100)
    with catalog.reading() as snapshot:
        assert len([status for status in snapshot.statuses() if status.status == "ready"]) == 101
    catalog.close()


def test_an_error_is_told_by_its_own_kind(tmp_path: Path):
    (tmp_path / "a.txt").write_text("   ")
    with Workers(STANDARD) as workers, pytest.raises(EmptyDocument, match="empty"):
        list(workers.results(workers.submit(Request(str(tmp_path / "a.txt"), "s", "a.txt"))))
