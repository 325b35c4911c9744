"""Commands that keep a library safe: backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli import frame

Archive = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False)]


@frame.app.command()
def backup(file: Archive) -> None:
    """Write the whole library to one new file, while it may be in use. Example: quoth backup ~/reports.quoth.zip

    It holds the documents' texts, what was set by hand, the uploads, and the encoder; not the folders' own files.
    """
    with frame.library() as library, frame.progress() as progress:
        size = library.back_up(file, progress)
    print(f"{file}: {size / 1e6:.1f} MB. Bring it back by: quoth --library NEW restore {file}")


@frame.app.command()
def restore(file: Archive) -> None:
    """Make a library from a backup, where there is none yet. Example: quoth --library ~/new.quoth restore backup.zip"""
    from index.restore import restore as run

    with frame.progress() as progress:
        run(file, frame.settings().library_path(), progress)
    with frame.library() as library:
        problems, searched = library.verify(), library.searched()
    for problem in problems:
        frame.say(problem)
    if problems:
        raise typer.Exit(1)
    print(f"{searched.documents} documents, as of {searched.as_of}, in {searched.library}. Everything agrees.")
