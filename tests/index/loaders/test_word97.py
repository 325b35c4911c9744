"""Word files of before 2007."""

from pathlib import Path

import pytest

from index.errors import EncryptedDocument
from tests.index.loaders import samples


def test_word_before_2007_by_its_piece_table(tmp_path: Path):
    pieces = [
        ("Harbour\rIt was dr", True),
        ("edged in \x13PAGE \\* x\x141987\x15 — deeply.\r", False),
        ("A\x07B\x07\x07", True),
    ]
    document = samples.one(tmp_path / "a.doc", samples.doc(pieces))
    assert document.text == "Harbour\n\nIt was dredged in 1987 — deeply.\n\nA | B"
    assert document.pages == ()
    with pytest.raises(EncryptedDocument):
        samples.read(tmp_path / "b.doc", samples.doc(pieces, flags=0x0300))


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (
            "Town~All~Online~~Leeds~~64~~York~20~~~Hull~30~9~~",
            ["Town | All | Online", "Leeds | | 64", "York | 20", "Hull | 30 | 9"],
        ),
        ("Town~All~~Leeds~~Hull~30~9~~", ["Town", "All", "Leeds", "Hull", "30", "9"]),
    ],
    ids=["empty cells keep their columns", "rows of unequal length are not guessed at"],
)
def test_tables_of_old_word_files(tmp_path: Path, cells: str, rows: list[str]):
    text = f"Before.\r{cells.replace('~', chr(7))}After.\r"
    assert samples.one(tmp_path / "a.doc", samples.doc([(text, True)])).text.split("\n\n") == [
        "Before.",
        *rows,
        "After.",
    ]
