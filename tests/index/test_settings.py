import dataclasses
from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import CONFIGURED, Settings


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_argument_goes_before_the_environment_and_that_before_the_file(monkeypatch: pytest.MonkeyPatch):
    assert Settings().read_passages == 10
    Path("quoth.toml").write_text('read_passages = 20\nworkspace = "desk.sqlite"\nmax_load_seconds = 2')
    assert (Settings().read_passages, Settings().workspace) == (20, Path("desk.sqlite"))
    assert Settings().max_load_seconds == 2.0
    monkeypatch.setenv("QUOTH_READ_PASSAGES", "30")
    assert Settings().read_passages == 30
    assert Settings(read_passages=40).read_passages == 40


def test_an_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QUOTH_LIBRARY", "")
    assert Settings().library == Path("~/.quoth/library")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("read_passages", "many"),
        ("read_passages", "0"),
        ("read_passages", "201"),
        ("read_passages", "2.5"),
        ("max_load_seconds", "nan"),
        ("max_load_seconds", "0"),
    ],
)
def test_a_value_out_of_bounds_is_told_with_what_it_may_be(name: str, value: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(f"QUOTH_{name.upper()}", value)
    with pytest.raises(SettingsError, match=rf"{name} cannot be '{value}': it is a .*number of at least"):
        Settings()


@pytest.mark.parametrize("words", ["read_passages = true", "read_passages = 2.5", "library = 3"])
def test_a_value_of_another_kind_in_the_file_is_told(words: str):
    Path("quoth.toml").write_text(words)
    with pytest.raises(SettingsError, match=words.split(maxsplit=1)[0]):
        Settings()


def test_a_file_that_is_no_toml_is_told():
    Path("quoth.toml").write_text("read_passages: 3")
    with pytest.raises(SettingsError, match=r"quoth\.toml cannot be read"):
        Settings()


def test_an_argument_is_checked_too():
    with pytest.raises(SettingsError, match="load_workers"):
        Settings(load_workers=17)


def test_every_setting_says_why():
    assert set(CONFIGURED) == {one.name for one in dataclasses.fields(Settings)}
    assert all(one.why for one in CONFIGURED.values())
