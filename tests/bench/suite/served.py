"""A contender in a process of its own, as the one who measures sees it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from suite.process import started


class Served:
    """A contender's process."""

    def __init__(self, name: str, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._process = started("suite.serving", name, folder, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __call__(self, do: str, **values: Any) -> Any:
        """What it returns. Raises RuntimeError when it fails, with what it said."""
        return self.timed(do, **values)[0]

    def timed(self, do: str, **values: Any) -> tuple[Any, float]:
        """The same, and the milliseconds that it computed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do} | values) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline() or '{"error": "the process ended"}')
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return reply["result"], reply["computed"]

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(60)
