"""A library in one file: the catalog as it stands at one moment, the encoder, the uploads, and what else lies in its
directory. What is derived is left out, for it is built anew. The library may be read and written meanwhile.

The file is a ZIP archive; its last member, `quoth-backup.json`, says what the others must be. `restore` reads it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from index.errors import LibraryError
from index.model import Progress, Step
from index.originals import ORIGINALS, originals_in_use
from index.schema import connect, translated
from index.snapshot import Snapshot

MANIFEST, FORMAT = "quoth-backup.json", 1
CATALOG = "catalog.sqlite"
DERIVED = frozenset({"vectors.faiss", "vectors.json", "lexical", "writer.json"})  # by the first part of their path
ATTEMPTS = 3  # at a moment in which no upload that the catalog names is just being removed
WAIT = 30.0  # seconds for a lock
CHUNK = 1 << 20


def back_up(directory: Path, file: Path, progress: Progress | None = None) -> int:
    """Write the library in `directory` to the new file `file`; its size in bytes.

    Raises LibraryError when `file` is there already or lies in the library, or when it cannot be written; nothing is
    left then.
    """
    file = file.absolute()
    if file.is_relative_to(directory):
        raise LibraryError(f"{file} lies in the library itself: a backup belongs elsewhere, best on another disk")
    if file.exists():
        raise LibraryError(f"there is already a file {file}: give another name, or move it away")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as place:
            packed = Path(place) / "packed"
            _pack(_copied(directory, Path(place)), packed, progress or (lambda _: None))
            packed.replace(file)
    except OSError as error:
        raise LibraryError(f"{file} cannot be written: {error.strerror or error}") from error
    return file.stat().st_size


def _copied(directory: Path, place: Path) -> dict[str, Path]:
    """The files to pack, by their names in the archive; those that change are copies, and hold what one moment held."""
    for _ in range(ATTEMPTS):
        used = _copy(directory / CATALOG, place / CATALOG)
        kept = directory / ORIGINALS
        found = {f"{ORIGINALS}/{name}": kept / name for name in used}
        if all(path.is_file() for path in found.values()):
            break
    else:
        gone = next(name for name, path in found.items() if not path.is_file())
        raise LibraryError(f"{directory / gone} is missing: run `quoth verify`, and upload that file again")
    for path in _others(directory):
        name = path.relative_to(directory).as_posix()
        if path.suffix == ".sqlite":
            if name != CATALOG:
                _copy(path, place / name, catalog=False)
            path = place / name
        found[name] = path
    return found


def _copy(path: Path, to: Path, *, catalog: bool = True) -> set[str]:
    """Copy an SQLite file as it stands at one moment; of a catalog, the uploads that it names."""
    to.unlink(missing_ok=True)
    with translated(path), contextlib.closing(connect(path, WAIT)) as live, contextlib.closing(_plain(to)) as copy:
        live.backup(copy)
        return originals_in_use(Snapshot(copy)) if catalog else set()


def _plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _others(directory: Path) -> Iterator[Path]:
    """The library's other files; what a killed process left half-written is not among them."""
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory)
        first = name.parts[0]
        left = len(name.parts) > 1 and "." in first  # "encoder.PID.THREAD"
        left = left or any(first.startswith(f"{one}.") for one in DERIVED)  # "vectors.faiss.PID.THREAD", being written
        if not path.is_file() or path.is_symlink() or first in DERIVED or first == ORIGINALS or left:
            continue
        if not name.name.endswith(("-wal", "-shm", "-journal")):
            yield path


def _pack(found: dict[str, Path], packed: Path, progress: Progress) -> None:
    manifest: dict[str, tuple[int, str]] = {}
    with packed.open("wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number, (name, path) in enumerate(found.items()):
                progress(Step("packing", number, len(found), name))
                manifest[name] = _put(archive, name, path)
            archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "files": manifest}))
        out.flush()
        os.fsync(out.fileno())
    progress(Step("packing", len(found), len(found)))


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> tuple[int, str]:
    """Put a file into the archive; its size and its sha256."""
    size, sha256 = 0, hashlib.sha256()
    with path.open("rb") as data, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
        while chunk := data.read(CHUNK):
            member.write(chunk)
            sha256.update(chunk)
            size += len(chunk)
    return size, sha256.hexdigest()
