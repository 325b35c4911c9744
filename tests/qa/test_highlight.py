"""Whatever a text holds, the markup shows exactly that text and makes no element of it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.highlight import Highlight, Markup, element, escape, joined, label, marked

NASTY = (
    st.text()
    | st.text(alphabet="<>&\"'`/=!-;#xamplgt \n\r\t\\*_[]()$:{}")
    | st.sampled_from(
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "&lt;b&gt;",
            "&amp;lt;",
            "]]><svg/onload=alert(1)>",
            "</mark>",
        ]
    )
)
HIGHLIGHTS = st.lists(
    st.builds(Highlight, st.integers(-5, 40), st.integers(-5, 40), st.sampled_from(["", "quote", "answer"])), max_size=8
)


class Elements(HTMLParser):
    """Collects the elements and the text of some HTML, as a browser would see them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_comment(self, data: str) -> None:
        self.elements.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.elements.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.elements.append(f"<?{data}>")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@given(NASTY)
def test_escaped_text_reads_back_and_makes_no_element(text: str) -> None:
    seen = Elements(escape(text))
    assert html.unescape(escape(text)) == text
    assert "".join(seen.words) == text
    assert seen.elements == []


@given(NASTY, HIGHLIGHTS)
def test_marking_changes_no_character_and_makes_only_marks(text: str, highlights: list[Highlight]) -> None:
    markup = marked(text, highlights)
    assert text_of(markup) == text
    assert set(Elements(markup).elements) <= {"mark"}


@given(NASTY, HIGHLIGHTS)
def test_exactly_the_covered_characters_are_marked(text: str, highlights: list[Highlight]) -> None:
    markup = marked(text, highlights)
    inside = [text_of(found) for found in re.findall(r"<mark[^>]*>(.*?)</mark>", markup)]
    covered = [any(one.start <= i < one.end for one in highlights) for i in range(len(text))]
    assert "".join(inside) == "".join(c for c, is_covered in zip(text, covered, strict=True) if is_covered)


@given(NASTY, NASTY)
def test_an_element_holds_its_text_and_its_attribute(text: str, title: str) -> None:
    markup = element("p", text, title=title)
    seen = Elements(markup)
    assert (seen.elements, "".join(seen.words)) == (["p"], text)
    assert seen.attributes == [("title", title)]


@given(st.text(alphabet="`a *_[]<>:$\\~&\n") | st.text())
def test_a_label_is_one_code_span(text: str) -> None:
    made = label(text)
    fence = re.match("`+", made)
    assert fence is not None
    inner = made[len(fence[0]) : -len(fence[0])]
    assert made.endswith(fence[0])
    assert inner.startswith(" ")
    assert inner.endswith(" ")
    assert fence[0] not in re.findall("`+", inner)
    assert inner.strip() == (" ".join(text.split()) or "—")


def test_nested_and_overlapping_marks_stand_side_by_side() -> None:
    made = marked("abcdef", [Highlight(0, 5, "quote"), Highlight(2, 4, "answer"), Highlight(3, 6, "answer")])
    assert made == ('<mark class="quote">ab</mark><mark class="answer quote">cde</mark><mark class="answer">f</mark>')


def test_adjacent_marks_of_one_kind_are_one() -> None:
    assert marked("abcd", [Highlight(0, 2), Highlight(2, 3)]) == "<mark>abc</mark>d"


def test_offsets_count_from_the_base() -> None:
    assert marked("cd", [Highlight(11, 13)], base=10) == "c<mark>d</mark>"


def test_markup_is_not_escaped_twice() -> None:
    assert element("p", escape("a & b"), " < c") == "<p>a &amp; b &lt; c</p>"
    assert isinstance(joined("a", None, Markup("<b></b>")), Markup)


def test_lines_keep_their_ends() -> None:
    assert marked("a\n\n  b", []) == "a&#10;&#10;  b"


@pytest.mark.parametrize(
    "attributes",
    [
        {"onclick": "x"},
        *({"href": link} for link in ("javascript:alert(1)", "//x.org", "/\\x.org", "/\t/x.org", "\n//x.org", "")),
    ],
)
def test_no_handler_and_no_way_out(attributes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not a"):
        element("a", "x", **attributes)


@pytest.mark.parametrize(
    "source",
    [
        "http://harm.example/a.png",
        "data:text/html;base64,PHA+",
        "data:image/svg+xml;base64,PHA+",
        "data:image/png;base64,x y",
        "data:image/png;base64,x\n",
    ],
)
def test_a_picture_is_fetched_from_nowhere(source: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        element("img", src=source)


def test_a_picture_may_be_given_itself() -> None:
    picture = "data:image/png;base64,iVBORw=="
    assert element("img", src=picture) == f'<img src="{picture}"></img>'
    with pytest.raises(ValueError, match="not an address"):
        element("a", href=picture)


@pytest.mark.parametrize("name", ["script", "style", "a b", "", "P"])
def test_no_element_that_runs_or_restyles(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        element(name)
