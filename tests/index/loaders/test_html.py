from datetime import date
from pathlib import Path

import pytest

from index.model import Mark
from tests.index.loaders.made import only

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Old bridge closes | Varn Gazette</title>
<meta name="author" content="Ann Reed"><meta property="og:site_name" content="Varn Gazette">
<meta property="article:published_time" content="2021-03-04T09:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Old bridge closes</h1>
<p>The council met on <b>Monday</b> and resolved to close the old
bridge for the winter, since its piers are worn.</p>
<h2>Detour</h2><p>Traffic goes by way of Hale until April, and the bus to Ost leaves ten minutes
earlier &amp; fuller.</p>
<ul><li>Line 4 stops at the mill.</li><li>Line 9 does not run.</li></ul>
<table><tr><th>Line</th><th>Minutes</th></tr><tr><td>4</td><td>12</td></tr></table></article>
<script>track("you")</script><footer>Cookies and imprint</footer></body></html>"""

TEXT = """Old bridge closes

The council met on Monday and resolved to close the old bridge for the winter, since its piers are worn.

Detour

Traffic goes by way of Hale until April, and the bus to Ost leaves ten minutes earlier & fuller.

Line 4 stops at the mill.

Line 9 does not run.

Line | Minutes

4 | 12"""


def test_the_main_text_without_navigation_block_by_block(tmp_path: Path):
    document = only(tmp_path, "a.html", PAGE.encode())
    assert document.text == TEXT
    assert document.headings == (Mark(0, "Old bridge closes", 1), Mark(TEXT.index("Detour"), "Detour", 2))


def test_what_the_page_says_of_itself(tmp_path: Path):
    document = only(tmp_path, "a.htm", PAGE.encode())
    assert (document.title, document.author, document.publisher) == ("Old bridge closes", "Ann Reed", "Varn Gazette")
    assert (document.date, document.kind) == (date(2021, 3, 4), "html")


def page(body: str) -> bytes:
    return f"<html><head><title>The mill</title></head><body><article>{body}</article></body></html>".encode()


def test_a_year_in_the_text_is_not_the_pages_date(tmp_path: Path):
    words = "<p>The mill closed in 2009 and the town lost 300 jobs.</p><footer>© 2019-2023 Varn Council</footer>"
    assert only(tmp_path, "a.html", page(words)).date is None


def test_lines_and_blocks_within_a_cell_are_kept_apart(tmp_path: Path):
    cells = "<tr><th>Grant</th><th>Year</th></tr><tr><td><p>Small</p><p>(one year)</p></td><td>500<br>600</td></tr>"
    text = only(
        tmp_path, "a.html", page(f"<p>{TEXT}</p><p><b>Ann Reed</b>,<br>who left</p><table>{cells}</table>")
    ).text
    assert "Small (one year) | 500 600" in text
    assert "Ann Reed, who left" in text


CZECH = "Starosta oznámil, že most bude na zimu uzavřen, protože je příliš starý."


@pytest.mark.parametrize(
    ("text", "declared", "encoding"),
    [
        pytest.param("The café “Zur Post” was opened in 1987.", "utf-8", "utf-8", id="UTF-8"),
        pytest.param("The café “Zur Post” was opened in 1987.", "iso-8859-1", "utf-8", id="UTF-8, declared Latin 1"),
        pytest.param("The café “Zur Post” was opened.", "iso-8859-1", "cp1252", id="Windows 1252, declared Latin 1"),
        pytest.param("The café “Zur Post” was opened in 1987.", "nonsense", "cp1252", id="declared nonsense"),
        pytest.param("The café “Zur Post” was opened in 1987.", "rot13", "cp1252", id="declared what is no encoding"),
        pytest.param(CZECH, "windows-1250", "cp1250", id="Windows 1250"),
        pytest.param("Совет собрался в понедельник и решил.", "koi8-r", "koi8-r", id="KOI8"),
        pytest.param("The café “Zur Post” was opened in 1987.", "utf-16", "utf-16", id="UTF-16"),
    ],
)
def test_the_declared_encoding_counts_where_the_page_is_not_utf_8(
    tmp_path: Path, text: str, declared: str, encoding: str
):
    page = f'<html><head><meta charset="{declared}"><title>T</title></head><body><p>{text}</p></body></html>'
    assert only(tmp_path, "a.html", page.encode(encoding)).text == text


def test_xhtml_with_its_declaration(tmp_path: Path):
    page = f'<?xml version="1.0" encoding="UTF-8"?>\n{PAGE}'
    assert only(tmp_path, "a.xhtml", page.encode()).text == TEXT


def test_an_external_entity_is_not_read(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the password")
    page = PAGE.replace("<!DOCTYPE html>", f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]>')
    text = only(tmp_path, "a.html", page.replace("Monday", "Monday &e;").encode()).text
    assert "Monday" in text
    assert "password" not in text


def article(tmp_path: Path, body: str) -> str:
    """What is read of these blocks, between others."""
    about = "The council gives grants to small groups every year in spring. " * 4
    text = only(tmp_path, "a.html", page(f"<p>{about}</p>{body}<p>That is all there is to say.</p>")).text
    return text.removeprefix(about.strip()).removesuffix("That is all there is to say.").strip()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>To 1,200<sup>3</sup> people.</p>", "To 1,200³ people.", id="a mark"),
        pytest.param('<p>To 1,200<sup><a href="#n">[3]</a></sup>.</p>', "To 1,200[3].", id="a mark in brackets"),
        pytest.param('<p>To 1,200<sup id="r"><a href="#n3">3</a></sup>.</p>', "To 1,200³.", id="a link"),
        pytest.param("<p>Some 10<sup>6</sup> or 10<sup>-6</sup>.</p>", "Some 10⁶ or 10⁻⁶.", id="powers"),
        pytest.param("<p>The 19<sup>th</sup> H<sub>2</sub>O.</p>", "The 19th H2O.", id="letters"),
    ],
)
def test_a_raised_digit_is_none_of_the_figure_before_it(tmp_path: Path, body: str, text: str):
    assert article(tmp_path, body) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<msup><mn>10</mn><mn>6</mn></msup>", "10⁶"),
        ("<msup><mn>10</mn><mrow><mo>−</mo><mn>6</mn></mrow></msup>", "10⁻⁶"),
        ("<msup><mi>e</mi><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow></msup>", "e^(x+1)"),
        ("<mfrac><mn>1</mn><mrow><mn>2</mn><mo>+</mo><mi>x</mi></mrow></mfrac>", "1/(2+x)"),
        ("<mn>3</mn><mo>&#x2064;</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>", "3 1/2"),
        ("<msub><mn>10</mn><mn>2</mn></msub><mo>=</mo><msub><mi>x</mi><mn>1</mn></msub>", "10_2=x1"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x1²"),
        ("<msqrt><mn>2</mn><mo>+</mo><mn>1</mn></msqrt><mroot><mn>8</mn><mn>3</mn></mroot>", "√(2+1)³√8"),
        ("<mn>2</mn><mtext> if </mtext><mover><mi>x</mi><mo>¯</mo></mover>", "2 if x¯"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>", "∑(i=1)(n)"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>", "1 2;"),
        (
            "<semantics><msup><mn>10</mn><mn>6</mn></msup><annotation encoding='application/x-tex'>10^6</annotation>"
            "</semantics>",
            "10⁶",
        ),
    ],
)
def test_a_number_in_a_formula_becomes_no_other(tmp_path: Path, formula: str, text: str):
    said = f"<p>It is <math xmlns='http://www.w3.org/1998/Math/MathML'>{formula}</math> in all.</p>"
    assert article(tmp_path, said) == f"It is {text} in all."


def test_a_formula_stays_apart_from_a_number_before_it_and_may_be_a_paragraph(tmp_path: Path):
    half = "<mfrac><mn>1</mn><mn>2</mn></mfrac>"
    body = f"<p>It is 3<math>{half}</math> in all:</p><math display='block'>{half}</math><p>So it was said.</p>"
    assert article(tmp_path, body) == "It is 3 1/2 in all:\n\n1/2\n\nSo it was said."


def test_what_is_struck_out_or_hidden_is_not_read(tmp_path: Path):
    body = (
        "<p>It costs <del>£500</del> <s>£400</s> <ins>£300</ins>.</p><p hidden>It is free.</p>"
        "<template><p>It costs {{price}}.</p></template><div hidden='until-found'><p>Ask at the mill.</p></div>"
    )
    assert article(tmp_path, body) == "It costs £300.\n\nAsk at the mill."


@pytest.mark.parametrize("name", ["time", "output", "label", "data"])
def test_words_in_elements_that_programs_read_are_read(tmp_path: Path, name: str):
    body = f"<p>The scheme opens on <{name}>1 May</{name}> and closes in June.</p>"
    assert article(tmp_path, body) == "The scheme opens on 1 May and closes in June."


def test_the_time_of_a_page_is_its_date(tmp_path: Path):
    words = '<p>By Ann Reed, <time datetime="2021-03-04" pubdate>4 March</time></p><p>The mill closed, as was said.</p>'
    document = only(tmp_path, "a.html", page(words))
    assert document.date == date(2021, 3, 4)
    assert "4 March" in document.text


def test_a_figures_caption_is_read(tmp_path: Path):
    body = '<figure><img src="a.png"><figcaption>Figure 1: grants <b>rose</b> by 40%.</figcaption></figure>'
    assert article(tmp_path, body) == "Figure 1: grants rose by 40%."
