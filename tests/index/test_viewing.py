"""A page drawn in a process of its own: what goes wrong there costs the picture alone, and is told in a sentence."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import DamagedDocument, LoadError, TooLarge, UnsupportedDocument
from index.isolation import Workers
from index.limits import MB, STANDARD
from index.model import Document, Mark, PagePicture, Span
from index.viewing import draw, stretch_of
from index.wire import Drawing
from tests.index.loaders.made import lines, loaded, only, pdf

PAGES = ["The wall is 412 metres", "long, and nine high.", ""]


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return only(tmp_path, "a.pdf", pdf([lines(words) if words else "" for words in PAGES]))


def test_the_text_of_each_page(document: Document) -> None:
    stretches = [stretch_of(document, sheet) for sheet in (1, 2, 3)]
    assert [document.text[start:end].strip() for start, end in stretches] == PAGES
    with pytest.raises(IndexError):
        stretch_of(document, 4)


def test_a_page_without_text_between_others_has_none() -> None:
    shown = Document(
        "d", "First.\n\nThird.", "T", "a.pdf", "0", "pdf", pages=(Mark(0, "1"), Mark(8, "2"), Mark(8, "3"))
    )
    assert [stretch_of(shown, sheet) for sheet in (1, 2, 3)] == [(0, 8), (8, 8), (8, 14)]


def test_a_quotation_over_two_pages_is_found_on_both(document: Document, tmp_path: Path) -> None:
    quote = Span(document.id, document.text.index("412"), document.text.index(", and"))
    pictures = [draw(document, sheet, [quote], tmp_path / "a.pdf", STANDARD) for sheet in (1, 2, 3)]
    assert [len(picture.boxes[0]) if picture.boxes else 0 for picture in pictures] == [1, 1, 0]
    assert all(picture.png.startswith(b"\x89PNG") for picture in pictures)


def test_a_file_that_is_gone_or_changed(document: Document, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([lines("Another.")]))
    with pytest.raises(DamagedDocument, match="changed since"):
        draw(document, 1, [], tmp_path / "a.pdf", STANDARD)
    (tmp_path / "a.pdf").unlink()
    with pytest.raises(DamagedDocument, match="not where it was"):
        draw(document, 1, [], tmp_path / "a.pdf", STANDARD)


def test_a_pdf_within_another_file_is_not_drawn(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("a.pdf", pdf([lines("The wall is 412 metres long.")]))
    (inner,) = loaded(tmp_path, "a.zip", (tmp_path / "made.zip").read_bytes())
    assert isinstance(inner, Document)
    with pytest.raises(UnsupportedDocument, match="within another"):
        draw(inner, 1, [], tmp_path / "a.zip", STANDARD)


def test_what_takes_too_long_or_too_much_is_stopped(document: Document, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="longer than"):
        draw(document, 1, [], tmp_path / "a.pdf", replace(STANDARD, seconds=0.001))
    with pytest.raises(TooLarge):
        draw(document, 1, [], tmp_path / "a.pdf", replace(STANDARD, bytes=100))


def test_a_loading_process_draws_between_files(document: Document, tmp_path: Path) -> None:
    with Workers(replace(STANDARD, memory=700 * MB), 1) as workers:
        asked = Drawing(str(tmp_path / "a.pdf"), document.sha256, 1, document.text, ((0, 8),))
        pictures = [workers.picture(workers.submit(asked)) for _ in range(2)]
    assert pictures[0] == pictures[1]
    assert isinstance(pictures[0], PagePicture)
