"""The languages of short texts, and of what is in none."""

import subprocess
import sys

import pytest

from index.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A colony of bees keeps its brood at thirty-five degrees, winter and summer alike.", "en"),
        ("Der Hafen wurde im Jahr 1987 auf eine Tiefe von elf Metern ausgebaggert.", "de"),
        ("Le port a été dragué en 1987 jusqu'à une profondeur de onze mètres.", "fr"),
        ("El puerto fue dragado en 1987 hasta una profundidad de once metros.", "es"),
        ("تم تجريف الميناء في عام 1987 إلى عمق أحد عشر مترا، وكان ذلك بعد الحرب.", "ar"),
        ("Порт был углублён в 1987 году до одиннадцати метров.", "ru"),
    ],
)
def test_a_sentence_tells_its_language(text: str, language: str):
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "12 3 4.5 " * 100, "A1", "Bees", "Ann Smith\n\n01632 960 114", "😀 " * 50])
def test_what_is_in_no_language_has_none(text: str):
    assert language_of(text) is None


def test_a_long_text_is_told_by_most_of_it():
    english = "The harbour was dredged in 1987, and the ferry has run since then. " * 300
    assert language_of(english + "Der Hafen wurde ausgebaggert.") == "en"


def test_the_model_is_loaded_by_adding_alone():
    code = "import sys, index.library, index.ingest, index.language; assert 'py3langid' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
