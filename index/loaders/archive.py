"""ZIP archives: each member is a document of its own, shown as ``archive.zip/member``. Nothing is written to disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from index.errors import EmptyDocument, LoadError, TooLarge
from index.loaders import load_part
from index.loaders.source import Source
from index.loaders.unpack import Package
from index.model import Document

LONGEST = 300  # characters of a member's name that are shown
_UNSEEN = re.compile("[\x00-\x1f\x7f]")


def load(source: Source) -> Iterator[Document | LoadError]:
    """Yield the documents of all members. Raises DamagedDocument, EmptyDocument, or TooLarge for a bomb."""
    package = Package(source)
    seen: dict[str, int] = {}
    for member in package.members:
        name = display_name(member.filename)
        if hidden(name):
            continue
        seen[name] = seen.get(name, 0) + 1
        part = name if seen[name] == 1 else f"{name}\0{seen[name]}"
        try:
            data = package.read(member)
        except TooLarge:
            raise
        except LoadError as error:
            yield type(error)(f"{name}: {error.reason}")
        else:
            yield from load_part(source, name, part, data)
    if not seen:
        raise EmptyDocument("The archive holds no file.")


def display_name(name: str) -> str:
    """A member's name, to be shown and never to be opened: without steps upwards, drives and what cannot be seen."""
    steps = _UNSEEN.sub("", name.encode("utf-8", "replace").decode("utf-8")).replace("\\", "/").split("/")
    kept = [step for step in steps if step.strip(". ") and not re.fullmatch("[A-Za-z]:", step)]
    return "/".join(kept)[-LONGEST:] or "unnamed"


def hidden(name: str) -> bool:
    """Whether a folder's walk would leave out a file of that name."""
    return any(step.startswith((".", "~$")) or step == "__MACOSX" for step in PurePosixPath(name).parts)
