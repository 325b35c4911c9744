"""The risk-coverage curve as a picture. Takes numbers, writes a file; knows nothing of questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.errors import QuothError

FORMATS = (".svg", ".png", ".pdf")
SIZE = (6.0, 3.6)  # inches: a column's width in a report


def draw(curve: Sequence[tuple[float, float]], target: Path) -> None:
    """Draw (coverage, risk) points; the ending of `target` (.svg, .png, .pdf) says in which format.

    Raises QuothError when the file cannot be written or its format is not one of them.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.subplots()
    axes.plot([coverage for coverage, _ in curve], [risk for _, risk in curve], color="#1D5B5E", linewidth=2)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="share of questions answered, the surest first", ylabel="share wrong")
    axes.grid(color="#DAD5CA", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    try:
        figure.savefig(target)
    except (OSError, ValueError) as error:
        raise QuothError(f"the curve cannot be written to {target}: {error}. Try a name that ends in .svg.") from error
