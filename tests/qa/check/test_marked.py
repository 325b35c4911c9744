"""Marked copies: whatever a draft or a document holds stays text."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import lxml.html
import pytest

from index.errors import QuothError
from qa.check.marked import FORMATS, marked_copy, marked_text, remarks
from qa.check.report import CheckReport

HOSTILE = '<script>harm()</script> <img src=x onerror="harm()"> **stars** [link](javascript:harm) `tick`'
DRAFT = f"“The street came out with brooms and with blankets.” {HOSTILE} “{HOSTILE}” costs 77%."


@pytest.fixture
def report(checked: Callable[..., CheckReport]) -> CheckReport:
    return checked(DRAFT, "draft.txt")


def test_the_web_page_shows_text_as_text(report: CheckReport) -> None:
    page = lxml.html.fromstring(marked_copy(report, ".html").decode())
    assert not page.xpath("//script | //img | //*[@onerror]")
    assert HOSTILE in page.text_content()
    assert [mark.text_content() for mark in page.xpath("//mark[contains(@class, 'difference')]")] == ["brooms"]
    assert len(page.xpath("//ol/li")) == len(remarks(report)) == 3


def test_the_markdown_copy_has_a_footnote_for_each_remark(report: CheckReport) -> None:
    copied = marked_copy(report, ".md").decode()
    body, notes = copied.rsplit("\n\n", 1)
    assert body.replace("[^quoth-1]", "").replace("[^quoth-2]", "").replace("[^quoth-3]", "") == DRAFT
    assert [note.split(":")[0] for note in notes.splitlines()] == ["[^quoth-1]", "[^quoth-2]", "[^quoth-3]"]


def test_a_text_draft_becomes_a_word_file(report: CheckReport) -> None:
    word = docx.Document(io.BytesIO(marked_copy(report, ".docx")))
    assert [p.text for p in word.paragraphs] == [DRAFT]
    assert len(list(word.comments)) == 3


def test_another_format_is_refused_with_those_that_there_are(report: CheckReport) -> None:
    with pytest.raises(QuothError, match=", ".join(FORMATS)):
        marked_copy(report, ".pdf")


def test_a_quotation_within_one_that_is_not_found_is_shown_once(checked: Callable[..., CheckReport]) -> None:
    inner = "“The street came out with buckets and with blankets”"
    draft = f"He said “no man of those other towns ever knew {inner} or was told anywhere else at all” to us."
    page = lxml.html.fromstring(marked_copy(checked(draft, "draft.txt"), ".html").decode())
    assert page.text_content().partition(" to us.")[0].count("anywhere else at all") == 1


def test_a_number_leads_only_to_a_remark_that_is_shown(report: CheckReport) -> None:
    whole, part = (lxml.html.fromstring(str(marked_text(report, shown))) for shown in (None, {2}))
    assert whole.xpath("//sup/a/@href") == ["#remark-1", "#remark-2", "#remark-3"]
    assert (part.xpath("//sup/a/@href"), [one.text_content() for one in part.xpath("//sup")]) == (
        ["#remark-2"],
        ["1", "2", "3"],
    )
