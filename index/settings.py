"""Every default, with its reason. Read at the edges only (command line, app): stages take plain arguments.

Sources, the first wins: arguments, environment (``QUOTH_*``), ``quoth.toml`` in the working directory, these defaults.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import cast

from index.configured import Configured
from index.limits import MB, STANDARD, Limits

PROJECT = Path(__file__).resolve().parent.parent
NONE: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The one settings object. Raises SettingsError for a value that a setting cannot have."""

    library: Path = field(default_factory=Configured(Path("~/.quoth/library"), "the library's directory"))
    workspace: Path | None = field(
        default_factory=Configured(
            NONE,
            "the file of briefings and conversations; beside the library where it is not given, so that it outlives "
            "the library and moves with it",
        )
    )
    embedding_model: str = field(
        default_factory=Configured("packaged", '"packaged" is all-MiniLM-L6-v2 as it ships; else a name or path')
    )
    passage_characters: int = field(
        default_factory=Configured(
            600,
            'about 100 words: fits the encoder\'s window whole; see README, "How long is a passage?"',
            least=100,
            most=4000,
        )
    )
    overlap_sentences: int = field(
        default_factory=Configured(1, "a sentence's pronoun is often explained by the one before", least=0, most=5)
    )
    max_file_mb: int = field(
        default_factory=Configured(
            STANDARD.bytes // MB, "a larger file is refused with a reason rather than filling memory", least=1
        )
    )
    max_load_seconds: float = field(
        default_factory=Configured(
            STANDARD.seconds, "a 3,000-page PDF takes a minute; what takes longer than five hangs", least=0.001
        )
    )
    max_load_memory_mb: int = field(
        default_factory=Configured(
            STANDARD.memory // MB, "what the largest text file takes, decoded and normalised, and half more", least=200
        )
    )
    max_file_characters: int = field(
        default_factory=Configured(
            STANDARD.characters, "what the largest plain text has; a smaller file with more is a bomb", least=1000
        )
    )
    max_archive_depth: int = field(
        default_factory=Configured(
            STANDARD.depth, "an attached archive in a mailbox in an archive; deeper ones are traps", least=0
        )
    )
    max_archive_ratio: int = field(
        default_factory=Configured(
            STANDARD.ratio, "real texts are packed 3 to 30 times smaller, bombs 1,000 times and more", least=2
        )
    )
    load_workers: int = field(
        default_factory=Configured(
            2, "one reads a slow file while the other goes on; more would slow embedding down", least=1, most=16
        )
    )
    candidates: int = field(
        default_factory=Configured(100, "passages that each arm of the search hands to fusion", least=1)
    )
    read_passages: int = field(
        default_factory=Configured(
            10,
            "passages that the reader reads; twice as many found 1 answer more in 53, at twice the time",
            least=1,
            most=200,
        )
    )
    reader: Path = field(
        default_factory=Configured(PROJECT / "data" / "models" / "reader", "directory of the span reader")
    )
    max_question_characters: int = field(
        default_factory=Configured(1000, "longer than any real question; the reader reads 64 tokens", least=10)
    )

    def __post_init__(self) -> None:
        for name, configured in CONFIGURED.items():
            object.__setattr__(self, name, configured.checked(getattr(self, name)))

    def limits(self) -> Limits:
        """What loading one file may cost."""
        return Limits(
            bytes=self.max_file_mb * MB,
            seconds=self.max_load_seconds,
            memory=self.max_load_memory_mb * MB,
            characters=self.max_file_characters,
            depth=self.max_archive_depth,
            ratio=self.max_archive_ratio,
        )

    def library_path(self) -> Path:
        """The library's directory, with ``~`` expanded, absolute."""
        return self.library.expanduser().absolute()

    def workspace_path(self) -> Path:
        """The file that keeps briefings and conversations, absolute."""
        beside = self.library_path()
        return (self.workspace or beside.with_name(f"{beside.name}.workspace.sqlite")).expanduser().absolute()


CONFIGURED = {one.name: cast("Configured[object]", one.default_factory) for one in fields(Settings)}
for _name, _configured in CONFIGURED.items():
    _configured.name = _name
