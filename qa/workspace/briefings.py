"""Briefings as they are kept: read, listed, and changed without losing anybody's change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic import TypeAdapter

from index.errors import ChangedMeanwhile, NotInWorkspace
from qa.brief import new_briefing, now
from qa.model import Briefing
from qa.workspace.file import File


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of briefings."""

    id: str
    title: str
    changed_at: str
    quotations: int


class Briefings:
    """The briefings of one workspace. Raises WorkspaceError where its file cannot be used."""

    def __init__(self, file: File) -> None:
        self._file = file

    def list(self) -> list[Listed]:
        """All of them, the last changed first."""
        pins = (
            "SELECT count(*) FROM json_each(content, '$.sections') part, json_each(part.value, '$.items') item "
            "WHERE json_extract(item.value, '$.citation') IS NOT NULL"
        )
        listed = f"SELECT id, title, changed_at, ({pins}) FROM briefings ORDER BY changed_at DESC, id"  # noqa: S608
        with self._file.reading() as sql:
            return [Listed(*row) for row in sql.execute(listed)]

    def get(self, id: str) -> Briefing:
        """The briefing as it is now. Raises NotInWorkspace."""
        with self._file.reading() as sql:
            row = sql.execute("SELECT content FROM briefings WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise NotInWorkspace("This briefing has been deleted meanwhile.")
        return _codec().validate_json(row[0])

    def called(self, name: str) -> Briefing:
        """The briefing with that id, or else that title, in any case. Raises NotInWorkspace for none, or several."""
        listed = self.list()
        chosen = [one for one in listed if one.id == name] or [
            one for one in listed if one.title.casefold() == " ".join(name.split()).casefold()
        ]
        if len(chosen) != 1:
            what = f"{len(chosen)} briefings are" if chosen else "No briefing is"
            raise NotInWorkspace(f"{what} called {name!r}. `quoth brief list` shows their ids.")
        return self.get(chosen[0].id)

    def create(self, title: str) -> Briefing:
        """A new, empty one."""
        made = replace(new_briefing(title), version=1, changed_at=now())
        with self._file.writing() as sql:
            row = (made.id, made.title, made.version, made.changed_at, _codec().dump_json(made).decode())
            sql.execute("INSERT INTO briefings VALUES (?, ?, ?, ?, ?)", row)
        return made

    def change(self, id: str, edit: Callable[[Briefing], Briefing]) -> Briefing:
        """Carry out an edit on the briefing as it is by now, and keep what comes of it, or nothing where `edit` raises.

        Raises NotInWorkspace where it was deleted.
        """
        with self._file.writing() as sql:
            row = sql.execute("SELECT content FROM briefings WHERE id = ?", (id,)).fetchone()
            if row is None:
                raise NotInWorkspace("This briefing has been deleted meanwhile.")
            before = _codec().validate_json(row[0])
            edited = edit(before)
            if edited == before:
                return before
            after = replace(edited, version=before.version + 1, changed_at=now())
            content = _codec().dump_json(after).decode()
            sql.execute(
                "UPDATE briefings SET title = ?, version = ?, changed_at = ?, content = ? WHERE id = ?",
                (after.title, after.version, after.changed_at, content, id),
            )
        return after

    def delete(self, id: str, *, version: int) -> None:
        """Delete a briefing. Raises ChangedMeanwhile where it is not the version that was seen."""
        with self._file.writing() as sql:
            deleted = sql.execute("DELETE FROM briefings WHERE id = ? AND version = ?", (id, version)).rowcount
            if not deleted and sql.execute("SELECT 1 FROM briefings WHERE id = ?", (id,)).fetchone():
                raise ChangedMeanwhile("Somebody else changed this briefing meanwhile: look at it again first.")


@lru_cache(maxsize=1)
def _codec() -> TypeAdapter[Briefing]:
    """To and from JSON; made when it is first needed, which takes some milliseconds."""
    return TypeAdapter(Briefing)
