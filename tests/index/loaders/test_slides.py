"""Slides of PowerPoint, new and old."""

from datetime import date
from pathlib import Path

from index.model import mark_at
from tests.index.loaders import samples


def test_slides_come_in_the_order_in_which_they_are_shown(tmp_path: Path):
    document = samples.one(tmp_path / "a.pptx", samples.pptx())
    assert document.text == "Shown first\n\nBody one.\n\nSay hello.\n\nSlide 2\n\nShown second.\n\nAnd more."
    assert samples.labels(document) == ["Slide 1: Shown first", "Slide 2"]
    found = mark_at(document.headings, document.text.index("And more"))
    assert found is not None
    assert found.label == "Slide 2"
    assert (document.title, document.author, document.date) == ("Deck", "Ann", date(2018, 6, 19))
    assert document.pages == ()


def test_slides_before_2007(tmp_path: Path):
    document = samples.one(tmp_path / "a.ppt", samples.ppt())
    assert document.text == "Welcome\n\nHello all.\n\nSecond line.\n\nIn a box.\n\nSlide 2\n\nBare."
    assert samples.labels(document) == ["Slide 1: Welcome", "Slide 2"]
    assert document.title == "Welcome"


def test_what_a_diagram_says_is_read_with_its_slide(tmp_path: Path):
    data = samples.zipped(
        {
            "ppt/presentation.xml": f'<p:p {samples.A}><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:p>',
            "ppt/_rels/presentation.xml.rels": samples.relations(r1="slides/slide1.xml"),
            "ppt/slides/slide1.xml": samples.slide(samples.shape("Who decides", "title")),
            "ppt/slides/_rels/slide1.xml.rels": samples.relations(r1="../diagrams/data1.xml"),
            "ppt/diagrams/data1.xml": f"<d {samples.A}><a:p><a:r><a:t>The board approves it.</a:t></a:r></a:p></d>",
        }
    )
    assert samples.one(tmp_path / "a.pptx", data).text == "Who decides\n\nThe board approves it."


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RUN = '<a:r><a:rPr baseline="{}"/><a:t>{}</a:t></a:r>'
POWER = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>9</m:t></m:r></m:sup></m:sSup>"


def shown(inner: str) -> str:
    return f"<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody><a:p>{inner}</a:p></p:txBody></p:sp>"


def test_what_a_slide_has_for_older_programs_too_is_read_once(tmp_path: Path):
    math = f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{POWER}</m:oMath>'
    runs = f"{RUN.format(0, 'To 1,200')}{RUN.format(30000, '3')}{RUN.format(-25000, '2')} {math}"
    both = (
        f'<mc:AlternateContent {MC}><mc:Choice Requires="a14">{shown(runs)}</mc:Choice>'
        f"<mc:Fallback>{samples.shape('To 1,2003.')}</mc:Fallback></mc:AlternateContent>"
    )
    data = samples.zipped(
        {
            "ppt/presentation.xml": f'<p:p {samples.A}><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:p>',
            "ppt/_rels/presentation.xml.rels": samples.relations(r1="slides/slide1.xml"),
            "ppt/slides/slide1.xml": samples.slide(samples.shape("Costs", "title"), both),
        }
    )
    assert samples.one(tmp_path / "a.pptx", data).text == "Costs\n\nTo 1,200³2 10⁹"
