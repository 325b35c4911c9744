"""Books: EPUB."""

from datetime import date
from pathlib import Path

from tests.index.loaders import samples
from tests.index.loaders.made import rezipped


def test_epub(tmp_path: Path):
    document = samples.one(tmp_path / "a.epub", samples.epub())
    assert document.text == "Chapter 1\n\nIt was dark."
    assert samples.labels(document) == ["Chapter 1"]
    assert (document.title, document.author, document.date) == ("Book", "Ann Lee", date(2018, 6, 19))


def test_what_a_book_defines_shows_and_raises(tmp_path: Path):
    body = (
        "<p>Caf&eacute; &frac12; &lt;b&gt; &AMP; &amp; 1,200<sup><a href='#n12'>3</a></sup> and 10<sup>6</sup>.</p>"
        "<dl><dt>Mole</dt><dd>A wall of stone.</dd></dl>"
        "<figure><img src='a.png'/><figcaption>Figure 1: the <b>mole</b>.</figcaption></figure>"
        "<table><caption>Table 1: visits.</caption><tr><th>Town</th><th>N</th></tr><tr><td>Leeds</td><td>3</td></tr>"
        "</table><p>It costs <del>£500</del> £300.</p>"
    )
    html = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>"
    data = rezipped(samples.epub(), "b/1.xhtml", lambda _: html.encode())
    assert samples.one(tmp_path / "a.epub", data).text.split("\n\n") == [
        "Café ½ <b> & & 1,200³ and 10⁶.", "Mole", "A wall of stone.", "Figure 1: the mole.", "Table 1: visits.",
        "Town | N", "Leeds | 3", "It costs £300.",
    ]  # fmt: skip


def test_a_number_in_a_books_formula_becomes_no_other(tmp_path: Path):
    power = "<m:msup><m:mn>10</m:mn><m:mn class='a/b'>6</m:mn></m:msup>"
    half = "<mfrac><mn>1</mn><mn>2</mn></mfrac>"
    body = (
        f"<p>Some <m:math>{power}</m:math> or<math/> 3<math xmlns='http://www.w3.org/1998/Math/MathML'>{half}</math>.</p>"
        f"<math display='block'>{half}<mo>&lt;</mo><mspace width='1em'/><mn>1</mn></math>"
        "<p>Broken: <math><mn>5</math></p>"
    )
    html = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>"
    text = samples.one(tmp_path / "a.epub", rezipped(samples.epub(), "b/1.xhtml", lambda _: html.encode())).text
    assert text.split("\n\n") == ["Some 10⁶ or 3 1/2.", "1/2< 1", "Broken: 5"]
