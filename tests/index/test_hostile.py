"""A folder full of hostile files costs each of them a status with its reason, and nothing else."""

import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.model import DocumentStatus
from index.settings import Settings
from tests.bench.kills import Hashes
from tests.index.hostile_files import EITHER, FAILED, File, files

UNGIVEN = "Only in the file that nobody gave to the library: quinquereme."
LIMITS = {"max_load_seconds": 60, "max_load_memory_mb": 1500, "max_file_characters": 20_000_000, "max_file_mb": 100}


Read = tuple[list[File], list[DocumentStatus], dict[str, str], set[Path]]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and whatever is asked of it."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that a loader might write to: home, the folder for temporary files, the current one, and the given one."""
    world = tmp_path_factory.mktemp("world")
    for name in ("home", "temporary", "current/here", "given"):
        (world / name).mkdir(parents=True)
    (world / "secret.txt").write_text(UNGIVEN)
    return world


@pytest.fixture(scope="module")
def read(
    world: Path, server: tuple[str, list[str]]
) -> tuple[list[File], list[DocumentStatus], dict[str, str], set[Path]]:
    """The files, what the library lists of them, their texts by id, and what there is that was not there before."""
    made = files(server[0], str(world / "secret.txt"))
    for name, data, _ in made:
        (world / "given" / name).write_bytes(data)
    before = set(world.rglob("*"))
    here, environment = Path.cwd(), dict(os.environ)
    os.environ.update(HOME=str(world / "home"), TMPDIR=str(world / "temporary"))
    os.chdir(world / "current" / "here")
    try:
        with Library.open(world / "library", Settings(**LIMITS), create=True, load=lambda _: Hashes()) as library:
            library.add([world / "given"])
            listed = library.list()
            texts = {one.id: library.text(one.id) for one in listed if one.status == "ready"}
            assert library.verify() == []
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(environment)
    return made, listed, texts, set(world.rglob("*")) - before


def of(listed: list[DocumentStatus], name: str) -> list[DocumentStatus]:
    return [one for one in listed if one.path == name or one.path.startswith(f"{name}/")]


def test_there_are_many_of_them_and_each_has_a_status_with_its_reason(read):
    made, listed, *_ = read
    assert len({name for name, *_ in made}) == len(made) >= 60
    for name, _, expected in made:
        found = of(listed, name)
        statuses = {one.status for one in found}
        assert statuses, name
        assert expected == EITHER or expected in statuses, (name, found)
        for reason in (one.reason or "" for one in found if one.status == FAILED):
            assert re.fullmatch(r"(?:.+: )?[A-Z].*\.", reason, re.S), reason
            assert " object at 0x" not in reason


def test_none_is_told_by_a_crash_of_the_parser_or_a_mistake_of_ours(read):
    said = [f"{one.path}: {one.reason}" for one in read[1] if one.reason]
    assert [words for words in said if "unexpectedly" in words or "crash" in words or "disorder" in words] == []


def test_nothing_is_read_that_was_not_given_and_nothing_is_called(read, server: tuple[str, list[str]]):
    assert [id for id, text in read[2].items() if "quinquereme" in text] == []
    assert server[1] == []


def test_nothing_is_written_but_the_library(read, world: Path):
    assert {path for path in read[3] if not path.is_relative_to(world / "library")} == set()


# What a loader could do if a file took it over

ATTEMPTS = {
    "connect": "import socket; socket.create_connection(('127.0.0.1', {port}), 5)",
    "a program that connects": "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; "
    "socket.socket()'], check=True)",
    "write": "open('{place}', 'w')",
    "append": "open('{place}', 'a')",
    "create": "import os; os.close(os.open('{place}', os.O_RDONLY | os.O_CREAT))",
    "rename": "import os; os.rename('{given}', '{place}')",
    "delete": "import os; os.unlink('{given}')",
    "make a folder": "import os; os.mkdir('{place}')",
    "link": "import os; os.symlink('/etc', '{place}')",
    "empty": "import os; os.truncate('{given}', 0)",
}


@pytest.mark.skipif(sys.platform != "linux", reason="the fence is Linux's")
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_kernel_refuses_a_loader_what_it_does_not_need(attempt: str, server: tuple[str, list[str]], tmp_path: Path):
    given = tmp_path / "given.txt"
    given.write_text("words")
    words = {"port": server[0].rsplit(":", 1)[1], "place": tmp_path / "made", "given": given}
    code = ATTEMPTS[attempt].format(**words)
    free = subprocess.run([sys.executable, "-c", f"open({str(given)!r}).read(); {code}"], check=False)
    assert free.returncode == 0  # without the fence it can be done
    for path in tmp_path.iterdir():
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    given.write_text("words")
    fenced = f"from index.loaders.fence import fence; assert fence(); open({str(given)!r}).read(); {code}"
    done = subprocess.run([sys.executable, "-c", fenced], capture_output=True, text=True, check=False)
    assert (done.returncode, "PermissionError" in done.stderr) == (1, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["given.txt"]
    assert given.read_text() == "words"
