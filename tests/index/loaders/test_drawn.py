"""Pages of real PDFs as pictures, and the boxes on them: dark with print inside, where the words are."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from index.errors import DamagedDocument, EncryptedDocument, TooLarge
from index.loaders.drawn import LARGEST, drawn
from index.model import Box, Document, PagePicture
from index.viewing import stretch_of
from index.wire import Drawing
from tests.index.loaders.made import LIMIT, form, lines, locked_pdf, only, pdf

SAMPLE = Path(__file__).parents[3] / "data" / "sample"
WORDS = "The wall is 412 metres long."


def page(path: Path, document: Document, words: str, *inner: str, sheet: int = 1) -> PagePicture:
    """The page with those words of it asked for."""
    start, end = stretch_of(document, sheet)
    text = document.text[start:end]
    stretches = tuple((text.index(one), text.index(one) + len(one)) for one in (words, *inner))
    return drawn(Drawing(str(path), document.sha256, sheet, text, stretches), 10 * LIMIT)


def inked(picture: PagePicture, box: Box) -> float:
    """How much of the box is print."""
    image = Image.open(io.BytesIO(picture.png)).convert("L")
    assert image.size == (picture.width, picture.height)
    left, top = round(box.left * image.width), round(box.top * image.height)
    right, bottom = round((box.left + box.width) * image.width), round((box.top + box.height) * image.height)
    cut = image.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    return sum(cut.histogram()[:128]) / (cut.width * cut.height)


def test_a_quotation_is_found_where_it_is_printed(tmp_path: Path) -> None:
    document = only(tmp_path, "a.pdf", pdf([lines("First page."), lines("Before it.", WORDS, "After it.")]))
    picture = page(tmp_path / "a.pdf", document, WORDS, "412", sheet=2)
    ((quote,), (answer,)) = picture.boxes
    assert 0.1 < inked(picture, quote) < 0.6
    assert inked(picture, answer) > 0.1
    assert quote.left < answer.left < answer.left + answer.width < quote.left + quote.width
    assert quote.left == pytest.approx(20 / 400, abs=0.005)
    assert 1 - quote.top - quote.height < (360 - 14) / 400 < 1 - quote.top


@pytest.mark.parametrize("turned", ["/Rotate 90", "/Rotate 180", "/Rotate 270", "/CropBox [10 200 250 380]"])
def test_a_page_that_is_turned_or_cut_has_its_boxes_in_place(tmp_path: Path, turned: str) -> None:
    data = pdf([lines("Before it.", WORDS)]).replace(b"/Type /Page /Parent", f"/Type /Page {turned} /Parent".encode())
    document = only(tmp_path, "a.pdf", data)
    picture = page(tmp_path / "a.pdf", document, "412 metres")
    (boxes,) = picture.boxes
    assert boxes
    assert all(inked(picture, box) > 0.05 for box in boxes)


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_paragraph_of_a_report_is_found_on_its_page(tmp_path: Path, path: Path) -> None:
    document = only(tmp_path, path.name, path.read_bytes())
    for sheet in (1, len(document.pages) // 2, len(document.pages)):
        start, end = stretch_of(document, sheet)
        paragraphs = [words for words in document.text[start:end].split("\n\n") if len(words) > 60]
        picture = page(path, document, document.text[start:end], *paragraphs, sheet=sheet)
        assert len(picture.png) < LARGEST / 4
        for boxes in picture.boxes[1:]:
            assert boxes
            assert all(inked(picture, box) > 0.03 for box in boxes)


def test_a_file_that_changed_is_not_shown(tmp_path: Path) -> None:
    document = only(tmp_path, "a.pdf", pdf([lines(WORDS)]))
    (tmp_path / "a.pdf").write_bytes(pdf([lines("Another wall.")]))
    with pytest.raises(DamagedDocument, match="changed"):
        page(tmp_path / "a.pdf", document, WORDS)
    (tmp_path / "a.pdf").unlink()
    with pytest.raises(DamagedDocument, match="opened"):
        page(tmp_path / "a.pdf", document, WORDS)


def test_what_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    def asked(data: bytes, number: int = 1, most: int = LIMIT) -> PagePicture:
        path = tmp_path / "a.pdf"
        path.write_bytes(data)
        return drawn(Drawing(str(path), hashlib.sha256(data).hexdigest(), number, "", ()), most)

    with pytest.raises(DamagedDocument, match="no such page"):
        asked(pdf([lines(WORDS)]), 2)
    with pytest.raises(TooLarge):
        asked(pdf([lines(WORDS)]), most=100)
    with pytest.raises(DamagedDocument):
        asked(b"%PDF-1.7 nothing")
    with pytest.raises(EncryptedDocument):
        asked(locked_pdf())
    assert asked(pdf([""])).boxes == ()


@pytest.mark.parametrize("box", ["0 0 14400 14400", "0 0 3 14400", "0 0 1 1"])
def test_a_picture_is_bounded_however_large_the_page_says_it_is(tmp_path: Path, box: str) -> None:
    data = pdf([lines(WORDS)]).replace(b"/Type /Page /Parent", f"/Type /Page /MediaBox [{box}] /Parent".encode())
    (tmp_path / "a.pdf").write_bytes(data)
    picture = drawn(Drawing(str(tmp_path / "a.pdf"), hashlib.sha256(data).hexdigest(), 1, WORDS, ((0, 5),)), LIMIT)
    assert 1 <= picture.width <= 2300
    assert 1 <= picture.height <= 2300


def test_a_raised_digit_is_found_where_it_is_printed(tmp_path: Path) -> None:
    content = "BT /F 12 Tf 20 360 Td (It helped 1,200) Tj 5 Ts /F 7 Tf (3) Tj 0 Ts /F 12 Tf ( people in May.) Tj ET"
    document = only(tmp_path, "a.pdf", pdf([content]))
    assert document.text == "It helped 1,200³ people in May."
    picture = page(tmp_path / "a.pdf", document, "helped 1,200³ people", "³")
    ((quote,), (mark,)) = picture.boxes
    assert quote.left < mark.left < mark.left + mark.width < quote.left + quote.width
    assert inked(picture, mark) > 0.05


@pytest.mark.parametrize("turned", ["", "/Rotate 180"])
def test_what_is_filled_in_in_a_form_is_shown_and_its_box_is_the_field(tmp_path: Path, turned: str) -> None:
    data = form("/FT /Tx /V (Ann Reed)", "/FT /Tx /V (500 pounds)")
    data = data.replace(b"/Type /Page /", f"/Type /Page {turned} /".encode())
    document = only(tmp_path, "a.pdf", data)
    picture = page(tmp_path / "a.pdf", document, "Sum:\n\n500 pounds\n\nTown:", "500", "Sum:")
    quote, (answer,), (label,) = picture.boxes
    assert len(quote) == 3
    assert quote[:2] == (label, answer)
    assert all(inked(picture, box) > 0.01 for box in quote)
    sides = answer.width * picture.width, answer.height * picture.height
    assert sides == (pytest.approx(280 * 150 / 72, abs=3), pytest.approx(20 * 150 / 72, abs=3))
