"""Every page by axe-core (Deque), light and dark: nothing serious or critical is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from tests.browser.steps import HARBOUR, ask, settled

SERIOUS = ("serious", "critical")


def violations(page: Page) -> list[str]:
    """What is wrong, and where, one a line."""
    settled(page)
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_violation(browser: Browser, app: str, library: Path, scheme: str) -> None:
    assert library
    with browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 860}) as context:  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(app)
        found = {"before anything is asked": violations(page)}
        expect(page.get_by_role("heading", level=1)).to_have_text("Ask in a sentence")
        ask(page, HARBOUR)
        expect(page.locator(".q-quote").first).to_be_visible()
        ask(page, "What is the boiling point of tungsten?")
        expect(page.locator(".q-not-found")).to_be_visible()
        found["answers"] = violations(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Ask")
        page.get_by_role("button", name="Wrong", exact=True).first.click()
        expect(page.get_by_role("button", name="Note it")).to_be_visible()
        page.wait_for_timeout(500)  # while it fades in, its colours are others
        found["the dialog"] = violations(page)
        page.keyboard.press("Escape")
        page.get_by_role("link", name="The harbour of Saltmere").first.click()
        expect(page.locator(".q-reading")).to_be_visible()
        found["source"] = violations(page)
        page.get_by_role("link", name="Back to the conversation").click()
        pin, pinned = page.get_by_role("button", name="Pin"), page.get_by_role("link", name="Pinned in")
        expect(pin.or_(pinned).first).to_be_visible()
        settled(page)
        if pin.count():
            pin.first.click()
        pinned.first.click()
        page.get_by_role("button", name="Add a sentence").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Briefing")
        page.get_by_role("button", name="Verify now").click()
        expect(page.get_by_text("verified on").first).to_be_visible()
        found["briefing"] = violations(page)
        for address in ("conversations", "look_up?words=harbour", "library"):
            page.goto(f"{app}/{address}")
            found[address] = violations(page)
            if address.startswith("look_up"):
                page.locator(".st-key-narrowing").get_by_role("button", name="Kind").click()
                expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
                page.wait_for_timeout(500)
                found["choices"] = violations(page)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}
