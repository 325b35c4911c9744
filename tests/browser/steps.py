"""What readers do, and what has to hold wherever they are; shared by the tests of all pages."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

HARBOUR = "How long is the harbour wall at Saltmere?"
INJECTED = '<img src=x onerror="window.harmed=1"> **bold** <script>window.harmed=1</script>'


def ask(page: Page, question: str) -> None:
    field = page.get_by_placeholder("Ask these documents a question")
    field.fill(question)
    field.press("Enter")


def settled(page: Page) -> None:
    """Wait until the page has been drawn to its end."""
    expect(page.locator(".stMain .stHtml").last).to_be_attached()
    expect(page.locator("[data-testid='stApp']")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-testid='stSkeleton']")).to_have_count(0)


def eventually(page: Page, holds: Callable[[], bool], seconds: int = 30) -> None:
    """Wait until what the app keeps is so: it is kept after the page has taken the last key."""
    for _ in range(10 * seconds):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not so after {seconds} seconds")


def assert_harmless(page: Page) -> None:
    """Nothing that was text has become an element, and nothing in it has run."""
    assert page.evaluate("window.harmed") is None
    expect(page.locator("img[src='x'], [onerror], [onclick]")).to_have_count(0)
    expect(page.locator("a[href*='harm.example']")).to_have_count(0)


def assert_no_overflow(page: Page) -> None:
    wider = "[document.documentElement, ...document.querySelectorAll('.stMain, .stMainBlockContainer')]"
    assert page.evaluate(f"{wider}.filter(one => one.scrollWidth > one.clientWidth + 1).length") == 0
