"""Looking up as readers do it: phrases, what is left out, narrowing with counts, order; by the keyboard alone too."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from index.library import Library
from tests.browser.steps import INJECTED, assert_harmless, assert_no_overflow, settled

PAGE = (
    '<html><head><title>{title}</title><meta property="og:site_name" content="{publisher}">'
    '<meta property="article:published_time" content="{date}"></head><body><article><h1>{title}</h1><p>{text}</p>'
    "</article></body></html>"
)
NEWS = (
    ("The old mill burns", "The Saltmere Gazette", "2017-03-01", "The old mill in Mill Lane burned down on Tuesday."),
    ("Mill to be built again", "The Saltmere Gazette", "2018-05-04", "The mill was old. It will be built anew."),
    ("A mill remembered", "Harbour Radio", "2019-09-30", "Listeners told us what “the old mill” meant to them."),
)
LONG = " ".join(f"Sentence {n} of this report tells of the tides at Saltmere and the ships." for n in range(30))
LOG = "\n\n".join(
    " ".join(f"On day {day} boat {boat} came in at low water with {day + boat} crates." for boat in range(9))
    for day in range(40)
)


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of the app on a library with publishers, dates, several kinds, and a copy."""
    folder, directory = tmp_path_factory.mktemp("news"), tmp_path_factory.mktemp("look-up") / "library"
    for number, (title, publisher, day, text) in enumerate(NEWS):
        page = PAGE.format(title=title, publisher=publisher, date=day, text=f"{text} {LONG}")
        (folder / f"{number}.html").write_text(page, "utf-8")
    told = f"A walk\n\nThe old mill stands no more. {LONG.replace('report', 'walk')}"
    (folder / "walk.txt").write_text(told, "utf-8")
    (folder / "walk copied.txt").write_text(told, "utf-8")
    (folder / "tides.md").write_text("# Tides\n\nThe tide mill, which is old, turns twice a day.", "utf-8")
    (folder / "log.txt").write_text(f"The log\n\n{LOG}", "utf-8")
    with Library.open(directory, create=True) as opened:
        assert opened.add([folder]).added == 7
    return serve(directory)


def look_up(page: Page, words: str) -> None:
    field = page.get_by_placeholder("Words, “an exact phrase”")
    field.fill(words)
    field.press("Enter")
    settled(page)


def titles(page: Page) -> Locator:
    return page.locator(".st-key-hits a")


def choose(page: Page, facet: str, value: str) -> None:
    """Choose a value in one of the row's controls, and close it again."""
    page.locator(".st-key-narrowing").get_by_role("button", name=facet).click()
    body = page.get_by_test_id("stPopoverBody")
    body.locator("button", has_text=value).click()
    expect(page.locator(".st-key-narrowing button", has_text=re.compile(f"{facet} · \\d"))).to_be_attached()
    settled(page)
    page.keyboard.press("Escape")
    expect(body).to_have_count(0)


@pytest.mark.parametrize("marks", ['""', "“”"])
def test_a_phrase_is_found_as_it_stands_and_marked_whole(page: Page, mill: str, marks: str) -> None:
    page.goto(f"{mill}/look_up")
    look_up(page, f"{marks[0]}the OLD mill{marks[1]}")
    expect(titles(page)).to_have_count(4)
    expect(page.locator(".st-key-hits")).not_to_contain_text("Tides")
    marked = page.locator(".q-snippet mark")
    expect(marked.nth(3)).to_be_visible()
    assert {text.casefold() for text in marked.all_text_contents()} == {"the old mill"}


def test_what_is_left_out_is_in_no_passage(page: Page, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    look_up(page, '"old mill" -burned -"no more"')
    expect(titles(page)).to_have_count(1)
    expect(titles(page)).to_contain_text("A mill remembered")
    look_up(page, "-burned")
    expect(page.locator(".q-problem")).to_contain_text("Say also what to look for")
    look_up(page, "mill -xyzzy")
    expect(titles(page).first).to_be_visible()


def test_choices_have_counts_and_narrow(page: Page, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    look_up(page, '"old mill"')
    expect(page.locator(".q-count")).to_contain_text("4 passages in 4 documents")
    choose(page, "Publisher", "Harbour Radio (1)")
    expect(titles(page)).to_have_count(1)
    choose(page, "Publisher", "The Saltmere Gazette (1)")
    expect(titles(page)).to_have_count(2)
    page.get_by_role("button", name="Clear the filters").click()
    expect(titles(page)).to_have_count(4)
    choose(page, "Kind", "text (2)")
    expect(titles(page)).to_have_count(2)
    page.get_by_role("button", name="Clear the filters").click()
    expect(titles(page)).to_have_count(4)
    choose(page, "Date", "2017 (1)")
    expect(titles(page)).to_have_text(["The old mill burns"])
    choose(page, "Publisher", "The Saltmere Gazette (1)")
    look_up(page, '"a word that nobody wrote"')
    expect(page.locator(".q-notice")).to_contain_text("within these filters")


def test_what_is_chosen_is_still_chosen_on_the_way_back_from_a_source(page: Page, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    look_up(page, '"old mill"')
    choose(page, "Kind", "html (2)")
    expect(titles(page)).to_have_count(2)
    titles(page).first.click()
    expect(page.locator(".q-reading mark").first).to_be_in_viewport()
    page.get_by_role("link", name="Back to what was found").click()
    expect(titles(page)).to_have_count(2)
    expect(page.locator(".st-key-narrowing").get_by_role("button", name="Kind · 1")).to_be_visible()


def test_what_is_chosen_can_be_sent_to_a_colleague(page: Page, browser: Browser, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    look_up(page, '"old mill"')
    choose(page, "Publisher", "The Saltmere Gazette (1)")
    choose(page, "Kind", "html (1)")
    page.locator(".st-key-order").get_by_role("combobox").click()
    page.get_by_role("option", name="Newest first").click()
    expect(page).to_have_url(re.compile("order=newest"))
    with browser.new_context() as context:
        theirs = context.new_page()
        theirs.goto(page.url)
        expect(titles(theirs)).to_have_text(["The old mill burns"])
        expect(theirs.locator(".st-key-narrowing").get_by_role("button", name="Publisher · 1")).to_be_visible()
        expect(theirs.locator(".st-key-order").get_by_role("combobox")).to_have_value("Newest first")
        theirs.get_by_role("button", name="Clear the filters").click()
        expect(titles(theirs)).to_have_count(4)
        expect(theirs).not_to_have_url(re.compile("publishers|kinds"))
        theirs.goto(f"{mill}/look_up?words=mill&publishers={quote(INJECTED)}&year=x&after=never&order=%00")
        expect(theirs.locator(".q-notice")).to_contain_text("within these filters")
        assert_harmless(theirs)


def test_the_newest_or_the_oldest_come_first_and_what_has_no_date_last(page: Page, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    look_up(page, "mill")
    for order, years in (("Newest first", ["2019", "2018", "2017"]), ("Oldest first", ["2017", "2018", "2019"])):
        page.locator(".st-key-order").get_by_role("combobox").click()
        page.get_by_role("option", name=order).click()
        first = page.locator("[class*='st-key-hit-'] .q-byline").first
        expect(first).to_contain_text(years[0])
        settled(page)
        lines = page.locator("[class*='st-key-hit-'] .q-byline").all_text_contents()
        said = [next((year for year in ("2017", "2018", "2019") if year in line), "") for line in lines]
        assert [year for year in dict.fromkeys(said) if year] == years
        assert "" not in said[: len([year for year in said if year])]


def test_all_that_hold_a_phrase_are_there_some_at_a_time(page: Page, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    look_up(page, '"in at low water"')
    expect(titles(page)).to_have_count(30)
    many = int(re.findall(r"(\d+) passages", page.locator(".q-count").inner_text())[0])
    assert many > 30
    page.get_by_role("button", name="Show more").click()
    expect(titles(page)).to_have_count(min(many, 60))
    look_up(page, '"in at low water" crates')
    expect(titles(page)).to_have_count(30)


def test_copies_are_hidden_and_told(page: Page, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    look_up(page, '"old mill stands no more"')
    expect(titles(page)).to_have_count(2)
    page.get_by_text("Hide copies").click()
    expect(titles(page)).to_have_count(1)
    expect(page.locator(".st-key-hits")).to_contain_text("in 1 copy too")


def test_everything_is_reached_by_the_keyboard(page: Page, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    settled(page)
    page.keyboard.press("/")
    field = page.get_by_placeholder("Words, “an exact phrase”")
    expect(field).to_be_focused()
    page.keyboard.type('mill/lane "old mill"')  # the second one is typed as it is
    expect(field).to_have_value('mill/lane "old mill"')
    page.keyboard.press("Enter")
    expect(titles(page)).to_have_count(4)
    settled(page)
    for expected in (0, 1, 2):
        page.keyboard.press("ArrowDown")
        expect(titles(page).nth(expected)).to_be_focused()
        expect(titles(page).nth(expected)).to_have_css("outline-style", "solid")
    page.keyboard.press("ArrowUp")
    expect(titles(page).nth(1)).to_be_focused()
    chosen = titles(page).nth(1).inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".q-reading mark").first).to_be_in_viewport()
    expect(page.locator(".q-source-head h1")).to_have_text(chosen)
    page.get_by_role("link", name="Back to what was found").click()
    expect(titles(page)).to_have_count(4)
    settled(page)
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()


def test_what_is_typed_stays_text(page: Page, mill: str) -> None:
    page.goto(f"{mill}/look_up")
    for typed in (f'"{INJECTED}" mill', 'mill -"', '"', "title:mill^9 OR (*", 'mill "' + "“" * 50):
        look_up(page, typed)
        expect(page.locator(".stMain .stHtml").last).to_be_attached()
        expect(page.get_by_text("Something went wrong")).to_have_count(0)
    assert_harmless(page)


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_row_of_controls_fits(browser: Browser, mill: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 860}) as context:
        page = context.new_page()
        page.goto(f"{mill}/look_up?words=mill")
        settled(page)
        expect(titles(page).first).to_be_visible()
        assert_no_overflow(page)
        boxes = [one.bounding_box() for one in page.locator(".st-key-narrowing > *").all()]
        middles = {round((box["y"] + box["height"] / 2) / 12) for box in boxes if box}
        assert len(middles) <= (1 if width > 1000 else 2)
