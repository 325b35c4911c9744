"""What was measured, as JSON and as Markdown, with the machine and the versions it was measured on."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

Cell = str | float | int | None
PACKAGES = (
    "torch sentence-transformers onnxruntime faiss-cpu tantivy numpy haystack-ai transformers-haystack txtai "
    "langchain-community"
).split()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it shows, its columns, its rows, and how to read it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def markdown(self) -> str:
        lines = [f"### {self.title}", ""]
        lines += [self.note, ""] if self.note else []
        lines += ["| " + " | ".join(self.columns) + " |", "|---" * len(self.columns) + "|"]
        lines += ["| " + " | ".join(map(_shown, row)) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured; memory in GB."""

    processor: str
    cores: int
    memory: float
    load: float
    system: str
    python: str
    packages: dict[str, str] = field(default_factory=dict)

    @classmethod
    def here(cls) -> Machine:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
        found = {name: found for name in PACKAGES if (found := _version(name))}
        return cls(
            _processor(), os.cpu_count() or 1, round(memory, 1), round(os.getloadavg()[0], 1), platform.platform(),
            platform.python_version(), found,
        )  # fmt: skip

    def markdown(self) -> str:
        packages = ", ".join(f"{name} {number}" for name, number in self.packages.items())
        return (
            f"{self.processor}, {self.cores} cores, {self.memory} GB, load {self.load} at the start; "
            f"Python {self.python}; {packages}.\n"
        )


def write(folder: Path, command: str, machine: Machine, tables: Sequence[Table]) -> str:
    """Write ``results.json`` and ``results.md``; the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    result = {"command": command, "machine": asdict(machine), "tables": [asdict(table) for table in tables]}
    (folder / "results.json").write_text(json.dumps(result, indent=1), "utf-8")
    text = "\n".join([f"`{command}`\n", machine.markdown(), *(table.markdown() for table in tables)])
    (folder / "results.md").write_text(text, "utf-8")
    return text


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell if cell is not None else "")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
