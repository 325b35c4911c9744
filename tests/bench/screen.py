"""How long readers wait: ``python -m tests.bench.screen [--library DIR] [--questions 20] [--rounds 5]``.

Opens the app in Chromium on a library (by default one made of data/sample) and measures in the page itself, frame by
frame: from Enter to the answer's being on screen on Ask, and from the click on a page's link to its being drawn. The
same questions are answered once more without app or browser, which tells whose time it is. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from index.library import Library
from index.settings import PROJECT, Settings
from qa.assistant import Assistant
from qa.model import Exchange, as_exchange
from tests.browser.conftest import ARGUMENTS, PATIENCE, _await_health

# From the next event of that kind until a frame in which `there` holds; the frame's own time is what is taken.
STOPWATCH = """([kind, there]) => {
  const holds = new Function(`return ${there}`);
  window.quothTook = null;
  addEventListener(kind, () => {
    const began = performance.now();
    const look = () => {
      if (holds()) window.quothTook = performance.now() - began;
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
}"""
IDLE = "document.querySelector('[data-testid=\"stApp\"]').dataset.testScriptState === 'notRunning'"
PAGES = {  # link in the sidebar -> what is there once the page is drawn
    "Look up": "document.querySelector('.st-key-words input')",
    "Briefing": "[...document.querySelectorAll('.stMain h1')].some(one => one.textContent.includes('Briefing'))",
    "Conversations": "document.querySelector('.stMain .q-count')",
    "Check a draft": "[...document.querySelectorAll('.stMain h1')].some(one => one.textContent.includes('Check'))",
    "Library": "document.querySelector('[class*=\"st-key-row-\"]')",
    "Ask": "document.querySelector('.q-question')",
}


def main(library: Path, questions: Sequence[str], rounds: int) -> None:
    """Print the tables."""
    with served(library) as address, opened() as page:
        page.goto(address)
        expect(page.get_by_placeholder("Ask these documents a question")).to_be_visible()
        answered = asked(page, questions)
        alone = [asked_alone(page, question) for question in questions[:rounds]]
        looked_up = [searched(page, address, words) for words in ("hate crime", '"young people"', "women -board")]
        drawn: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name in PAGES:
                drawn.setdefault(name, []).append(clicked(page, name))
    with Library.open(library, Settings()) as opened_library:
        helper = Assistant(opened_library, Settings())
        helper.ask(questions[0])
        plain = [answering(helper, question, []) for question in questions]
        history: list[Exchange] = []
        followed = [answering(helper, question, history) for question in questions]
    print("| what | median ms | slowest ms | times |\n|---|---|---|---|")
    print(row("an answer on screen, from Enter, in one conversation", answered))
    print(row("an answer on screen, from Enter, as a conversation's first", alone))
    print(row("the same questions without app and browser, each the first", plain))
    print(row("the same without app and browser, as one conversation", followed))
    third = max(1, len(answered) // 3)
    print(row("of those on screen, the first third of the conversation", answered[:third]))
    print(row("of those on screen, the last third", answered[-third:]))
    print(row("of those without app and browser, the last third", followed[-third:]))
    print(row("what was looked up on screen, from Enter", looked_up))
    for name, took in drawn.items():
        print(row(f"{name}, from the click to the whole page", took))


def asked(page: Page, questions: Sequence[str]) -> list[float]:
    """Ask one after the other in one conversation; milliseconds until each answer or refusal is on screen."""
    return [_ask(page, question, number) for number, question in enumerate(questions)]


def asked_alone(page: Page, question: str) -> float:
    """The same as the first of a conversation."""
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".q-question")).to_have_count(0)
    return _ask(page, question, 0)


def _ask(page: Page, question: str, number: int) -> float:
    field = page.get_by_placeholder("Ask these documents a question")
    field.fill(question)
    turn = f".st-key-turn-{number} "
    took = measured(
        page,
        "keydown",
        f"document.querySelector('{turn}.q-quote, {turn}.q-not-found, {turn}.q-refusal')",
        lambda: field.press("Enter"),
    )
    page.wait_for_function(IDLE)
    return took


def searched(page: Page, address: str, words: str) -> float:
    """Look something up; milliseconds until its last row is on screen."""
    page.goto(f"{address}/look_up")
    page.wait_for_function(IDLE)
    field = page.locator(".st-key-words input")
    field.fill(words)
    took = measured(
        page, "keydown", f"document.querySelector('.st-key-hits a') && {IDLE}", lambda: field.press("Enter")
    )
    page.goto(address)
    page.wait_for_function(IDLE)
    _ask(page, "Who chairs the board?", 0)
    return took


def clicked(page: Page, name: str) -> float:
    """Go to a page by its link; milliseconds until all of it is there."""
    link = page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True)
    took = measured(page, "click", f"{PAGES[name]} && {IDLE}", link.click)
    page.wait_for_timeout(200)
    return took


def measured(page: Page, event: str, there: str, act: Callable[[], None]) -> float:
    """Milliseconds in the page from the `event` that `act` brings about to the frame in which `there` holds."""
    page.evaluate(STOPWATCH, [event, there])
    act()
    page.wait_for_function("window.quothTook !== null")
    return float(page.evaluate("window.quothTook"))


def answering(helper: Assistant, question: str, history: list[Exchange]) -> float:
    """Milliseconds that answering takes; the answer becomes the last of the history."""
    began = time.perf_counter()
    answer = helper.ask(question, history=history)
    took = 1000 * (time.perf_counter() - began)
    history.append(as_exchange(answer))
    return took


def row(what: str, took: Sequence[float]) -> str:
    """A line of the table."""
    return f"| {what} | {statistics.median(took):.0f} | {max(took):.0f} | {len(took)} |"


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The app on that library, with a workspace of its own; its address."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as aside:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
        workspace = str(Path(aside) / "workspace.sqlite")
        environment = os.environ | {"QUOTH_LIBRARY": str(library), "QUOTH_WORKSPACE": workspace}
        process = subprocess.Popen([*command, "--server.address=127.0.0.1"], cwd=PROJECT, env=environment)
        try:
            _await_health(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def opened() -> Iterator[Page]:
    """A page of Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "this needs Chromium: run `make chromium`"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    lines = (PROJECT / "data" / "questions.jsonl").read_text("utf-8").splitlines()
    some = [json.loads(line)["question"] for line in lines][: given.questions]
    if given.library:
        main(given.library, some, given.rounds)
    else:
        with tempfile.TemporaryDirectory() as directory:
            made = Path(directory) / "library"
            with Library.open(made, create=True) as library:
                library.add([PROJECT / "data" / "sample"])
            main(made, some, given.rounds)
