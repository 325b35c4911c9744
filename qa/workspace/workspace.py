"""One workspace: the three things that are kept, in one file."""

from __future__ import annotations

from pathlib import Path

from qa.workspace.briefings import Briefings
from qa.workspace.conversations import Conversations
from qa.workspace.file import File
from qa.workspace.judgements import Judgements


class Workspace:
    """The workspace in the file at `path`, made with the first thing that is kept. Safe to share by threads; several
    processes may use one file."""

    def __init__(self, path: Path) -> None:
        file = File(path)
        self.path = path
        self.briefings = Briefings(file)
        self.conversations = Conversations(file)
        self.judgements = Judgements(file)
