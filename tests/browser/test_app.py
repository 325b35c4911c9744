"""The whole app as a reader meets it: Chromium, the app's own process, a real library, the real reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import HARBOUR, INJECTED, ask, assert_harmless, assert_no_overflow, settled


def open_library(page: Page, app: str) -> None:
    page.goto(f"{app}/library")
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


def upload(page: Page, name: str, text: str) -> None:
    page.get_by_text("Add documents").click()
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.locator('input[type="file"]').set_input_files([file])


def test_asks_and_reads_the_source(page: Page, app: str) -> None:
    page.goto(app)
    ask(page, HARBOUR)
    expect(page.locator(".q-quote mark.answer").first).to_contain_text("412")
    page.get_by_role("link", name="The harbour of Saltmere").first.click()
    expect(page.get_by_role("heading", name="The harbour of Saltmere").first).to_be_attached()
    expect(page.locator(".q-reading mark.answer").first).to_be_in_viewport()
    assert "document=" in page.url
    assert "start=" in page.url

    # The address alone, as a colleague would get it, shows the same; and the conversation is still there.
    page.goto(page.url)
    expect(page.locator(".q-reading mark.answer").first).to_be_in_viewport()


def test_what_can_be_done_with_an_answer_stands_on_one_line(page: Page, app: str) -> None:
    page.goto(app)
    ask(page, HARBOUR)
    expect(page.get_by_role("button", name="Wrong")).to_be_visible()
    settled(page)
    boxes = [page.get_by_role("button", name=name).bounding_box() for name in ("Copy", "Right", "Wrong")]
    assert len({round(box["y"]) for box in boxes if box}) == 1


def test_goes_back_to_the_conversation(page: Page, app: str) -> None:
    page.goto(app)
    ask(page, HARBOUR)
    page.get_by_role("link", name="The harbour of Saltmere").first.click()
    page.get_by_role("link", name="Back to the conversation").click()
    expect(page.locator(".q-quote mark.answer").first).to_contain_text("412")


def test_says_what_is_not_in_the_documents(page: Page, app: str) -> None:
    page.goto(app)
    ask(page, "What is the boiling point of tungsten?")
    refusal = page.locator(".q-not-found")
    expect(refusal).to_contain_text("Not in these documents")
    expect(refusal).to_contain_text(re.compile(r"Searched \d+ documents"))
    expect(page.locator("mark.answer")).to_have_count(0)
    page.get_by_text("The nearest passages, which do not answer it").click()
    expect(page.locator(".q-quote.q-small").first).to_be_visible()


@pytest.mark.parametrize("question", ["?!", "why " * 3000])
def test_a_question_that_cannot_be_asked_gets_a_sentence(page: Page, app: str, question: str) -> None:
    page.goto(app)
    ask(page, question)
    expect(page.locator(".q-problem")).to_contain_text("The question has")
    expect(page.get_by_text("Traceback")).to_have_count(0)


def test_looks_up_and_reads_the_source(page: Page, app: str) -> None:
    page.goto(f"{app}/look_up")
    field = page.get_by_placeholder("Words, “an exact phrase”")
    field.fill("harbour")
    field.press("Enter")
    hits = page.locator(".st-key-hits")
    expect(hits).to_contain_text("The harbour of Saltmere")
    expect(hits.locator(".q-snippet mark").first).to_have_text("harbour", ignore_case=True)
    page.get_by_role("link", name="Minutes of the council").first.click()
    expect(page.locator(".q-reading mark").first).to_be_in_viewport()


def test_the_pages_name_is_an_address_too(page: Page, app: str) -> None:
    page.goto(f"{app}/ask")
    ask(page, HARBOUR)
    expect(page.locator(".q-quote mark.answer").first).to_contain_text("412 metres")


def test_uploads_asks_removes(page: Page, app: str) -> None:
    question = "Who designed the clock tower?"
    open_library(page, app)
    upload(page, "tower note.txt", "Tower note\n\nThe clock tower of Saltmere was designed by Ada Penrose in 1874.")
    expect(page.get_by_text("1 added.")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    page.get_by_role("link", name="Ask").click()
    ask(page, question)
    expect(page.locator(".q-quote mark.answer").first).to_contain_text("Ada Penrose")

    page.locator("[data-testid='stSidebar']").get_by_role("link", name="Library").click()
    page.get_by_placeholder("Filter by title").fill("tower")
    page.get_by_placeholder("Filter by title").press("Enter")
    row = page.locator("[class*='st-key-row-']")
    expect(row).to_have_count(1)
    settled(page)  # rows that change places between the press and the release of a button take no click
    row.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    expect(row).to_have_count(0)
    page.get_by_role("link", name="Ask").click()
    page.get_by_role("button", name="New conversation").click()
    ask(page, question)
    expect(page.locator(".q-not-found")).to_be_visible()
    expect(page.get_by_text("Ada Penrose")).to_have_count(0)


def test_who_published_a_document_is_set_by_hand_and_undone(page: Page, app: str) -> None:
    open_library(page, app)
    row = page.locator("[class*='st-key-row-']", has_text="minutes.md")
    dialog = page.get_by_role("dialog")
    row.get_by_role("button", name="Edit").click()
    dialog.get_by_role("textbox", name="Publisher").fill("The Saltmere Gazette")
    dialog.get_by_role("textbox", name="Date").fill("soon")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("is no day")).to_be_visible()
    dialog.get_by_role("textbox", name="Date").fill("4 May 2018")
    dialog.get_by_role("button", name="Save").click()
    expect(row.locator(".q-byline")).to_contain_text("The Saltmere Gazette · 4 May 2018")
    row.get_by_role("button", name="Edit").click()
    for field in ("Publisher", "Date"):
        dialog.get_by_role("textbox", name=field).fill("")
    dialog.get_by_role("button", name="Save").click()
    expect(row.locator(".q-byline")).not_to_contain_text("Gazette")


def test_a_file_that_cannot_be_read_is_listed_with_its_reason(page: Page, app: str) -> None:
    open_library(page, app)
    upload(page, "<b>empty.txt", "")
    expect(page.get_by_text("1 could not be read.")).to_be_visible()
    row = page.locator("[class*='st-key-row-']", has_text="<b>empty.txt")
    expect(row.locator(".q-reason")).not_to_be_empty()
    page.get_by_role("button", name="Dismiss").click()
    page.locator("[data-testid='stSidebar']").get_by_role("link", name="1 file could not be read").click()
    expect(page.locator("[class*='st-key-row-']")).to_have_count(1)
    row.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    expect(row).to_have_count(0)


def test_asking_goes_on_while_a_folder_is_added(page: Page, browser: Browser, app: str, tmp_path: Path) -> None:
    for number in range(3):
        lines = (f"Shop {number} sells item {item} for {item + number} pounds." for item in range(200))
        (tmp_path / f"prices {number}.txt").write_text("\n\n".join(lines), "utf-8")
    open_library(page, app)
    page.get_by_text("Add documents").click()
    page.get_by_label("A folder on the machine").fill(str(tmp_path))
    page.get_by_role("button", name="Add the folder").click()
    expect(page.get_by_text(f"Adding {tmp_path}")).to_be_visible()
    with browser.new_context() as other:
        second = other.new_page()
        second.goto(app)
        ask(second, HARBOUR)
        expect(second.locator(".q-quote mark.answer").first).to_contain_text("412")
    expect(page.get_by_text("3 added.")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()


def test_markup_is_shown_as_text(page: Page, app: str) -> None:
    page.goto(app)
    ask(page, f"Who is the lighthouse keeper? {INJECTED}")
    expect(page.locator(".q-question")).to_contain_text(INJECTED)
    ask(page, "Who is the lighthouse keeper?")
    expect(page.locator(".st-key-turn-1 .q-quote").first).to_contain_text("**stars** [link](http://harm.example)")
    assert_harmless(page)
    page.locator(".st-key-turn-1").get_by_role("link", name="**loud** `tick`").first.click()
    expect(page.locator(".q-reading")).to_contain_text("<script>window.harmed = 1</script>")
    expect(page.locator(".q-source-head")).to_contain_text("**name** `tick`.txt")
    assert_harmless(page)
    open_library(page, app)
    row = page.locator("[class*='st-key-row-']", has_text="**name** `tick`.txt")
    expect(row).to_contain_text("**loud** `tick`")
    row.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("dialog")).to_contain_text("**loud** `tick`")
    assert_harmless(page)


@pytest.mark.parametrize("address", ["ask", "look_up?words=harbour", "library", "source?document=none", "source"])
@pytest.mark.parametrize("width", [390, 1024])
def test_nothing_is_wider_than_the_screen(page: Page, app: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{app}/{address}")
    expect(page.locator(".stMain .stHtml").last).to_be_attached()
    expect(page.locator("[data-testid='stApp']")).to_have_attribute("data-test-script-state", "notRunning")
    assert_no_overflow(page)
    assert_harmless(page)


def test_an_answer_fits_a_phone(page: Page, app: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(app)
    ask(page, HARBOUR)
    expect(page.locator(".q-quote mark.answer").first).to_be_in_viewport()
    assert_no_overflow(page)


def test_two_readers_have_two_conversations(page: Page, browser: Browser, app: str) -> None:
    page.goto(app)
    ask(page, HARBOUR)
    expect(page.locator(".q-question")).to_have_count(1)
    with browser.new_context() as other:
        second = other.new_page()
        second.goto(app)
        expect(second.get_by_role("heading", name="Ask in a sentence")).to_be_visible()
        expect(second.locator(".q-question")).to_have_count(0)


def test_an_empty_library_invites(page: Page, serve: Callable[[Path], str], tmp_path: Path) -> None:
    page.goto(serve(tmp_path / "library"))
    expect(page.get_by_role("heading", name="Begin with your documents")).to_be_visible()
    page.get_by_role("link", name="Add documents").click()
    expect(page.locator('input[type="file"]')).to_be_attached()
