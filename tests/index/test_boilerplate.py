from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.boilerplate import boilerplate
from index.furniture import furniture
from index.loaders import load
from index.model import Boilerplate, Document, Mark
from index.split import split
from index.text import paragraphs

PROJECT = Path(__file__).parents[2]
SAMPLE = PROJECT / "data" / "sample"
SEEDS = PROJECT.parent / "shared" / "seeds"

ARTICLE = "The board met on Tuesday and agreed to repair the roof before the winter."


def document(text: str, **facts: object) -> Document:
    return Document("d1", text, "Title", "a.txt", "0" * 64, "text", **facts)  # type: ignore[arg-type]


def marked(text: str, **facts: list[Mark]) -> dict[str, str]:
    """Words -> reason of all that is marked."""
    return {text[one.start : one.end]: one.reason for one in boilerplate(text, **facts)}


def among_text(*lines: str) -> str:
    return "\n\n".join(["A headline about the roof", ARTICLE, *lines, ARTICLE])


# What a paragraph says by itself


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Sign up to our daily newsletter", "newsletter"),
        ("Subscribe to our e-mail alerts to hear about every meeting.", "newsletter"),
        ("Sign up for the Mercury's morning e-mail.", "newsletter"),
        ("Get the day's headlines sent straight to your inbox", "newsletter"),
        ("You are receiving this email because you joined our list.", "newsletter"),
        ("Unsubscribe | Manage your preferences", "newsletter"),
        ("Please enter a valid email address", "form"),
        ("Your email address will not be published. Required fields are marked *", "form"),
        ("Already a subscriber? Log in here", "log in"),
        ("Log in or register", "log in"),
        ("Share this article", "share"),
        ("Share on Facebook", "share"),
        ("Facebook Twitter WhatsApp", "share"),
        ("Tweet this  |  Email  |  Print", "share"),
        ("[Share on Twitter](https://example.org/share)", "share"),
        ("Follow us on Instagram", "share"),
        ("Log in to post a comment", "comments"),
        ("You must be logged in to post a comment.", "comments"),
        ("Comments are closed.", "comments"),
        ("Pingback: A reply from elsewhere", "comments"),
        ("We use cookies to make this site work and to count visits.", "cookies"),
        ("By continuing you agree to our cookies.", "cookies"),
        ("Accept all cookies", "cookies"),
        ("Read more: Lambs down again at the mart", "read more"),
        ("READ MORE – Which bin goes out this week", "read more"),
        ("Continue reading...", "read more"),
        ("Skip to main content", "navigation"),
        ("Home | News | Sport | Contact us", "navigation"),
        ("Home > News > Thornmere", "navigation"),
        ("Filed under Council, Roofs & Repairs", "navigation"),
        ("ADVERTISEMENT", "advertisement"),
        ("This video is no longer available.", "player"),
        ("Your browser does not support HTML5 video.", "player"),
        ("This e-mail and its attachments are confidential and intended solely for the addressee.", "disclaimer"),
        ("This email is intended for the use of the named recipient only.", "disclaimer"),
        ("If you have received this message in error, delete it.", "disclaimer"),
        ("Sent from my iPhone", "disclaimer"),
        ("© 2018 Thornmere Gazette", "copyright"),
        ("Copyright © 2021 The Thornmere Times. All Rights Reserved.", "copyright"),
        ("The Thornmere Times Ltd. All rights reserved", "copyright"),
        ("Page 3 of 12", "page number"),
    ],
)
def test_clutter_is_marked_with_its_reason(line: str, reason: str):
    assert marked(among_text(line)) == {line: reason}


@pytest.mark.parametrize(
    "line",
    [
        "The newsletter has 900 readers and costs nothing.",
        "Residents were told to sign up to the newsletter and to follow the council on Twitter.",
        "Sign up for the census by 5 May, or the council may send a letter.",
        "Sign up for the newsletter by writing to the clerk.",
        "Log in to the portal with your staff number before you report an absence.",
        "Share what you have learned with a colleague.",
        "Facebook",
        "Facebook and Twitter",
        "Twitter was singled out as one platform that could do much more.",
        "Follow the instructions on the label.",
        "Read more about how we keep records in section 5.",
        "Comments on the draft were invited until 4 May.",
        "12 responses",
        "3 responses to question 4 came from schools.",
        "The site was found to set cookies without asking, the regulator said.",
        "The video is no longer available.",
        "Copyright in the photographs stays with the family.",
        "Copyright law of 1988 protects the letter.",
        "(c) In March 2018 the council agreed to lower the rent;",
        "He said that all rights reserved to tenants would be honoured.",
        "If you have received a suspicious email, forward it to the office before you delete it.",
        "If you have received a refund in error, write to the office within 30 days.",
        "This email is intended for all line managers. Leave must be booked by 31 March.",
        "Latest news",
        "Related documents",
        "By Ann Smith, Home Affairs Correspondent",
        "Published 19 June 2018",
        "Item | How often | Why",
        "Page 3 of the report says otherwise.",
        "Email",
        "Home",
        "© or ® beside a name?",
    ],
)
def test_a_sentence_or_heading_of_the_text_is_not_marked(line: str):
    assert marked(among_text(line)) == {}


# What lines say together


def test_links_below_read_more_are_marked_to_their_end():
    links = "'Roof' suspect remanded\nTown clamps down on slates\nAnn Abara fights back against the rain"
    text = f"{ARTICLE}\n______\nRead more:\n{links}\n______\n{ARTICLE} And again it rained on all of them for a week."
    found = marked(text)
    assert set(found) == {"______", "Read more:", *links.split("\n")}
    assert set(found.values()) == {"read more"}


def test_a_heading_after_links_stays_with_its_text():
    text = among_text(
        "Read more", "Which bin goes out this week?", "Bridge at Fallow Down closed until May", "The money"
    )
    assert set(marked(text)) == {"Read more", "Which bin goes out this week?", "Bridge at Fallow Down closed until May"}
    text = among_text("Read more", "Bridge closed until the month of May")
    heading = Mark(text.index("Bridge"), "Bridge closed until the month of May", 2)
    assert heading.label in marked(text)
    assert heading.label not in marked(text, headings=[heading])


def test_a_section_of_news_is_text_and_a_list_at_the_end_is_not():
    assert marked(among_text("Latest news", "The roof", "It leaks.")) == {}
    assert set(marked(f"{ARTICLE}\n\nMost read\n\nThe bin\n\nThe long bridge")) == {
        "Most read",
        "The bin",
        "The long bridge",
    }


def test_a_thread_of_comments_is_marked_down_to_its_form():
    thread = [
        "3 responses to “A headline about the roof”",
        "1. What you say is true.",
        "Leave a Reply",
        "Name",
        "Website",
    ]
    assert set(marked("\n\n".join([ARTICLE, *thread]))) == set(thread)
    names = ["Comments (2)", "bob: Well said vicar", "mags_2: Lovely evening."]
    assert set(marked("\n\n".join([ARTICLE, *names, "Editor: one word more."]))) == set(names)


def test_single_words_are_marked_beside_clutter_only():
    assert marked(among_text("Share this article", "Facebook", "Email")).keys() == {
        "Share this article", "Facebook", "Email",
    }  # fmt: skip
    assert marked(among_text("Name", "E-mail", "Website")) == {}
    assert marked("Newsletter\n\nSign up to our newsletter\n\n" + ARTICLE).keys() == {"Sign up to our newsletter"}


def test_a_menu_is_three_entries_and_more():
    assert set(marked(among_text("Home", "About us", "Contact us"))) == {"Home", "About us", "Contact us"}
    assert marked(among_text("About us", "Contact us")) == {}


def test_a_document_about_cookies_keeps_them():
    policy = [
        "We use cookies to count visits.",
        "Our site uses session cookies.",
        "Cookies expire.",
        "No cookies, no visit.",
    ]
    assert marked("\n\n".join(policy)) == {}
    assert len(marked(among_text(policy[0]))) == 1


def test_a_copyright_line_below_hard_wrapped_text_stands_apart():
    wrapped = "The board met on Tuesday and agreed to repair\nthe roof before the winter, with slates from"
    text = f"{wrapped}\n© 2018 The Gazette"
    assert marked(text) == {"© 2018 The Gazette": "copyright"}


# Pages


def pages_of(*texts: list[str]) -> tuple[str, list[Mark]]:
    text, marks = "", []
    for number, lines in enumerate(texts, 1):
        marks.append(Mark(len(text), str(number)))
        text += "".join(f"{line}\n\n" for line in lines)
    return text.rstrip(), marks


def body(number: int) -> str:
    return f"What page {number} says stands nowhere else: {'word ' * number}end."


def test_running_heads_and_page_numbers_are_marked():
    text, marks = pages_of(*(["Forum  Annual report 2021", body(n), f"Forum {n}", str(n)] for n in range(1, 6)))
    found = marked(text, pages=marks)
    assert not any("What page" in words for words in found)
    assert len(boilerplate(text, marks)) == 15
    assert set(found.values()) == {"page header", "page footer"}


def test_heads_of_left_and_right_pages_differ():
    pages = [["Left head" if n % 2 else "Right head", body(n)] for n in range(1, 7)]
    assert furniture(pages, [str(n) for n in range(1, 7)]) == [(1, 0)] * 6


@pytest.mark.parametrize("heading", ["Chapter {}", "Appendix {}", "Question {}. Rent"])
def test_headings_that_count_with_the_pages_are_text(heading: str):
    pages = [[heading.format(n), body(n)] for n in range(1, 6)]
    assert furniture(pages, [str(n) for n in range(1, 6)]) == [(0, 0)] * 5


def test_what_is_not_repeated_or_not_at_the_edge_is_text():
    pages = [[body(n), "Total 226 48", body(n + 9)] for n in range(1, 6)]
    assert furniture(pages, [str(n) for n in range(1, 6)]) == [(0, 0)] * 5
    assert furniture([["Once", body(1)], [body(2), "17"]], ["1", "2"]) == [(0, 0), (0, 0)]
    assert furniture([[], ["iv"]], ["iii", "iv"]) == [(0, 0), (1, 0)]


# Any text


LINES = st.sampled_from(
    ["Share this", "Read more:", "Leave a Reply", "3 comments on “x”", "____", "Home", "About us", "Contact us", "1",
     "", "We use cookies on this site", "Comments (2)", "a: b", "© 2018", "Email", "Some titled words", ARTICLE, " \t"]
)  # fmt: skip
TEXTS = st.lists(LINES | st.text(max_size=40)).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n"]).map(lambda gap: gap.join(lines))
)


@settings(deadline=None)
@given(TEXTS, st.lists(st.integers(0, 400)))
def test_stretches_are_in_order_apart_and_inside_the_text(text: str, offsets: list[int]):
    marks = [Mark(offset, str(n)) for n, offset in enumerate(sorted(min(o, len(text)) for o in offsets))]
    found = boilerplate(text, marks)
    assert all(0 <= one.start < one.end <= len(text) and one.reason for one in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(text[one.start : one.end] == text[one.start : one.end].strip() for one in found)
    assert found == boilerplate(text, marks)


# Passages


@settings(deadline=None)
@given(TEXTS, st.lists(st.integers(0, 300), max_size=8), st.integers(20, 200), st.integers(0, 2))
def test_passages_hold_everything_but_boilerplate(text: str, edges: list[int], characters: int, overlap: int):
    cuts = sorted({min(edge, len(text)) for edge in edges})
    left_out = tuple(Boilerplate(a, b, "test") for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    passages = split(document(text, boilerplate=left_out), characters, overlap)
    covered = {offset for one in passages for offset in range(one.span.start, one.span.end)}
    without = {offset for one in left_out for offset in range(one.start, one.end)}
    assert not covered & without
    assert all(text[offset].isspace() for offset in set(range(len(text))) - covered - without)
    assert all(one.text == text[one.span.start : one.span.end] for one in passages)


def test_a_passage_does_not_reach_over_boilerplate():
    text = among_text("Sign up to our newsletter")
    one, two = split(document(text, boilerplate=boilerplate(text)), 1000, 2)
    assert one.text.endswith("winter.")
    assert two.text == ARTICLE
    assert split(document("Share this article", boilerplate=boilerplate("Share this article")), 1000, 2) == []


# Real documents


def documents(*paths: Path) -> list[Document]:
    found = [one for path in paths for one in load(path, source=str(path), relative=path.name, max_bytes=10**8)]
    return [one for one in found if isinstance(one, Document)]


def test_of_the_sample_only_page_furniture_is_marked():
    stretches = [
        (one.path, stretch.reason) for one in documents(*sorted(SAMPLE.iterdir())) for stretch in one.boilerplate
    ]
    assert {path for path, _ in stretches} == {path.name for path in SAMPLE.glob("*.pdf")}
    assert {reason for _, reason in stretches} == {"page header", "page footer"}
    assert len(stretches) == 31  # two a page on sixteen pages, but for a title page's head


# Of each article, the paragraphs (counted from 1) that are not the article.
CLUTTER = {"000": [], "001": [6, 7], "002": [*range(14, 21)], "003": [2, *range(10, 25)], "004": [22, 23]}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles are not kept with the project")
@pytest.mark.parametrize("name", CLUTTER)
def test_of_the_articles_exactly_the_clutter_is_left_out(name: str):
    (article,) = documents(*SEEDS.glob(f"{name}_*.txt"))
    found = paragraphs(article.text)
    left_out = {(one.start, one.end) for one in article.boilerplate}
    assert [number for number, pair in enumerate(found, 1) if pair in left_out] == CLUTTER[name]
    passages = split(article, 1000, 2)
    for number, (start, end) in enumerate(found, 1):
        holds = any(one.span.start < end and start < one.span.end for one in passages)
        assert holds != (number in CLUTTER[name])
