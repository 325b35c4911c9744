"""The pictures that were looked at last are kept, and the reasons why there are none."""

from __future__ import annotations

from pathlib import Path

from index.limits import STANDARD
from index.model import Document, Mark, PagePicture
from qa.pages.pictures import Pictures, Wish

WISH = Wish("d1", "0" * 64, 1, (), Path("/nowhere/a.pdf"), 1)
DOCUMENT = Document("d1", "Text.", "Title", "a.pdf", "0" * 64, "pdf", pages=(Mark(0, "1"),))


def test_a_file_that_is_gone_is_no_wish(tmp_path: Path) -> None:
    assert Wish.of(DOCUMENT, 1, (), tmp_path / "a.pdf") is None
    (tmp_path / "a.pdf").write_bytes(b"x")
    first = Wish.of(DOCUMENT, 1, (), tmp_path / "a.pdf")
    assert first == Wish.of(DOCUMENT, 1, (), tmp_path / "a.pdf")


def test_a_page_is_drawn_once_and_the_oldest_goes() -> None:
    made: list[int] = []

    def draw(document: Document, sheet: int, *_: object) -> PagePicture:
        assert document is DOCUMENT
        made.append(sheet)
        return PagePicture(b"", sheet, 1)

    pictures = Pictures(2, draw)
    wishes = [Wish("d1", "0" * 64, sheet, (), Path("a.pdf"), 1) for sheet in (1, 2, 3)]
    for wish in wishes[:2]:
        assert pictures.kept(wish) is None
        pictures.draw(wish, DOCUMENT, STANDARD)
    assert pictures.kept(wishes[0]) == PagePicture(b"", 1, 1)  # looked at again: the other is the oldest now
    pictures.draw(wishes[2], DOCUMENT, STANDARD)
    assert [pictures.kept(wish) is not None for wish in wishes] == [True, False, True]
    assert made == [1, 2, 3]


def test_why_there_is_none_is_kept_too() -> None:
    pictures = Pictures(2)
    reason = pictures.draw(WISH, DOCUMENT, STANDARD)
    assert isinstance(reason, str)
    assert "not where it was" in reason
    assert pictures.kept(WISH) == reason
