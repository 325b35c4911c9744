import json
from pathlib import Path

import pytest

from index.errors import QuothError
from index.settings import Settings
from qa.reader.span_reader import SpanReader
from qa.squad import Closed, Item, best_null_threshold, closed, closed_report, read_items

CONTEXT = "Toufik Kacimi is the chief executive of the Muslim Welfare House, which has some 30 security cameras."
ITEMS = [
    Item("1", "Who is the chief executive of the Muslim Welfare House?", CONTEXT, ("Toufik Kacimi",)),
    Item("2", "What is the population of Luton?", CONTEXT, ()),
]


def test_the_closed_setting_reads_each_items_own_paragraph():
    answerable, unanswerable = closed(SpanReader.open(Settings().reader), ITEMS)
    assert (answerable.exact, answerable.answerable, unanswerable.answerable) == (1.0, True, False)
    assert answerable.margin > unanswerable.margin


def test_figures_with_and_without_the_null_answer():
    outcomes = [Closed(True, 3.0, 1.0, 1.0), Closed(True, -1.0, 0.0, 0.5), Closed(False, -2.0, 0.0, 0.0)]
    report = closed_report(outcomes, 0.0)
    assert (report.answerable_f1, report.answerable_exact) == (75.0, 50.0)
    assert (report.f1, report.exact_match) == (pytest.approx(66.67), pytest.approx(66.67))
    assert closed_report(outcomes, -1.5).f1 == pytest.approx(83.33)
    assert report.auroc == 1.0


def test_the_null_threshold_is_where_refusing_pays():
    outcomes = [Closed(True, 3.0, 1.0, 1.0), Closed(False, 2.0, 0.0, 0.0), Closed(True, 1.0, 1.0, 1.0)]
    outcomes += [Closed(False, -1.0, 0.0, 0.0)] * 3
    assert best_null_threshold(outcomes) in (3.0, 1.0)


def test_a_file_of_another_kind_is_refused(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"question": "Who?"}), "utf-8")
    with pytest.raises(QuothError, match=r"a\.jsonl.*context"):
        read_items(tmp_path / "a.jsonl")
