"""Text in pictures, by Tesseract where it is installed: a program of its own, called with a picture, answering text."""

from __future__ import annotations

import shutil
import subprocess

from index.errors import DamagedDocument, UnsupportedDocument

INSTALL = "install Tesseract (the package tesseract-ocr)"


def available() -> bool:
    """Whether text can be recognised on this computer."""
    return shutil.which("tesseract") is not None


def recognised(picture: bytes) -> str:
    """The text in a picture (PNG, JPEG, TIFF or PNM); "" where there is none.

    Raises UnsupportedDocument without Tesseract, DamagedDocument for what it takes for no picture.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise UnsupportedDocument(f"The file is a picture: to have its text recognised, {INSTALL} and add it again.")
    done = subprocess.run([program, "stdin", "stdout"], input=picture, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        raise DamagedDocument(f"The picture cannot be read by Tesseract: {said[:200]}.")
    return done.stdout.decode("utf-8", "replace").replace("\f", "\n\n")


def greymap(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    """A picture for Tesseract of one byte a pixel, lines `stride` bytes apart (PGM)."""
    lines = (pixels[at * stride : at * stride + width] for at in range(height))
    return b"P5 %d %d 255\n" % (width, height) + b"".join(lines)
