"""The app as Streamlit runs it, without a browser: what is kept of what a reader does, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from index.library import Library
from index.settings import PROJECT
from qa.brief import with_item
from qa.model import Briefing, Note, Turn
from qa.pages import shared
from qa.pages.turns import Asked, Talk
from qa.workspace import Workspace
from qa.workspace.briefings import Briefings, Listed
from qa.workspace.file import File
from tests.qa.pages.test_jobs import until

TEXT = "The bakery\n\nThe bakery in Mill Lane sells 300 loaves a day. Edith Crane founded it in 1921."
FOUNDED, SOLD = "Who founded the bakery in Mill Lane?", "How many loaves a day does the bakery sell?"


class Fleeting(Briefings):
    """Briefings of which somebody deletes one as soon as it has been listed."""

    def __init__(self, path: Path, fleeting: Briefing) -> None:
        super().__init__(File(path))
        self.fleeting = fleeting

    def list(self) -> list[Listed]:
        listed = super().list()
        self.delete(self.fleeting.id, version=self.fleeting.version)
        return listed


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_library: Callable[..., Library]) -> Workspace:
    """That of an app on a library of one document."""
    (tmp_path / "bakery.txt").write_text(TEXT, "utf-8")
    with open_library() as library:
        assert library.add([tmp_path / "bakery.txt"]).added == 1
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("QUOTH_WORKSPACE", str(tmp_path / "workspace.sqlite"))
    st.cache_resource.clear()
    return Workspace(tmp_path / "workspace.sqlite")


@pytest.fixture
def app(workspace: Workspace) -> AppTest:
    assert workspace.briefings.list() == []
    return AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()


def on_briefing(app: AppTest, briefing: Briefing) -> AppTest:
    app.query_params["briefing"] = briefing.id
    return app.switch_page("qa/pages/briefing.py").run()


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def opened(app: AppTest, conversation: str) -> AppTest:
    app.query_params["conversation"] = conversation
    return app.run()


def told(app: AppTest) -> str:
    """All that the page shows as markup."""
    return " ".join(part.proto.body for part in app.main.get("html"))


def headings(app: AppTest) -> list[str]:
    """Those of the first level."""
    return re.findall(r"<h1[^>]*>(.*?)</h1>", told(app))


def ways_on(app: AppTest) -> list[str]:
    """The links to other pages beside what the page shows."""
    return [link.proto.label for link in app.main.get("page_link")]


def titles(app: AppTest) -> list[str | None]:
    return [field.value for field in app.text_input if field.label == "Title"]


def test_a_conversation_that_is_opened_takes_nothing_from_the_one_before(app: AppTest) -> None:
    app.chat_input[0].set_value(FOUNDED).run()
    first = app.query_params["conversation"]
    press(app, "New conversation")
    app.query_params.clear()
    app.run().chat_input[0].set_value(SOLD).run()
    second = app.session_state["talk"]  # which an answer that is still looked up would be added to
    app.query_params["conversation"] = first
    app.run()
    assert [turn.question for turn in app.session_state["talk"].turns] == [FOUNDED]
    assert [turn.question for turn in second.turns] == [SOLD]


def test_the_page_has_one_heading_of_the_first_level_before_and_after_a_question(app: AppTest) -> None:
    assert headings(app) == ["Ask in a sentence"]
    app.chat_input[0].set_value(FOUNDED).run()
    assert headings(app) == ["Ask"]


def test_the_source_leads_back_to_a_conversation_only_where_there_is_one(app: AppTest) -> None:
    assert ways_on(app.switch_page("qa/pages/source.py").run()) == ["Ask a question"]
    app.switch_page("qa/pages/ask.py").run().chat_input[0].set_value(FOUNDED).run()
    assert ways_on(app.switch_page("qa/pages/source.py").run()) == ["Back to the conversation"]


def test_what_waits_in_a_conversation_that_is_left_is_answered_there(app: AppTest, workspace: Workspace) -> None:
    app.chat_input[0].set_value(FOUNDED).run()
    first, other = app.query_params["conversation"], workspace.conversations.append(None, Turn("Why?", problem="No."))
    app.session_state["talk"].waiting.append(Asked(SOLD))  # as when it is typed while another is looked up
    opened(app, other)
    assert [turn.question for turn in app.session_state["talk"].turns] == ["Why?"]
    until(lambda: len(workspace.conversations.get(first)[1]) == 2)
    opened(app, first)
    assert [turn.question for turn in app.session_state["talk"].turns] == [FOUNDED, SOLD]
    assert [turn.question for turn in workspace.conversations.get(other)[1]] == ["Why?"]


def test_who_comes_back_before_it_is_answered_still_sees_the_question(app: AppTest, workspace: Workspace) -> None:
    id = workspace.conversations.append(None, Turn("Why?", problem="No."))
    left = Talk([Turn("Why?", problem="No.")], waiting=[Asked(SOLD)], kept=id)
    app.session_state["left-talks"] = [left]
    opened(app, id)
    assert app.session_state["talk"] is left
    assert [turn.question for turn in left.turns] == ["Why?", SOLD]


def test_a_title_that_is_emptied_shows_again_and_no_other_briefing_is_blank(app: AppTest, workspace: Workspace) -> None:
    on_briefing(app, workspace.briefings.create("Bread"))
    next(field for field in app.text_input if field.label == "Title").set_value(" ")
    assert titles(app.run()) == ["Bread"]
    assert titles(on_briefing(app, workspace.briefings.create("Bread"))) == ["Bread"]
    assert not app.warning


def test_a_briefing_deleted_while_it_is_opened_gives_way_to_another_and_that_is_told(
    app: AppTest, workspace: Workspace
) -> None:
    workspace.briefings.create("Bread")
    wanted = workspace.briefings.create("Milk")
    shared.workspace().briefings = Fleeting(workspace.path, wanted)
    on_briefing(app, wanted)
    assert "This briefing has been deleted. Go on with the one below, or begin a new one." in told(app)
    assert "brief list" not in told(app)  # the command line's word
    assert titles(app) == ["Bread"]


def test_of_the_last_briefing_that_was_deleted_it_is_told_too(app: AppTest, workspace: Workspace) -> None:
    wanted = workspace.briefings.create("Milk")
    shared.workspace().briefings = Fleeting(workspace.path, wanted)
    on_briefing(app, wanted)
    assert "This briefing has been deleted. Begin a new one." in told(app)
    assert headings(app) == ["Briefings hold quotations"]


def test_words_that_were_removed_can_be_put_back(app: AppTest, workspace: Workspace) -> None:
    made = workspace.briefings.create("Bread")
    made = workspace.briefings.change(made.id, lambda one: with_item(one, Note("n", "So much for bread.")))
    press(on_briefing(app, made), "Remove")
    assert workspace.briefings.get(made.id).sections[0].items == ()
    press(app, "Put it back")
    assert workspace.briefings.get(made.id).sections == made.sections
    assert "Put it back" not in [button.label for button in app.button]
