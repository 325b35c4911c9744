"""A real Chromium, and the real app as a process of its own on a small library made for the run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from index.library import Library

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 45_000  # milliseconds: the tests share two cores with whatever else runs there

FILLER = "Paragraph {} of this report describes the weather, the tides and the ships that passed, as is the custom."
HOSTILE = (
    '<script>window.harmed = 1</script> <img src=x onerror="window.harmed=1"> **stars** [link](http://harm.example)'
)
HOSTILE_NAME = "<img src=x onerror=window.harmed=1> **name** `tick`.txt"
HOSTILE_TITLE = "<b onclick=alert(1)>Title</b> <img src=x onerror=alert(1)> **loud** `tick` :red[red]"
DOCUMENTS = {
    "harbour.txt": "The harbour of Saltmere\n\n"
    + "\n\n".join(FILLER.format(number) for number in range(1, 60))
    + "\n\nThe harbour wall at Saltmere is 412 metres long.\n\n"
    + "\n\n".join(FILLER.format(number) for number in range(60, 90)),
    "bakery.txt": "The bakery\n\nThe bakery in Mill Lane sells 300 loaves a day. Edith Crane founded it in 1921.",
    "minutes.md": "# Minutes of the council\n\nThe council voted to repaint the harbour railings in green.",
    HOSTILE_NAME: f"{HOSTILE_TITLE}\n\nThe lighthouse keeper is Maria Quill {HOSTILE}.",
}


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a library that holds DOCUMENTS."""
    folder, directory = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("app") / "library"
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    with Library.open(directory, create=True) as opened:
        assert opened.add([folder]).added == len(DOCUMENTS)
    return directory


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Starts the app on a library and gives its address; whatever was started is stopped at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(directory: Path) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
        environment = os.environ | {"QUOTH_LIBRARY": str(directory)}
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        address = f"http://127.0.0.1:{port}"
        _await_health(f"{address}/_stcore/health", started[-1])
        return address

    yield start
    for process in started:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def app(library: Path, serve: Callable[[Path], str]) -> str:
    """The address of the app on that library."""
    return serve(library)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "the browser tests need Chromium: run `make chromium`"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's own session. Fails if anything asks another machine for something, or a dialog opens."""
    opened = browser.new_context(viewport={"width": 1280, "height": 860})
    opened.set_default_timeout(PATIENCE)
    strangers: list[str] = []
    dialogs: list[str] = []
    opened.on("request", lambda asked: None if _is_ours(asked.url) else strangers.append(asked.url))
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield opened
    opened.close()
    assert strangers == []
    assert dialogs == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _is_ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


def _await_health(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the app ended as soon as it was started"
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  (our own http address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the app did not answer within a minute")
