"""A library out of one file that `backup` wrote. The file is not trusted: it may be damaged, or made by somebody else.

It is unpacked beside the library's place, checked, and put there in one step. Nothing that is there is ever replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from index.backup import CATALOG, CHUNK, DERIVED, FORMAT, MANIFEST
from index.catalog import Catalog
from index.encoder import encoder_serves
from index.errors import LibraryDamaged, LibraryError
from index.model import Progress, Step
from index.originals import ORIGINALS, originals_in_use

MANIFEST_BYTES = 100_000_000  # a million uploads
RESERVE = 50_000_000  # bytes of the disk that stay free

Files = dict[str, tuple[int, str]]  # name -> size and sha256


def restore(file: Path, directory: Path, progress: Progress | None = None) -> None:
    """Make the library in `directory` from `file`.

    Raises LibraryError when anything is in `directory` already, when `file` is no backup or the disk is too small, and
    LibraryDamaged when what it holds is not what was packed; nothing is left then.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise LibraryError(
            f"{directory} is not empty, and was left as it is: restore into another directory (quoth --library DIR "
            "restore FILE), or move that one away first"
        )
    temporary = directory.with_name(f".{directory.name}.restoring.{os.getpid()}")
    try:
        temporary.mkdir(parents=True)
        with _opened(file) as archive:
            _unpack(archive, _listed(archive, file), temporary, progress or (lambda _: None))
        _check(temporary, file)
        with contextlib.suppress(FileNotFoundError):
            directory.rmdir()
        temporary.replace(directory)
    except OSError as error:
        raise LibraryError(f"{file} cannot be restored to {directory}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise LibraryError(f"{file} is not a backup that `quoth backup` wrote ({error})") from error


def _listed(archive: zipfile.ZipFile, file: Path) -> Files:
    """What the archive says it holds. Raises LibraryError unless that is what it has, under a library's own names."""
    members = {member.filename: member for member in archive.infolist()}
    try:
        if members[MANIFEST].file_size > MANIFEST_BYTES:
            raise ValueError("its list is too long")
        written = json.loads(archive.read(MANIFEST))
        files = {str(name): (int(size), str(sha256)) for name, (size, sha256) in written["files"].items()}
        newer = int(written["format"]) > FORMAT
    except (KeyError, ValueError, TypeError, AttributeError, *_BROKEN) as error:
        raise LibraryError(f"{file} is not a backup that `quoth backup` wrote ({error})") from error
    if newer:
        raise LibraryError(f"{file} was written by a newer Quoth: update Quoth")
    if len(members) != len(archive.infolist()) or members.keys() != {*files, MANIFEST} or CATALOG not in files:
        raise LibraryDamaged(f"{file} does not hold what it says it holds: use another backup")
    strange = next((name for name in files if not _is_ours(name)), None)
    if strange is not None:
        raise LibraryDamaged(f"{file} holds {strange!r}, which no library has: it was not made by `quoth backup`")
    return files


def _is_ours(name: str) -> bool:
    """Whether a library has files of that name: at its top or one folder below, and none that is derived."""
    parts = PurePosixPath(name).parts
    plain = all(part not in ("..", ".") and not set(part) & set("/\\:\0") for part in parts)
    return plain and name == "/".join(parts) and 1 <= len(parts) <= 2 and parts[0] not in DERIVED


def _unpack(archive: zipfile.ZipFile, files: Files, to: Path, progress: Progress) -> None:
    room = shutil.disk_usage(to).free - RESERVE
    if sum(size for size, _ in files.values()) > room:
        raise LibraryError(f"the disk of {to.parent} has no room for the library: {room // 10**6} MB are free")
    for number, (name, (size, sha256)) in enumerate(files.items()):
        progress(Step("unpacking", number, len(files), name))
        path = to / name
        path.parent.mkdir(exist_ok=True)
        try:
            found = _written(archive, name, size, path)
        except _BROKEN as error:
            raise LibraryDamaged(f"the backup is damaged at {name} ({error}): use another backup") from error
        if found != (size, sha256):
            raise LibraryDamaged(f"the backup is damaged: {name} is not what was packed. Use another backup")
    progress(Step("unpacking", len(files), len(files)))


def _written(archive: zipfile.ZipFile, name: str, size: int, path: Path) -> tuple[int, str]:
    """Write a member to `path`, and no more of it than `size`; the size and the sha256 of what it holds."""
    left, sha256 = size + 1, hashlib.sha256()
    with archive.open(name) as member, path.open("xb") as out:
        while left and (chunk := member.read(min(CHUNK, left))):
            out.write(chunk)
            sha256.update(chunk)
            left -= len(chunk)
        out.flush()
        os.fsync(out.fileno())
    return size + 1 - left, sha256.hexdigest()


def _check(directory: Path, file: Path) -> None:
    """Raises LibraryDamaged unless a library that can be trusted is in `directory`."""
    _check_schema(directory / CATALOG, file)
    with contextlib.closing(Catalog(directory)) as catalog:
        with catalog.reading() as snapshot:
            damage = snapshot.damage()
            used, built = originals_in_use(snapshot), snapshot.built_with()
        if damage:
            raise LibraryDamaged(f"the catalog in {file} is damaged ({damage[0]}): use another backup")
        if any(not _is_ours(f"{ORIGINALS}/{name}") or not (directory / ORIGINALS / name).is_file() for name in used):
            raise LibraryDamaged(f"{file} lacks uploads that its catalog names: use another backup")
        if built and not encoder_serves(directory / "encoder", built.sha256):
            raise LibraryDamaged(f"{file} has not the encoder that its catalog was built with: use another backup")
        catalog.renew()


def _check_schema(path: Path, file: Path) -> None:
    """A catalog has tables and indexes; a trigger or a view would run somebody else's SQL when it is written to."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index')").fetchall()
    except sqlite3.Error as error:
        raise LibraryDamaged(f"the catalog in {file} is damaged ({error}): use another backup") from error
    if rows:
        raise LibraryDamaged(f"the catalog in {file} holds {rows[0][0]!r}, which no catalog has")


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)  # how zipfile says so
