"""Conversations that outlive the page and the process, and what readers say of their answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from qa.workspace import Workspace
from tests.browser.steps import HARBOUR, ask, eventually, settled


@pytest.fixture
def workspace(library: Path) -> Workspace:
    return Workspace(library.with_name(f"{library.name}.workspace.sqlite"))


def begin(page: Page, app: str, question: str = HARBOUR) -> str:
    """Ask a first question; the conversation's id, from the address."""
    page.goto(app)
    ask(page, question)
    page.wait_for_url(re.compile(r"conversation="))
    settled(page)
    return page.url.rsplit("=", 1)[1]


def test_a_conversation_goes_on_after_a_restart(
    page: Page, browser: Browser, app: str, serve: Callable[[Path], str], library: Path, workspace: Workspace
) -> None:
    id = begin(page, app)
    given = page.locator(".q-quote").first.inner_text()
    with browser.new_context() as context:
        later = context.new_page()
        later.goto(f"{serve(library)}/?conversation={id}")
        expect(later.locator(".q-question")).to_have_text(HARBOUR)
        expect(later.locator(".q-quote").first).to_have_text(given)
        ask(later, "And when was it founded?")
        expect(later.locator(".q-question")).to_have_count(2)
        settled(later)
    _, turns = workspace.conversations.get(id)
    assert [turn.question for turn in turns] == [HARBOUR, "And when was it founded?"]


def test_questions_asked_while_one_is_looked_up_are_all_kept(page: Page, app: str, workspace: Workspace) -> None:
    asked = [HARBOUR, "Who founded the bakery?", "When was it founded?"]
    page.goto(app)
    for number, question in enumerate(asked, 1):
        ask(page, question)
        expect(page.locator(".q-question")).to_have_count(number)  # it is shown at once, and looked up meanwhile
    settled(page)
    page.wait_for_url(re.compile(r"conversation="))
    kept = page.url.rsplit("=", 1)[1]
    eventually(page, lambda: [turn.question for turn in workspace.conversations.get(kept)[1]] == asked)
    page.reload()
    expect(page.locator(".q-question")).to_have_count(len(asked))


def test_it_is_found_by_its_words_renamed_and_deleted(page: Page, app: str, workspace: Workspace) -> None:
    id = begin(page, app, "Who founded the bakery in Mill Lane?")
    page.get_by_role("link", name="All conversations").click()
    field = page.get_by_placeholder("Find by name, question or quotation")
    field.fill("mill lane founded")
    field.press("Enter")
    row = page.locator(f".st-key-row-{id}")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Rename").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Bread")
    page.get_by_role("dialog").get_by_role("button", name="Rename it").click()
    expect(row.get_by_role("link")).to_have_text("Bread")
    assert workspace.conversations.get(id)[0] == "Bread"
    row.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete it").click()
    expect(row).to_have_count(0)
    assert id not in {one.id for one in workspace.conversations.list()}


def test_a_new_conversation_leaves_the_old_one_as_it_is(page: Page, app: str, workspace: Workspace) -> None:
    first = begin(page, app)
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", name="Ask in a sentence")).to_be_visible()
    assert "conversation" not in page.url
    ask(page, "Who founded the bakery?")
    page.wait_for_url(re.compile(r"conversation="))
    second = page.url.rsplit("=", 1)[1]
    assert second != first
    assert len(workspace.conversations.get(first)[1]) == 1


def test_a_conversation_that_was_left_takes_no_question_asked_at_once_but_can_be_gone_on_with(
    page: Page, app: str, workspace: Workspace
) -> None:
    first = begin(page, app)
    page.get_by_role("button", name="New conversation").click()
    ask(page, "Who founded the bakery?")  # before the browser has heard of its new address
    page.wait_for_url(lambda url: "conversation=" in url and not url.endswith(first))
    assert len(workspace.conversations.get(first)[1]) == 1
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("link", name="Conversations", exact=True).click()
    page.locator(f".st-key-row-{first}").get_by_role("link").click()
    expect(page.locator(".q-question")).to_have_text(HARBOUR)


def test_a_link_to_a_conversation_that_is_gone_says_so(page: Page, app: str) -> None:
    page.goto(f"{app}/?conversation=none")
    expect(page.get_by_text("not kept any more")).to_be_visible()


def test_right_and_wrong_are_kept_with_the_reason(page: Page, app: str, workspace: Workspace) -> None:
    question = "How many loaves a day does the bakery in Mill Lane sell?"
    begin(page, app, question)
    page.get_by_role("button", name="Right", exact=True).click()
    expect(page.get_by_text("Noted: right.")).to_be_visible()
    page.get_by_role("button", name="Wrong", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Another answer is right").click()
    dialog.get_by_label("The right answer").fill("300 loaves a day")
    dialog.get_by_label("The right answer").press("Enter")
    dialog.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted: wrong; the right answer is “300 loaves a day”.")).to_be_visible()
    (kept,) = [one for one in workspace.judgements.list() if one.question == question]
    assert kept.as_question("x") == {"id": "x", "question": question, "answers": ["300 loaves a day"], "documents": []}


BAKERY, FOLLOW_UP = "Who founded the bakery in Mill Lane?", "When did she found it?"


def follow_up(page: Page, app: str) -> Locator:
    """Ask a question and one that leaves out what it is about; the second's turn."""
    begin(page, app, BAKERY)
    ask(page, FOLLOW_UP)
    turn = page.locator(".st-key-turn-1")
    expect(turn.locator(".q-reworded")).to_contain_text("Understood as: When did Edith Crane found")
    settled(page)
    return turn


def test_a_follow_up_is_worded_by_hand_with_the_keyboard_alone(page: Page, app: str) -> None:
    turn = follow_up(page, app)
    before = page.locator(".q-question").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    turn.get_by_role("button", name="Change it").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("The question in full")
    expect(field).to_be_focused()
    assert field.input_value().startswith("When did Edith Crane found")
    after = page.locator(".q-question").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert after == before
    field.fill("How many loaves a day does the bakery sell?")
    page.keyboard.press("Enter")
    third = page.locator(".st-key-turn-2")
    expect(third.locator(".q-question")).to_have_text("How many loaves a day does the bakery sell?")
    expect(third.locator(".q-quote mark.answer").first).to_contain_text("300")
    expect(third.locator(".q-reworded")).to_have_count(0)
    expect(field).to_have_count(0)


def test_a_wording_that_is_left_as_it_is_is_asked_too_and_escape_asks_nothing(page: Page, app: str) -> None:
    turn = follow_up(page, app)
    change = turn.get_by_role("button", name="Change it")
    change.click()
    expect(page.get_by_label("The question in full")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("The question in full")).to_have_count(0)
    expect(page.locator(".q-question")).to_have_count(2)
    change.click()
    expect(page.get_by_label("The question in full")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-turn-2 .q-question")).to_contain_text("When did Edith Crane found")


def test_a_follow_up_is_asked_as_it_was_typed(page: Page, app: str) -> None:
    follow_up(page, app).get_by_role("button", name="Ask it as typed").click()
    third = page.locator(".st-key-turn-2")
    expect(third.locator(".q-question")).to_have_text(FOLLOW_UP)
    expect(third.locator(".q-reworded")).to_have_count(0)


def test_a_long_conversation_shows_its_last_turns_and_the_earlier_ones_when_asked_to(
    page: Page, app: str, workspace: Workspace
) -> None:
    id = begin(page, app)
    _, (turn,) = workspace.conversations.get(id)
    for number in range(2, 18):
        workspace.conversations.append(id, replace(turn, question=f"Number {number}: {HARBOUR}"))
    page.goto(app)
    page.goto(f"{app}/?conversation={id}")
    questions = page.locator(".q-question")
    expect(questions.first).to_have_text(f"Number 9: {HARBOUR}")
    expect(questions).to_have_count(9)
    ask(page, "Who founded the bakery in Mill Lane?")
    expect(questions).to_have_count(10)
    settled(page)
    page.get_by_role("button", name="Show the 8 earlier questions").click()
    expect(questions).to_have_count(18)
    expect(questions.first).to_have_text(HARBOUR)
