from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from qa.reader.average import average


def checkpoint(folder: Path, **weights: list[float]) -> Path:
    folder.mkdir()
    save_file({name: torch.tensor(values) for name, values in weights.items()}, folder / "model.safetensors")
    (folder / "training.json").write_text('{"steps": 7}', "utf-8")
    return folder


def test_weights_are_averaged_by_the_share_of_the_second(tmp_path: Path):
    first, second = checkpoint(tmp_path / "a", w=[0.0, 10.0]), checkpoint(tmp_path / "b", w=[10.0, 10.0])
    average(first, second, 0.3, tmp_path / "out")
    assert load_file(tmp_path / "out" / "model.safetensors")["w"].tolist() == pytest.approx([3.0, 10.0])
    assert '"averaged_share": 0.3' in (tmp_path / "out" / "training.json").read_text("utf-8")


def test_checkpoints_of_two_shapes_are_refused(tmp_path: Path):
    first, second = checkpoint(tmp_path / "a", w=[0.0, 10.0]), checkpoint(tmp_path / "b", w=[10.0])
    with pytest.raises(ValueError, match="not of one shape"):
        average(first, second, 0.3, tmp_path / "out")
