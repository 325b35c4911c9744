"""The source of a quotation from a PDF: the page as it looks with the quotation marked on it, and its text."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from index.library import Library
from tests.browser.conftest import PATIENCE, ROOT
from tests.browser.steps import ask, assert_no_overflow, settled
from tests.browser.test_accessible import violations
from tests.index.loaders.made import lines, pdf

QUESTION = "How many metres long is the pier at Saltmere?"
LABELS = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D >>] >>"
PAGES = [
    ("The piers of the county", "A report by the harbour office of Saltmere."),
    ("The council measured the pier last spring.", "The pier at Saltmere is 518 metres long, from gate to head."),
    ("Of the pier at Saltmere, which is 518 metres long, it is said", "that it was the longest of them all by far."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("papers")
    (made / "piers.pdf").write_bytes(pdf([lines(*words) for words in PAGES], catalog=LABELS))
    shutil.copy(ROOT / "data" / "sample" / "mapping-vulnerability.pdf", made)
    return made


@pytest.fixture(scope="module")
def papers(folder: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of the app on a library of PDFs."""
    directory = tmp_path_factory.mktemp("papers-library") / "library"
    with Library.open(directory, create=True) as opened:
        assert opened.add([folder]).added == 2
    return serve(directory)


def open_source(page: Page, papers: str) -> None:
    page.goto(papers)
    ask(page, QUESTION)
    expect(page.locator(".q-quote mark.answer").first).to_contain_text("518")
    page.get_by_role("link", name="page 1 (PDF page 2)").first.click()
    expect(page.locator(".q-answer-box").first).to_be_in_viewport()
    settled(page)


def area(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def assert_within(inner: FloatRect, outer: FloatRect) -> None:
    assert inner["width"] > 0
    assert inner["height"] > 0
    assert outer["x"] - 1 <= inner["x"] <= inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    assert outer["y"] - 1 <= inner["y"] <= inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1


def test_the_page_is_shown_with_the_quotation_marked(page: Page, papers: str) -> None:
    open_source(page, papers)
    picture = page.get_by_role("img", name="Page 1 (PDF page 2 of 3). The quotation is marked.")
    expect(picture).to_be_visible()
    assert page.evaluate("document.querySelector('.q-paper img').naturalWidth") > 800
    answer, quote = area(page.locator(".q-answer-box").first), area(page.locator(".q-quote-box").first)
    assert_within(quote, area(picture))
    assert_within(answer, area(picture))
    assert_within(answer, quote)
    assert quote["y"] < area(picture)["y"] + area(picture)["height"] / 4  # the second line of the page

    # The address alone, as a colleague would get it, shows the same.
    page.goto(page.url)
    expect(page.locator(".q-answer-box").first).to_be_in_viewport()


def test_the_text_is_one_click_away_and_part_of_the_address(page: Page, papers: str) -> None:
    open_source(page, papers)
    switch = page.locator(".st-key-view")
    before = area(switch)
    page.get_by_role("radio", name="Text").click()
    expect(page.locator(".q-reading mark.answer").first).to_be_in_viewport()
    settled(page)
    assert area(switch) == before
    assert "view=Text" in page.url
    page.goto(page.url)
    expect(page.locator(".q-reading mark.answer").first).to_be_in_viewport()
    expect(page.locator(".q-sheet")).to_have_count(0)
    page.get_by_role("radio", name="Page as it looks").click()
    expect(page.locator(".q-answer-box").first).to_be_in_viewport()


def test_pages_are_turned(page: Page, papers: str) -> None:
    open_source(page, papers)
    page.get_by_role("link", name="Page i", exact=False).click()
    expect(page.get_by_role("img", name="Page i (PDF page 1 of 3).")).to_be_visible()
    expect(page.locator(".q-box")).to_have_count(0)
    page.get_by_role("link", name="Page 1").click()
    expect(page.locator(".q-answer-box").first).to_be_visible()


def test_the_other_places_that_answer_are_one_click_away(page: Page, papers: str) -> None:
    open_source(page, papers)
    expect(page.get_by_text("place 1 of 2 that answer")).to_be_visible()
    first = page.url
    page.get_by_role("link", name="Next", exact=False).click()
    expect(page.get_by_role("img", name="Page 2 (PDF page 3 of 3). The quotation is marked.")).to_be_visible()
    expect(page.get_by_text("place 2 of 2 that answer")).to_be_visible()
    page.wait_for_url(lambda address: address != first)  # what is copied, or gone back to, is what is shown
    page.reload()
    expect(page.get_by_text("place 2 of 2 that answer")).to_be_visible()
    page.get_by_role("radio", name="Text").click()
    expect(page.locator(".q-reading mark.answer").first).to_be_in_viewport()
    page.get_by_role("link", name="Previous", exact=False).click()
    expect(page.locator(".q-reading p", has=page.locator("mark.answer"))).to_contain_text("from gate to head")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_wrong_for_those_who_do_not_see_it(browser: Browser, papers: str, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 860}) as context:  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        open_source(page, papers)
        assert violations(page) == []


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_a_page_fits_the_screen_and_can_be_read(page: Page, papers: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_source(page, papers)
    assert_no_overflow(page)
    assert area(page.locator(".q-paper img"))["width"] >= 600
    expect(page.locator(".q-answer-box").first).to_be_in_viewport()


def test_a_page_whose_file_changed_gives_way_to_its_text(page: Page, papers: str, folder: Path) -> None:
    open_source(page, papers)
    file = folder / "piers.pdf"
    kept = file.read_bytes()
    file.write_bytes(pdf([lines("Another file."), lines("Altogether.")]))
    try:
        page.reload()
        expect(page.get_by_text("The page cannot be shown as it looks")).to_contain_text("has changed since")
        expect(page.locator(".q-reading mark.answer").first).to_contain_text("518")
    finally:
        file.write_bytes(kept)
