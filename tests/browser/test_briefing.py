"""A briefing as an analyst works on it: pinned, written in, put in order, looked at again, exported; by two at once."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from index.library import Library
from index.model import Locator, Searched, Span
from qa.brief import new_briefing, pin_of, with_item
from qa.model import Briefing, Citation, Note, Pin, Section, Turn
from qa.pages.exporting import AT_ONCE
from qa.workspace import Workspace
from tests.browser.conftest import FILLER
from tests.browser.steps import HARBOUR, INJECTED, ask, assert_harmless, assert_no_overflow, eventually, settled

WALL = "The harbour wall at Saltmere is 412 metres long."
BAKERY = "Edith Crane founded it in 1921."
INJECTIONS = [
    INJECTED,
    "javascript:alert(1) [link](http://harm.example) ![x](http://harm.example/x.png)",
    "</textarea></style><svg onload=alert(1)>",
    "`tick` :red[red] $x$ :material/delete: <!-- gone -->",
    "{{7*7}} \x07 \x1b[31m \u202e right to left",
]


@pytest.fixture
def workspace(library: Path) -> Workspace:
    return Workspace(library.with_name(f"{library.name}.workspace.sqlite"))


@pytest.fixture
def briefing(library: Path, workspace: Workspace) -> Briefing:
    """A briefing of this test's own, with two quotations."""
    return make(library, workspace, "Saltmere", WALL, BAKERY)


def make(library: Path, workspace: Workspace, title: str, *quotes: str) -> Briefing:
    made = workspace.briefings.create(title)
    with Library.open(library) as opened:
        pins = [pinned(opened, quote) for quote in quotes]
    for pin in pins:
        made = workspace.briefings.change(made.id, lambda held, pin=pin: with_item(held, pin))  # type: ignore[misc]
    return made


def pinned(library: Library, quote: str) -> Pin:
    documents = (library.document(listed.id) for listed in library.list() if listed.status == "ready")
    document = next(document for document in documents if quote in document.text)
    start = document.text.index(quote)
    citation = Citation(1, document, Locator(None, 1, None), quote, Span(document.id, start, start + len(quote)), None)
    return pin_of(document, citation, "Why?", library.searched())


def quotes(page: Page) -> list[str]:
    return page.locator("[class*='st-key-item-'] .q-quote").all_inner_texts()


def said(workspace: Workspace, briefing: Briefing) -> list[str]:
    """What the first section says, as it is kept."""
    items = workspace.briefings.get(briefing.id).sections[0].items
    return [item.text if isinstance(item, Note) else item.citation.quote for item in items]


def test_a_long_briefing_is_exported_in_the_background(
    page: Page, app: str, library: Path, workspace: Workspace, tmp_path: Path
) -> None:
    sentences = [FILLER.format(number) for number in range(1, 89)] * 2
    long = make(library, workspace, "A long one", *sentences[: AT_ONCE + 1])
    page.goto(f"{app}/briefing?briefing={long.id}")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Word (.docx)").click()
    save = page.get_by_role("button", name="Save Word")
    expect(save).to_be_visible()
    with page.expect_download() as downloading:
        save.click()
    downloading.value.save_as(tmp_path / "long.docx")
    with zipfile.ZipFile(tmp_path / "long.docx") as file:
        assert file.read("word/footnotes.xml").count(b"<w:footnote ") > AT_ONCE


def test_an_answer_is_pinned_and_the_pin_leads_to_its_briefing(page: Page, app: str, workspace: Workspace) -> None:
    for held in workspace.briefings.list():  # what other tests have pinned
        workspace.briefings.delete(held.id, version=workspace.briefings.get(held.id).version)
    page.goto(app)
    ask(page, HARBOUR)
    page.get_by_role("button", name="Pin").first.click()
    page.get_by_role("link", name="Pinned in").first.click()
    expect(page.locator("[class*='st-key-item-'] .q-quote", has_text="412 metres").first).to_be_visible()
    (kept,) = [one for one in workspace.briefings.list() if one.id in page.url]
    pin = workspace.briefings.get(kept.id).pins[-1]
    assert (pin.citation.quote, pin.question) == (WALL, HARBOUR)
    page.get_by_role("link", name="The harbour of Saltmere").first.click()
    expect(page.locator(".q-reading mark").first).to_be_in_viewport()
    page.get_by_role("link", name="Back to the briefing").click()
    expect(page.locator("[class*='st-key-item-'] .q-quote").first).to_be_visible()


def test_a_quotation_is_copied_with_its_citation(context: BrowserContext, page: Page, app: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(app)
    ask(page, HARBOUR)
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"“{WALL}” (The harbour of Saltmere, paragraph 61)"


def test_sentences_are_written_between_and_quotations_moved(
    page: Page, app: str, workspace: Workspace, briefing: Briefing
) -> None:
    page.goto(f"{app}/briefing?briefing={briefing.id}")
    expect(page.locator("[class*='st-key-item-'] .q-quote")).to_have_count(2)
    assert quotes(page) == [WALL, BAKERY]
    page.get_by_role("button", name="Add a sentence").first.click()
    page.get_by_label("Your own words").fill("So much for the wall.")
    page.get_by_label("Your own words").blur()
    eventually(page, lambda: "So much for the wall." in said(workspace, briefing))
    while said(workspace, briefing)[0] != BAKERY:
        before = said(workspace, briefing)
        page.locator(f".st-key-up-{briefing.pins[1].id} button").click()
        eventually(page, lambda before=before: said(workspace, briefing) != before)  # type: ignore[misc]
        settled(page)
    expect(page.locator("[class*='st-key-item-'] .q-quote").first).to_have_text(BAKERY)
    page.get_by_label("Title").fill("Walls and bread")
    page.get_by_label("Title").press("Enter")
    eventually(page, lambda: workspace.briefings.get(briefing.id).title == "Walls and bread")
    assert said(workspace, briefing) == [BAKERY, WALL, "So much for the wall."]


def test_it_is_verified_and_exported(page: Page, app: str, briefing: Briefing, tmp_path: Path) -> None:
    page.goto(f"{app}/briefing?briefing={briefing.id}")
    page.get_by_role("button", name="Verify now").click()
    expect(page.locator(".q-unchanged")).to_have_count(2)
    expect(page.get_by_text("Every quotation (2) was verified on")).to_be_visible()
    page.get_by_role("button", name="Export").click()
    for name, begins in (("Word", b"PK"), ("PDF", b"%PDF"), ("BibTeX", b"@misc")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        download.value.save_as(tmp_path / name)
        assert download.value.suggested_filename.startswith("Saltmere.")
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert "word/footnotes.xml" in zipfile.ZipFile(tmp_path / "Word").namelist()


def test_two_who_write_one_sentence_at_once_are_both_kept(
    page: Page, browser: Browser, app: str, workspace: Workspace, briefing: Briefing
) -> None:
    workspace.briefings.change(briefing.id, lambda held: with_item(held, Note("shared", "As both see it.")))
    address = f"{app}/briefing?briefing={briefing.id}"
    page.goto(address)
    with browser.new_context() as other:
        second = other.new_page()
        second.goto(address)
        expect(second.get_by_label("Your own words")).to_have_value("As both see it.")
        expect(page.get_by_label("Your own words")).to_have_value("As both see it.")
        second.get_by_label("Your own words").fill("His.")
        second.get_by_label("Your own words").blur()
        expect(second.locator("[class*='st-key-note-shared-']")).to_be_visible()
        settled(second)
    page.get_by_label("Your own words").fill("Hers.")
    page.get_by_label("Your own words").blur()
    expect(page.get_by_label("Your own words")).to_have_count(2)
    (section,) = workspace.briefings.get(briefing.id).sections
    assert [item.text for item in section.items if isinstance(item, Note)] == ["His.", "Hers."]


def test_a_changed_document_is_shown_as_a_difference_and_a_gone_library_is_told(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    folder, library = tmp_path / "documents", tmp_path / "library"
    folder.mkdir()
    (folder / "wall.txt").write_text(f"The wall\n\n{WALL}\n\nIt leaks.", "utf-8")
    with Library.open(library, create=True) as opened:
        opened.add([folder])
    workspace = Workspace(tmp_path / "library.workspace.sqlite")
    made = make(library, workspace, "Saltmere", WALL)
    (folder / "wall.txt").write_text(f"The wall\n\n{WALL.replace('412', '421')}\n\nIt leaks.", "utf-8")
    with Library.open(library) as opened:
        opened.sync()
    page.goto(f"{serve(library)}/briefing?briefing={made.id}")
    page.get_by_role("button", name="Verify now").click()
    expect(page.locator(".q-altered del")).to_have_text("412")
    expect(page.locator(".q-altered ins")).to_have_text("421")
    expect(page.locator("[class*='st-key-item-'] .q-quote")).to_have_text(WALL)

    shutil.rmtree(library)
    page.goto(f"{serve(library)}/briefing?briefing={made.id}")
    expect(page.locator("[class*='st-key-item-'] .q-quote")).to_have_text(WALL)
    expect(page.locator(".q-problem")).to_contain_text("is gone or empty")


@pytest.mark.parametrize("width", [390, 1024])
def test_nothing_is_wider_than_the_screen(page: Page, app: str, width: int, briefing: Briefing) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in (f"briefing?briefing={briefing.id}", "conversations"):
        page.goto(f"{app}/{address}")
        settled(page)
        assert_no_overflow(page)


def test_what_is_written_stays_text_on_every_page(page: Page, app: str, library: Path, workspace: Workspace) -> None:
    with Library.open(library) as opened:
        pin = pinned(opened, WALL)
    for words in INJECTIONS:
        made = workspace.briefings.create(words)
        items = (Note(f"note{made.id}", words), pin)
        hostile = Briefing(made.id, words, (Section("s", words, items), *new_briefing("x").sections))
        workspace.briefings.change(made.id, lambda _, hostile=hostile: hostile)  # type: ignore[misc]
        talk = workspace.conversations.append(None, Turn(words, problem=words))
        workspace.conversations.rename(talk, words)
        page.goto(f"{app}/briefing?briefing={made.id}")
        expect(page.get_by_label("Your own words")).to_have_value(words)
        settled(page)
        assert_harmless(page)
        page.goto(f"{app}/?conversation={talk}")
        expect(page.locator(".q-question")).to_contain_text(words.split()[0])
        assert_harmless(page)
    page.goto(f"{app}/conversations")
    expect(page.get_by_text("**bold** <script>").first).to_be_visible()
    settled(page)
    assert_harmless(page)


def test_a_library_state_is_of_the_moment_of_pinning(library: Path, briefing: Briefing) -> None:
    with Library.open(library) as opened:
        now = opened.searched()
    assert isinstance(briefing.pins[0].searched, Searched)
    assert briefing.pins[0].searched.library == now.library
