"""RTF."""

from datetime import date
from pathlib import Path

import pytest

from tests.index.loaders import samples


def test_hard_spaces_and_running_heads_of_rtf(tmp_path: Path):
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}"
        rb"{\header \pard The Council {\b in} brief\par}{\footerr Page 1\par}"
        rb"\pard Mr\~Reed paid 10\~000 to the co\_operative, by C:\\~reed.\par}"
    )
    text = samples.one(tmp_path / "a.rtf", data).text
    assert text == "Mr\u00a0Reed paid 10\u00a0000 to the co\u2011operative, by C:\\~reed."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(rb"1,200{\super 3} people.", "1,200³ people.", id="a group"),
        pytest.param(rb"1,200\super 3\nosupersub  people.", "1,200³ people.", id="switched off"),
        pytest.param(rb"1,200\super 3\super0 4, \super 5\plain 6.", "1,200³4, ⁵6.", id="off otherwise"),
        pytest.param(rb"1,200{\super\'33}, 5{\super\u54?}.", "1,200³, 5⁶.", id="escapes"),
        pytest.param(rb"10{\super -6}, 10{\super\u8722\'2d6}, 2{\super 1\u8211?3}.", "10⁻⁶, 10⁻⁶, 2¹–³.", id="signs"),
        pytest.param(rb"10{\uc0\super\u8722 7}, {\uc2\super 8\u8310 89}.", "10⁻⁷, ⁸⁶.", id="spare characters"),
        pytest.param(rb"19{\super th}, CO{\super \sub 2}.", "19th, CO2.", id="letters, and below the line"),
        pytest.param(
            rb'1,200{\super {\*\bkmkstart n1}{\field{\*\fldinst HYPERLINK "#n3"}{\fldrslt 3}}}.', "1,200³.", id="a link"
        ),
        pytest.param(rb"By C:\\super 5.", "By C:\\super 5.", id="no control word"),
        pytest.param(
            rb"1,200{\super\chftn{\footnote\pard {\super\chftn } Of 77.}} men.",
            "1,200[^1] men.\n\n[^1]: Of 77.",
            id="a footnote",
        ),
    ],
)
def test_a_raised_digit_of_rtf_is_none_of_the_figure_before_it(tmp_path: Path, body: bytes, text: str):
    head = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s1\super heading 1;}}\pard "
    data = head + body + rb"\par}"
    assert samples.one(tmp_path / "a.rtf", data).text == text


@pytest.mark.parametrize(
    "body",
    [
        rb"{\super 5}}}6",
        rb"{\super 5{{",
        rb"\super 5\bin9999 6",
        b"\\super 5\\",
        rb"\super\uc-1\u-9 5",
        rb"\super\uc999999999 5",
    ],
)
def test_rtf_that_breaks_off_or_is_out_of_order_is_read(tmp_path: Path, body: bytes):
    assert "Before" in samples.one(tmp_path / "a.rtf", rb"{\rtf1\ansi\pard Before\par " + body).text


def test_rtf(tmp_path: Path):
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title The RTF}{\author Ann}{\creatim\yr2018\mo6\dy19}}"
        rb"First caf\'e9 and \u8212? dash.\par Second.\par}"
    )
    document = samples.one(tmp_path / "a.rtf", data)
    assert document.text == "First café and — dash.\n\nSecond."
    assert (document.title, document.author, document.date) == ("The RTF", "Ann", date(2018, 6, 19))
    assert samples.one(tmp_path / "b.doc", data).text == document.text
