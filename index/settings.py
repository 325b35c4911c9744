"""Every default, with its reason. Read at the edges only (command line, app): stages take plain arguments.

Sources, the first wins: arguments, environment (``QUOTH_*``), ``quoth.toml`` in the working directory, these defaults.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from index.limits import MB, STANDARD, Limits

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The one settings object."""

    model_config = SettingsConfigDict(env_prefix="QUOTH_", toml_file="quoth.toml", extra="ignore")

    library: Path = Field(Path("~/.quoth/library"), description="the library's directory")
    workspace: Path | None = Field(
        None,
        description="the file of briefings and conversations; beside the library where it is not given, so that it "
        "outlives the library and moves with it",
    )
    embedding_model: str = Field(
        "packaged", description='"packaged" is all-MiniLM-L6-v2 as it ships; else a name or path'
    )
    passage_characters: int = Field(
        600,
        ge=100,
        le=4000,
        description='about 100 words: fits the encoder\'s window whole; see README, "How long is a passage?"',
    )
    overlap_sentences: int = Field(
        1, ge=0, le=5, description="a sentence's pronoun is often explained by the one before"
    )
    max_file_mb: int = Field(
        STANDARD.bytes // MB, ge=1, description="a larger file is refused with a reason rather than filling memory"
    )
    max_load_seconds: float = Field(
        STANDARD.seconds, gt=0, description="a 3,000-page PDF takes a minute; what takes longer than five hangs"
    )
    max_load_memory_mb: int = Field(
        STANDARD.memory // MB,
        ge=200,
        description="what the largest text file takes, decoded and normalised, and half more",
    )
    max_file_characters: int = Field(
        STANDARD.characters, ge=1000, description="what the largest plain text has; a smaller file with more is a bomb"
    )
    max_archive_depth: int = Field(
        STANDARD.depth, ge=0, description="an attached archive in a mailbox in an archive; deeper ones are traps"
    )
    max_archive_ratio: int = Field(
        STANDARD.ratio, ge=2, description="real texts are packed 3 to 30 times smaller, bombs 1,000 times and more"
    )
    load_workers: int = Field(
        2, ge=1, le=16, description="one reads a slow file while the other goes on; more would slow embedding down"
    )
    candidates: int = Field(100, ge=1, description="passages that each arm of the search hands to fusion")
    read_passages: int = Field(
        10,
        ge=1,
        le=200,
        description="passages that the reader reads; twice as many found 1 answer more in 53, at twice the time",
    )
    reader: Path = Field(PROJECT / "data" / "models" / "reader", description="directory of the span reader")
    max_question_characters: int = Field(
        1000, ge=10, description="longer than any real question; the reader reads 64 tokens"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (the signature is pydantic's)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then environment, then quoth.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

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
