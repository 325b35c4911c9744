"""A briefing looked at again after its documents changed: real documents in a real library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.library import Library
from index.model import Locator, Span, Step
from qa.brief import new_briefing, pin_of, with_item
from qa.difference import differences
from qa.model import Briefing, Citation
from qa.pages.jobs import Stopped
from qa.recheck import Finding, verify

QUOTE = "The harbour wall at Saltmere is 412 metres long, and was built in 1874."
OTHER = "The council met in May, and the fishermen were pleased with what it said about the nets."
LINES = ["The harbour", "It was a wet spring in the town.", QUOTE, OTHER, "Nobody was hurt in the storm."]


class Desk:
    """A library of one folder, and a briefing with one pin on its document `wall.txt`: `quote`, by its `answer`."""

    def __init__(
        self, library: Library, folder: Path, lines: list[str] = LINES, quote: str = QUOTE, answer: str = "412"
    ) -> None:
        self.library, self.folder = library, folder
        self.write(lines)
        library.add([folder])
        (listed,) = library.list()
        document = library.document(listed.id)
        start = document.text.index(quote)
        span, at = Span(document.id, start, start + len(quote)), start + quote.index(answer)
        cited = Citation(1, document, Locator(None, 3, None), quote, span, Span(document.id, at, at + len(answer)))
        pin = pin_of(document, cited, "How long is the wall?", library.searched())
        self.briefing: Briefing = with_item(new_briefing("Harbour"), pin)

    def write(self, lines: list[str], name: str = "wall.txt") -> None:
        (self.folder / name).write_text("\n\n".join(lines), "utf-8")

    def finding(self) -> Finding:
        self.library.sync()
        (finding,) = verify(self.library, self.briefing).findings
        if finding.citation:
            cited = finding.citation
            assert self.library.text(cited.document.id)[cited.span.start : cited.span.end] == cited.quote
        return finding


@pytest.fixture
def desk(open_library: Callable[..., Library], tmp_path: Path) -> Desk:
    folder = tmp_path / "documents"
    folder.mkdir()
    return Desk(open_library(), folder)


def replaced(line: str, *by: str) -> list[str]:
    return [new for old in LINES for new in (by if old == line else (old,))]


def test_what_nobody_touched_is_unchanged(desk: Desk) -> None:
    finding = desk.finding()
    assert (finding.standing, finding.reason) == ("unchanged", "It stands where it stood.")
    assert finding.citation == desk.briefing.pins[0].citation


def test_words_that_stand_while_the_rest_changed_are_unchanged_and_that_is_said(desk: Desk) -> None:
    desk.write([*LINES, "One paragraph more."])
    finding = desk.finding()
    assert finding.standing == "unchanged"
    assert "rest of its document has changed" in finding.reason


def test_words_that_slid_down_are_moved_with_their_answer_and_paragraph(desk: Desk) -> None:
    desk.write(["A new title", "A new paragraph.", *LINES])
    finding = desk.finding()
    assert finding.standing == "moved"
    assert finding.citation
    assert finding.citation.answer
    assert finding.citation.answer.of(desk.library.text(finding.citation.document.id)) == "412"
    assert finding.citation.locator.paragraph == 5


def test_of_two_places_with_the_same_words_the_one_with_the_old_context_is_meant(desk: Desk) -> None:
    desk.write([LINES[0], "Contents", QUOTE, "Page 7", *["Filler about nothing at all."] * 8, *LINES[1:]])
    finding = desk.finding()
    assert finding.standing == "moved"
    assert finding.citation
    assert finding.citation.span.start > 200


@pytest.mark.parametrize(
    ("now", "removed", "added"),
    [
        (QUOTE.replace("412", "421"), "412", "421"),
        (QUOTE.replace("Saltmere", "Thornmere"), "Saltmere", "Thornmere"),
        (QUOTE.replace("is 412", "is not 412"), "", " not"),
    ],
)
def test_words_that_were_changed_are_altered_with_the_difference(
    desk: Desk, now: str, removed: str, added: str
) -> None:
    desk.write(replaced(QUOTE, now))
    finding = desk.finding()
    assert finding.standing == "altered"
    assert finding.citation
    assert finding.citation.quote == now
    pieces = differences(QUOTE, finding.citation.quote)
    assert "".join(piece.text for piece in pieces if piece.change == "removed") == removed
    assert "".join(piece.text for piece in pieces if piece.change == "added") == added
    assert finding.to_dict()["difference"]


@pytest.mark.parametrize(
    ("quote", "answer", "now"),
    [
        ("Registration fee: £5", "£5", "Registration fee: £50"),
        ("Registration fee: £5", "£5", "Registration fee: £5,000"),
        ("The pier will be closed", "closed", "The pier will be closed only if the council fails"),
    ],
)
def test_words_that_go_on_now_where_they_ended_are_altered(
    open_library: Callable[..., Library], tmp_path: Path, quote: str, answer: str, now: str
) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    desk = Desk(open_library(), folder, ["Notice", quote, OTHER], quote, answer)
    assert desk.finding().standing == "unchanged"
    desk.write(["Notice", now, OTHER])
    assert desk.finding().standing == "altered"
    desk.write(["Notice of the harbour", "One paragraph more.", now, OTHER])
    assert desk.finding().standing != "moved"


def test_an_altered_quotation_that_moved_too_is_still_found(desk: Desk) -> None:
    changed = QUOTE.replace("412 metres", "four hundred metres")
    desk.write([*["Filler about nothing at all."] * 20, *replaced(QUOTE, OTHER), "More of the same.", changed])
    finding = desk.finding()
    assert finding.standing == "altered"
    assert finding.citation
    assert finding.citation.quote == changed


def test_words_that_were_struck_out_are_gone(desk: Desk) -> None:
    desk.write(replaced(QUOTE))
    finding = desk.finding()
    assert (finding.standing, finding.citation) == ("gone", None)
    assert "no longer in it" in finding.reason


def test_a_sentence_about_something_else_in_the_same_place_is_not_the_quotation_altered(desk: Desk) -> None:
    desk.write(replaced(QUOTE, "Herring fetched a fair price, and three boats were sold at auction to a Dutchman."))
    assert desk.finding().standing == "gone"


def test_a_removed_document_is_gone(desk: Desk) -> None:
    desk.write([OTHER], "another.txt")
    desk.library.sync()
    desk.library.remove(["wall.txt"])
    finding = desk.finding()
    assert finding.standing == "gone"
    assert "no longer in the library" in finding.reason


def test_the_same_words_in_another_document_do_not_count(desk: Desk) -> None:
    desk.write(["A different paper", "It says here:", QUOTE], "other.txt")
    desk.library.sync()
    desk.library.remove(["wall.txt"])
    assert desk.finding().standing == "gone"


def test_a_document_that_cannot_be_read_any_more_says_so(desk: Desk) -> None:
    (desk.folder / "wall.txt").write_bytes(b"")
    finding = desk.finding()
    assert finding.standing == "gone"
    assert "cannot be read" in finding.reason


def test_a_file_under_another_name_is_the_same_document(desk: Desk) -> None:
    desk.write([OTHER], "another.txt")  # a folder with nothing in it is taken for one that is not mounted
    (desk.folder / "wall.txt").rename(desk.folder / "wall (final).txt")
    assert desk.finding().standing == "unchanged"


def test_a_file_added_anew_under_another_name_is_moved(desk: Desk) -> None:
    desk.write([OTHER], "another.txt")
    (desk.folder / "wall.txt").unlink()
    desk.library.sync()
    desk.write(LINES, "wall (final).txt")
    finding = desk.finding()
    assert finding.standing == "moved"
    assert "wall (final).txt" in finding.reason


def test_a_file_in_another_folder_and_changed_too_is_followed(desk: Desk) -> None:
    desk.write(["New", *LINES])
    desk.write([OTHER], "another.txt")
    below = desk.folder / "archive"
    below.mkdir()
    (desk.folder / "wall.txt").rename(below / "wall.txt")
    # Its path below the folder, its title and its bytes are others: what is left would be a guess.
    assert desk.finding().standing == "gone"
    desk.write(LINES, "archive/wall.txt")
    assert desk.finding().standing == "moved"


def test_an_altered_quotation_does_not_move_to_another_document_of_that_name(desk: Desk) -> None:
    (desk.folder / "2018").mkdir()
    desk.write([*LINES, "Last year's."], "2018/wall.txt")
    desk.write(replaced(QUOTE, QUOTE.replace("412", "518")))
    assert desk.finding().standing == "altered"


def test_of_two_documents_that_it_may_be_none_is_taken(desk: Desk) -> None:
    for year in ("2017", "2018"):
        (desk.folder / year).mkdir()
        desk.write([*LINES, year], f"{year}/wall.txt")
    (desk.folder / "wall.txt").unlink()
    assert desk.finding().standing == "gone"


def test_a_verification_says_whether_all_stands_and_when(desk: Desk) -> None:
    verification = verify(desk.library, desk.briefing)
    assert verification.stands
    assert verification.searched == desk.library.searched()
    assert verification.of(desk.briefing.pins[0]) == verification.findings[0]
    desk.write(replaced(QUOTE))
    desk.library.sync()
    assert not verify(desk.library, desk.briefing).stands


def test_looking_again_says_how_far_it_is_and_can_be_stopped(desk: Desk) -> None:
    seen: list[Step] = []
    verify(desk.library, desk.briefing, seen.append)
    assert [(step.stage, step.done, step.total) for step in seen] == [("verifying", 0, 1), ("writing", 0, 1)]

    def stop(_: Step) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        verify(desk.library, desk.briefing, stop)
