"""One setting: its default with the reason, its bounds, and where else its value may come from. Stdlib only: a library
for it, pydantic-settings, took 135 of the 770 ms of a whole `quoth ask`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from index.errors import SettingsError

PREFIX, FILE = "QUOTH_", Path("quoth.toml")  # in the working directory
KINDS = {int: "a whole number", float: "a number", Path: "a path", str: "a name"}

T = TypeVar("T")


@dataclass(slots=True)
class Configured(Generic[T]):
    """A default factory: the value in the environment, else in the file, else `default`; a path, where that is None.
    `name` is the field's."""

    default: T
    why: str
    least: float = -inf
    most: float = inf
    name: str = ""

    @property
    def kind(self) -> type:
        """What its values are, of `KINDS`."""
        return next((kind for kind in KINDS if isinstance(self.default, kind)), Path)

    def __call__(self) -> T:
        """What is given, which has still to be `checked`. Raises SettingsError for a file that cannot be read."""
        return cast("T", os.environ.get(f"{PREFIX}{self.name.upper()}") or _file().get(self.name, self.default))

    def checked(self, given: object) -> T:
        """The value that `given` stands for. Raises SettingsError."""
        if given is None and self.default is None:
            return self.default
        try:
            value = None if isinstance(given, bool) else self.kind(given)
            right = value is not None and (self.kind not in (int, float) or self._within(value, given))
        except (TypeError, ValueError, OverflowError):
            right = False
        if not right:
            place = f"{PREFIX}{self.name.upper()}, or in {FILE}"
            raise SettingsError(f"{self.name} cannot be {str(given)!r}: it is {self._described()} ({place})")
        return cast("T", value)

    def _within(self, value: float, given: object) -> bool:
        return self.least <= value <= self.most and value == float(cast("Any", given))

    def _described(self) -> str:
        bounds = (f" of at least {self.least:g}", self.least), (f" and at most {self.most:g}", self.most)
        return KINDS[self.kind] + "".join(words for words, bound in bounds if abs(bound) != inf)


def _file() -> dict[str, Any]:
    """What the file says; nothing where there is none."""
    if not FILE.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(FILE.read_text("utf-8"))
    except (OSError, ValueError) as error:  # that of TOML's syntax too
        raise SettingsError(f"{FILE} cannot be read: {error}") from error
