"""What people make with a library, kept beside it: briefings, conversations, and what they thought of answers."""

from __future__ import annotations

from qa.workspace.workspace import Workspace

__all__ = ["Workspace"]
