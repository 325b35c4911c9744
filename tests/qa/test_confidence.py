import json
from pathlib import Path

import pytest

from index.errors import ModelError
from qa.confidence import NAMES, Calibration, Features, coverage, names_covered

FITTED = Calibration("reader@1", -1.0, dict.fromkeys(NAMES, 0.5), 0.5, 0.0, 1.0, 1.0, "test")


def test_confidence_is_the_logistic_of_the_weighted_features():
    assert FITTED.confidence(Features(0, 0, 0, 1, 1, 0)) == pytest.approx(0.5)
    assert FITTED.confidence(Features(4, 4, 1, 1, 1, 3)) > 0.99


def test_coverage_is_of_content_words_whatever_their_ending():
    assert coverage("What was established?", "He is establishing a centre") == 1
    assert coverage("What is the population of Luton?", "Luton Muslims are kicking them out") == 0.5
    assert coverage("Who was it?", "") == 1


def test_names_and_numbers_of_the_question_are_looked_for():
    assert names_covered("Who is Home Secretary of Australia?", "Home Secretary Sajid Javid") == pytest.approx(2 / 3)
    assert names_covered("What happened in 2018?", "It was 2017") == 0


def test_a_calibration_survives_the_disk(tmp_path: Path):
    FITTED.save(tmp_path / "calibration.json")
    assert Calibration.load(tmp_path / "calibration.json", "reader@1") == FITTED


def test_a_calibration_for_another_reader_is_refused(tmp_path: Path):
    FITTED.save(tmp_path / "calibration.json")
    with pytest.raises(ModelError, match=r"reader@1.*quoth calibrate"):
        Calibration.load(tmp_path / "calibration.json", "reader@2")


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({"reader": "reader@1"})])
def test_a_damaged_calibration_is_named_with_the_remedy(tmp_path: Path, content: str):
    (tmp_path / "calibration.json").write_text(content, "utf-8")
    with pytest.raises(ModelError, match=r"calibration\.json.*quoth calibrate"):
        Calibration.load(tmp_path / "calibration.json", "reader@1")
