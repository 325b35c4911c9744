"""A document laid out for reading shows all of its words, in order and as text, however long it is."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Document, Mark, Span
from qa.pages.reading import PART, Part, page_of, part_about

SIZE = 8000
LINE = st.sampled_from([0, 1, 10, 100, 300, 300, 300]) | st.just(SIZE + 3000)


def document(text: str, **known: object) -> Document:
    return Document("d1", text, "Title", "a.txt", "0" * 64, "text", **known)  # type: ignore[arg-type]


def whole(text: str) -> Part:
    return Part(0, len(text), 0)


def blocks(markup: str) -> list[tuple[str, str]]:
    """The name and the words of each block of an article."""
    found = re.findall(r"<(p|h\d|div)[^>]*>(.*?)</\1>", markup)
    return [(name, html.unescape(re.sub(r"<[^>]*>", "", words))) for name, words in found]


def long_text(lengths: list[int]) -> str:
    """Lines of those lengths, no two the same; an empty one for a length of 0."""
    return "\n".join(f"{number:06} ".ljust(length, "x") if length else "" for number, length in enumerate(lengths))


def parts_from_the_beginning(shown: Document, size: int) -> list[Part]:
    """As one reads on, by "Later in this document"."""
    parts = [part_about(shown, 0, size)]
    while parts[-1].end < len(shown.text):
        parts.append(part_about(shown, parts[-1].end, size))
        assert parts[-1].end > parts[-2].end, "reading on does not get on"
    return parts


@given(st.text(alphabet="ab<>&\"'\n ") | st.text())
def test_every_line_that_is_not_blank_is_shown_once_in_order_as_text(text: str) -> None:
    shown = blocks(page_of(document(text), whole(text), []))
    assert [words for _, words in shown] == [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "line", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p></article>", "&lt;b&gt; &amp;"]
)
def test_no_line_becomes_an_element(line: str) -> None:
    markup = page_of(document(line), whole(line), [("answer", Span("d1", 2, 6))])
    assert re.findall(r"<(\w+)", markup) == ["article", "p", "mark"]
    assert blocks(markup) == [("p", line)]


@settings(max_examples=50)
@given(st.lists(LINE, max_size=120))
def test_reading_on_to_the_end_shows_every_line(lengths: list[int]) -> None:
    shown = document(long_text(lengths))
    reached = 0
    for part in parts_from_the_beginning(shown, SIZE):
        assert part.start <= reached, "something was left out"
        reached = part.end
    assert reached == len(shown.text)


@settings(max_examples=50)
@given(st.lists(st.sampled_from([0, 10, 300]), min_size=60, max_size=160))
def test_a_part_shows_whole_lines_each_once(lengths: list[int]) -> None:
    shown = document(long_text(lengths))
    for part in parts_from_the_beginning(shown, SIZE):
        words = [words for _, words in blocks(page_of(shown, part, []))]
        assert words == [line for line in shown.text[part.start : part.end].split("\n") if line.strip()]
        assert set(words) <= set(shown.text.split("\n"))


@settings(max_examples=50)
@given(st.lists(LINE, min_size=1, max_size=120), st.data())
def test_the_part_about_an_offset_holds_it(lengths: list[int], data: st.DataObject) -> None:
    shown = document(long_text(lengths) + "x")
    at = data.draw(st.integers(0, len(shown.text) - 1))
    part = part_about(shown, at, SIZE)
    assert part.start <= at < part.end
    assert part.end - part.start <= SIZE * 2


def test_going_back_leaves_nothing_out() -> None:
    shown = document(long_text([4000] * 100))
    part = part_about(shown, len(shown.text) - 1)
    while part.start:
        earlier = part_about(shown, part.before)
        assert earlier.start < part.start <= earlier.end
        part = earlier


def test_a_short_document_is_one_part_wherever_one_looks() -> None:
    shown = document("One line.\n\nAnother.")
    assert part_about(shown, 12) == part_about(shown, 10_000) == Part(0, len(shown.text), 0)


def test_an_offset_beyond_the_end_is_the_end() -> None:
    shown = document(long_text([300] * 1000))
    assert part_about(shown, len(shown.text) + PART).end == len(shown.text)


def test_a_span_over_several_lines_is_marked_in_each() -> None:
    text = "One line.\n\nAnother line."
    markup = page_of(document(text), whole(text), [("quote", Span("d1", 4, 18))])
    assert re.findall(r'<mark class="quote">(.*?)</mark>', markup) == ["line.", "Another"]


def test_headings_stand_below_the_pages_own_by_their_level() -> None:
    text = "# Minutes\nWe met.\n## Vote\nWe voted.\n###### Deep"
    marks = (Mark(2, "Minutes", 1), Mark(text.index("Vote"), "Vote", 2), Mark(text.index("Deep"), "Deep", 6))
    shown = blocks(page_of(document(text, headings=marks), whole(text), []))
    assert [name for name, _ in shown] == ["h2", "p", "h3", "p", "h6"]


def test_a_page_begins_with_a_line_across_once() -> None:
    text = "Of page i.\nOf page i too.\nOf page <2>."
    pages = (Mark(0, "i"), Mark(text.index("Of page <2>"), "<2>"))
    shown = blocks(page_of(document(text, pages=pages), whole(text), []))
    assert [words for name, words in shown if name == "div"] == ["Page i", "Page <2>"]
    assert shown[-2:] == [("div", "Page <2>"), ("p", "Of page <2>.")]


def test_a_part_that_begins_within_a_page_does_not_begin_that_page_again() -> None:
    text = "Of page 1.\nOf page 1 too.\nOf page 2."
    pages = (Mark(0, "1"), Mark(text.index("Of page 2"), "2"))
    shown = page_of(document(text, pages=pages), Part(11, len(text), 0), [])
    assert [words for name, words in blocks(shown) if name == "div"] == ["Page 2"]


def test_the_article_says_its_language() -> None:
    assert page_of(document("Text.", language="cy"), Part(0, 5, 0), []).startswith(
        '<article class="q-reading" lang="cy">'
    )
