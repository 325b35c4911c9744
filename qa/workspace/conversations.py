"""Conversations as they are kept: every turn as it was given, found again by its words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from index.errors import NotInWorkspace
from qa.brief import new_id, now
from qa.model import Turn
from qa.workspace.file import File

MOST = 80  # characters of a first question that name its conversation


@dataclass(frozen=True, slots=True)
class Conversation:
    """One line of the list of conversations; `first` is its first question."""

    id: str
    name: str
    changed_at: str
    turns: int
    first: str


class Conversations:
    """The conversations of one workspace. Raises WorkspaceError where its file cannot be used."""

    def __init__(self, file: File) -> None:
        self._file = file

    def list(self, words: str = "") -> list[Conversation]:
        """Those in whose name, questions or answers all the words stand, in any case; the last changed first."""
        wanted = words.casefold().split()
        sql = (
            "SELECT id, name, changed_at, count(*), group_concat(words, char(10)), "
            "min(CASE WHEN number = 1 THEN json_extract(content, '$.question') END) "
            "FROM conversations JOIN turns ON conversation = id GROUP BY id ORDER BY changed_at DESC, id"
        )
        with self._file.reading() as connection:
            rows = connection.execute(sql).fetchall()
        return [
            Conversation(key, name, changed, turns, first)
            for key, name, changed, turns, said, first in rows
            if all(word in f"{name}\n{said}".casefold() for word in wanted)
        ]

    def get(self, id: str) -> tuple[str, tuple[Turn, ...]]:
        """A conversation's name and turns, as they were given. Raises NotInWorkspace."""
        with self._file.reading() as sql:
            row = sql.execute("SELECT name FROM conversations WHERE id = ?", (id,)).fetchone()
            if row is None:
                raise NotInWorkspace("This conversation is not kept any more.")
            kept = sql.execute("SELECT content FROM turns WHERE conversation = ? ORDER BY number", (id,)).fetchall()
        return row[0], tuple(_codec().validate_json(content) for (content,) in kept)

    def append(self, id: str | None, turn: Turn) -> str:
        """Keep one more turn, of conversation `id` or of a new one, named by the question; the conversation's id."""
        with self._file.writing() as sql:
            found = id and sql.execute("SELECT 1 FROM conversations WHERE id = ?", (id,)).fetchone()
            home = id if id and found else new_id()
            if not found:
                sql.execute("INSERT INTO conversations VALUES (?, ?, ?)", (home, _name(turn.question), now()))
            said = [turn.question, *(c.quote for c in turn.answer.citations)] if turn.answer else [turn.question]
            sql.execute(
                "INSERT INTO turns SELECT ?, coalesce(max(number), 0) + 1, ?, ? FROM turns WHERE conversation = ?",
                (home, "\n".join(said), _codec().dump_json(turn).decode(), home),
            )
            sql.execute("UPDATE conversations SET changed_at = ? WHERE id = ?", (now(), home))
        return home

    def rename(self, id: str, name: str) -> None:
        """Give a conversation another name; an empty one changes nothing."""
        if words := " ".join(name.split()):
            with self._file.writing() as sql:
                sql.execute("UPDATE conversations SET name = ? WHERE id = ?", (words, id))

    def delete(self, id: str) -> None:
        """Delete a conversation with its turns."""
        with self._file.writing() as sql:
            sql.execute("DELETE FROM conversations WHERE id = ?", (id,))


@lru_cache(maxsize=1)
def _codec() -> TypeAdapter[Turn]:
    return TypeAdapter(Turn)


def _name(question: str) -> str:
    words = " ".join(question.split()) or "Conversation"
    return words if len(words) <= MOST else words[: MOST - 1].rsplit(" ", 1)[0] + "…"
