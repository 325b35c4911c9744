import json
from pathlib import Path

import pytest

from index.errors import ModelError
from qa.confidence import NAMES, Calibration, Features, another_year, coverage, on_subject

FITTED = Calibration("reader@1", -1.0, dict.fromkeys(NAMES, 0.5), 0.5, 0.0, 1.0, 1.0, "test")


def test_confidence_is_the_logistic_of_the_weighted_features():
    assert FITTED.confidence(Features(0, 0, 1, 0, 1, 0, 0)) == pytest.approx(0.5)
    assert FITTED.confidence(Features(4, 4, 1, 1, 1, 0, 3)) > 0.99


def test_coverage_is_of_content_words_whatever_their_ending():
    assert coverage("What was established?", "He is establishing a centre") == 1
    assert coverage("What is the population of Luton?", "Luton Muslims are kicking them out") == 0.5
    assert coverage("Who was it?", "") == 1


def test_a_cosine_tells_what_is_off_the_subject_and_no_more():
    assert on_subject(None) == 0
    assert on_subject(0.12) == 0.12
    assert on_subject(0.6) == on_subject(0.9)


def test_another_year_is_one_in_place_of_the_one_asked_for():
    assert another_year("How many crimes were there in 2019?", "In 2020 there were 402 crimes")
    assert not another_year("How many crimes were there in 2019?", "There were 402 crimes")
    assert not another_year("How many crimes were there in 2019?", "In 2020 there were 402, in 2019 there were 318")
    assert not another_year("How many crimes were there?", "In 2020 there were 402 crimes")


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
