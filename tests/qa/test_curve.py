from pathlib import Path

import pytest

from index.errors import QuothError
from qa.curve import draw


@pytest.mark.parametrize(("ending", "begins"), [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_the_ending_says_the_format(tmp_path: Path, ending: str, begins: bytes):
    draw([(0.5, 0.0), (1.0, 0.25)], tmp_path / f"curve{ending}")
    assert (tmp_path / f"curve{ending}").read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["curve.odd", "none/curve.svg"])
def test_what_cannot_be_written_is_said(tmp_path: Path, name: str):
    with pytest.raises(QuothError, match=r"curve.*\.svg"):
        draw([(1.0, 0.0)], tmp_path / name)
