"""The files that were uploaded to a library, kept by their sha256. Knows where they lie, and not what is in them."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Iterable
from pathlib import Path

from index.snapshot import Snapshot

ORIGINALS = "originals"  # the folder of a library that they lie in
SUFFIX = 20  # characters; longer ones are of no kind that is read


def put_original(folder: Path, name: str, data: bytes) -> str:
    """Keep the bytes of an upload called `name`, all of them or, after a kill, none; the name of the file made."""
    made = hashlib.sha256(data).hexdigest() + _suffix(name)
    folder.mkdir(exist_ok=True)
    temporary = folder / f"{made}.{os.getpid()}.{threading.get_ident()}"
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / made)
    return made


def _suffix(name: str) -> str:
    """The suffix of an upload's name, as far as every file system takes it."""
    letters = re.sub(r"\W", "", Path(name).suffix.lower())[:SUFFIX]
    return f".{letters}" if letters else ""


def drop_originals(folder: Path, names: Iterable[str]) -> None:
    """Delete some of them."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


def originals_in_use(snapshot: Snapshot) -> set[str]:
    """The names of the uploaded files that documents came from."""
    return {source.original for source in snapshot.sources().values() if source.original}
