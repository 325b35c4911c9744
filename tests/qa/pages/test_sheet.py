"""A page as it looks: which one is shown, what is drawn over it, and what is said of it."""

from __future__ import annotations

import re

import pytest

from index.model import Box, Document, Mark, PagePicture, Span
from qa.pages.addresses import Wanted
from qa.pages.sheet import figure_of, has_sheets, sheet_of

TEXT = "First page.\n\nThe wall is 412 metres long.\n\nThird page."
PAGES = (Mark(0, "i"), Mark(13, "<ii>"), Mark(TEXT.index("Third"), "3"))
DOCUMENT = Document("d1", TEXT, "<b>Walls</b>", "a.pdf", "0" * 64, "pdf", pages=PAGES)
QUOTE, ANSWER = Span("d1", 5, 41), Span("d1", TEXT.index("412"), TEXT.index("412") + 3)
ASKED = Wanted("d1", (("quote", QUOTE), ("answer", ANSWER)), QUOTE.start)
PICTURE = PagePicture(b"\x89PNG", 800, 1000, ((Box(0.1, 0.2, 0.5, 0.02),), (Box(0.3, 0.2, 0.1, 0.02),)))


@pytest.mark.parametrize(
    ("asked", "sheet"),
    [
        (Wanted("d1", (), 0), 1),
        (ASKED, 2),  # the answer's page, not the one that the quotation begins on
        (Wanted("d1", (("quote", QUOTE),), 5), 1),
        (Wanted("d1", ASKED.spans, len(TEXT) - 1), 3),
        (Wanted("d1", ASKED.spans, 5, sheet=3), 3),
        (Wanted("d1", (), 0, sheet=99), 3),
        (Wanted("d1", (), 0, sheet=-4), 1),
    ],
)
def test_which_page_is_shown(asked: Wanted, sheet: int) -> None:
    assert sheet_of(DOCUMENT, asked) == sheet


def test_only_pdfs_have_pages_that_look_like_something() -> None:
    assert has_sheets(DOCUMENT)
    assert not has_sheets(Document("d2", TEXT, "Walls", "a.txt", "0" * 64, "text"))


def test_boxes_lie_over_the_picture_the_answers_first() -> None:
    shown = figure_of(DOCUMENT, 2, PICTURE, ASKED)
    assert re.findall(r'class="(q-box [^"]*)" style="([^"]*)"', shown) == [
        ("q-box q-answer-box", "left:30.000%;top:20.000%;width:10.000%;height:2.000%"),
        ("q-box q-quote-box", "left:10.000%;top:20.000%;width:50.000%;height:2.000%"),
    ]
    assert 'src="data:image/png;base64,iVBORw=="' in shown
    assert 'width="800" height="1000"' in shown


def test_a_page_is_named_by_its_label_and_its_number() -> None:
    shown = figure_of(DOCUMENT, 2, PICTURE, ASKED)
    assert "Page &lt;ii&gt; (PDF page 2 of 3). The quotation is marked." in shown
    assert 'alt="&lt;b&gt;Walls&lt;/b&gt;: Page &lt;ii&gt;' in shown
    assert "<b>" not in shown
    assert "<figcaption>Page 3 of 3.</figcaption>" in figure_of(DOCUMENT, 3, PagePicture(b"x", 8, 8), ASKED)


def test_what_was_not_found_is_said_and_not_marked() -> None:
    shown = figure_of(DOCUMENT, 2, PagePicture(b"x", 8, 8, ((), ())), ASKED)
    assert "q-box" not in shown
    assert "cannot be told for certain" in shown
    assert "cannot be told" not in figure_of(DOCUMENT, 3, PagePicture(b"x", 8, 8, ((), ())), ASKED)


def test_a_page_that_was_turned_to_is_brought_in_view_at_its_top() -> None:
    assert "data-in-view" not in figure_of(DOCUMENT, 2, PICTURE, ASKED)
    assert 'data-in-view="start"' in figure_of(DOCUMENT, 2, PICTURE, Wanted("d1", ASKED.spans, 5, sheet=2))
