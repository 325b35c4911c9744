"""How cost grows with size: the exponent of a power law, and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from suite.report import Table
from suite.scale import Step

FROM = 10_000  # passages; under them nearly all of the time is reading
SERIES = (("whole question", "whole"), ("search", "search"), ("by meaning", "dense"), ("by words", "lexical"))


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The b of ``cost = a * size**b`` by least squares over the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def fitted(steps: Sequence[Step]) -> Table | None:
    """The exponents from 10,000 passages on; None with fewer than two sizes there."""
    some = [step for step in steps if step.passages >= FROM]
    if len(some) < 2:
        return None
    sizes = [step.passages for step in some]
    rows = tuple(
        (
            name,
            exponent(sizes, [getattr(step, field).p50 for step in some]),
            exponent(sizes, [getattr(step, field).computed_p50 for step in some]),
        )
        for name, field in SERIES
    )
    note = f"Cost = a · passages^b over {', '.join(f'{size:,}' for size in sizes)} passages, medians."
    return Table("Growth", ("what", "exponent b, passed", "exponent b, computed"), rows, note)


def draw(steps: Sequence[Step], path: Path) -> None:
    """Medians against passages, both on logarithmic scales, with the square root for comparison."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5), layout="constrained")
    sizes = [step.passages for step in steps]
    for name, field in SERIES:
        axes.plot(sizes, [getattr(step, field).computed_p50 for step in steps], marker="o", label=name)
    first = steps[0].whole.computed_p50 or 1
    root = [first * (size / sizes[0]) ** 0.5 for size in sizes]
    axes.plot(sizes, root, color="grey", linestyle=":", label="square root")
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="passages",
        ylabel="milliseconds computed, median",
        title="One question, warm",
    )
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
