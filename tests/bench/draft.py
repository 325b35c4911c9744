"""How well a draft's faults are found: ``python -m tests.bench.draft [--seeds 11 12 13]``.

Makes a library of data/sample, and for each seed a draft of 40 planted faults and 40 correct quotations, 20 figures
that no document has and 20 that one has (tests/planted.py). Prints a Markdown table, and each miss and false alarm.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from index.library import Library
from qa.check.checker import check
from qa.check.draft import read
from qa.check.report import CheckedQuotation, CheckReport
from tests.planted import SAMPLE, Planted, PlantedDraft, planted_draft, sample

REPORTED = (16, 17, 18, 19, 20)  # seeds that nothing was tuned on
FITTING = {"word": "altered", "number": "altered", "name": "altered", "source": "wrong_source", "invented": "not_found"}


def outcome(report: CheckReport, planted: Planted) -> CheckedQuotation | None:
    """The quotation of the report that stands where the planted one does, the flagged one where there are several."""
    found = [one for one in report.quotations if one.start < planted.end and planted.start < one.end]
    return next((one for one in found if one.flagged), found[0] if found else None)


def row(seed: int, made: PlantedDraft, report: CheckReport, seconds: float, *, details: bool) -> str:
    """A line of the table; with `details`, what went wrong before it."""
    counts: Counter[str] = Counter()
    for planted in made.quotations:
        one = outcome(report, planted)
        flagged = one is not None and one.flagged
        counts["caught" if planted.fault and flagged else "alarm" if flagged else "passed"] += 1
        counts["named"] += bool(planted.fault and one and one.status == FITTING[planted.fault])
        counts["unseen"] += one is None
        if details and flagged != bool(planted.fault):
            status = one.status if one else "not seen"
            words = made.text[planted.start - 60 : planted.end + 60].replace("\n", " ")
            print(f"- seed {seed}: {planted.fault or 'right'} came out as {status} ({one and one.named}): {words}")
    absent = {(one.start, one.end) for one in report.figures if one.flagged}
    for planted in made.figures:
        hit = any(start < planted.end and planted.start < end for start, end in absent)
        counts["figure" if planted.fault and hit else "figure alarm" if hit else "figure passed"] += 1
        if details and hit != bool(planted.fault):
            print(f"- seed {seed}: figure {made.text[planted.start - 20 : planted.end + 30]!r}, wrong: {planted.fault}")
    faults = sum(bool(one.fault) for one in made.quotations)
    wrong = sum(bool(one.fault) for one in made.figures)
    return (
        f"| {seed} | {counts['caught']} of {faults} | {counts['named']} | {counts['alarm']} of "
        f"{len(made.quotations) - faults} | {counts['figure']} of {wrong} | {counts['figure alarm']} of "
        f"{len(made.figures) - wrong} | {seconds:.1f} s |"
    )


def main(seeds: Sequence[int], *, details: bool) -> None:
    """Print the table."""
    documents = sample()
    print("| seed | faults found | of the right kind | false alarms | figures found | false alarms | time |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as directory, Library.open(Path(directory) / "library", create=True) as library:
        library.add([SAMPLE])
        for seed in seeds:
            made = planted_draft(documents, seed)
            path = Path(directory) / "draft.md"
            path.write_text(made.text, "utf-8")
            draft = read(path)
            assert draft.text == made.text.strip("\n"), "the offsets would not fit"
            began = time.perf_counter()
            report = check(draft, library)
            print(row(seed, made, report, time.perf_counter() - began, details=details), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=REPORTED)
    parser.add_argument("--details", action="store_true", help="print each miss and false alarm")
    given = parser.parse_args()
    main(given.seeds, details=given.details)
