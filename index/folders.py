"""Which files to read: walking what was given, and what sync makes of it. Reads names and dates, never contents.

A folder is walked with all below it, in order of names. Left out: hidden files and folders, the lock files that Office
leaves (``~$...``), what is no regular file, folders behind a link (they may lead round in a circle), and the library.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.commit import ancestry, is_excluded
from index.model import DocumentStatus, document_id
from index.records import Source


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, and what the directory says of it; `relative` is its path below the folder `root` given.

    An upload has no root; its path is its name, and `original` the file that holds its bytes.
    """

    path: str
    root: str | None
    relative: str
    size: int
    mtime_ns: int
    original: str | None = None


@dataclass(slots=True)
class Walk:
    """What a walk came upon: files, and what could not be looked at, with the paths concerned."""

    files: list[Found] = field(default_factory=list)
    failed: list[DocumentStatus] = field(default_factory=list)
    unseen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Plan:
    """What sync is to do: files to read, paths that are gone, and what could not be looked at."""

    read: tuple[Found, ...]
    gone: tuple[str, ...]
    failed: tuple[DocumentStatus, ...]


class Gone:
    """Files of a library that are not where they were, to be known again where they are now: by their bytes, and only
    where the folder that was given is there to be looked into. Looks when it is asked, each time for few files."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._by_hash: dict[str, list[Source]] = {}
        for source in sources.values():
            if source.sha256 and source.root is not None:
                self._by_hash.setdefault(source.sha256, []).append(source)
        self._identities = {source.identity for source in sources.values()}

    def take(self, sha256: str, found: Found) -> Source | None:
        """The file that `found` was, if it is one that was moved; a file is taken once. Where several had the same
        bytes, the one that kept its name."""
        gone = [source for source in self._by_hash.get(sha256, ()) if _is_gone(source)]
        name = os.path.basename(found.path)  # noqa: PTH119
        gone.sort(key=lambda source: os.path.basename(source.path) != name)  # noqa: PTH119
        if not gone or found.root is None:
            return None
        self._by_hash[sha256].remove(gone[0])
        return gone[0]

    def identity(self, source: Source, known: Source | None) -> str:
        """What the ids of a file's documents are made from: what they were, else its path, where no file that was moved
        from there has it. Else a number before the path: one behind it would be the identity of a part of that file."""
        if known:
            return known.identity
        identity, number = source.path, 1
        while identity in self._identities:
            number += 1
            identity = f"{number}\0{source.path}"
        self._identities.add(identity)
        return identity


def absolute(path: str | Path) -> str:
    """The path in full, without ``..``; links stay as they are, for people know the file by that name."""
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111  (pathlib keeps "..")


def is_within(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or lies in it, by whatever links either is reached."""
    real = os.path.realpath(folder)
    return real in ancestry(os.path.realpath(path))


def walk(root: str, library: str) -> Walk:
    """The files of a folder, or the one file, at `root`; the library itself is none."""
    seen = Walk()
    if is_within(root, library):
        seen.failed.append(failure(root, root, "This is the library itself."))
        return seen
    if not os.path.isdir(root):  # noqa: PTH112
        _look(seen, root, root, os.path.basename(root))  # noqa: PTH119
        return seen

    def unreadable(error: OSError) -> None:
        path = str(error.filename)
        seen.unseen.add(path)
        seen.failed.append(failure(path, _relative(path, root), f"The folder cannot be opened: {error.strerror}."))

    # Links are not followed below the root, so that its own are all that can hide where the library is.
    own = os.path.join(root, os.path.relpath(os.path.realpath(library), os.path.realpath(root)))  # noqa: PTH118
    for directory, folders, names in os.walk(root, onerror=unreadable):
        folders[:] = sorted(n for n in folders if not _hidden(n) and Path(directory, n) != Path(own))
        for name in sorted(names):
            path = os.path.join(directory, name)  # noqa: PTH118
            if not _hidden(name):
                _look(seen, path, root, _relative(path, root))
    return seen


def plan(
    roots: Mapping[str, bool],
    sources: Mapping[str, Source],
    exclusions: Collection[tuple[str, str]],
    library: str,
) -> Plan:
    """What brings the library in step with what it was given.

    A file is read when it is new, or when its size or time differs from what was read last. It is gone when its folder
    can be looked into and it is not there. A folder that is missing, or that holds no file at all any more, is taken
    for one that is not mounted: its documents stay, and that is reported.
    """
    files: dict[str, Found] = {}
    failed: list[DocumentStatus] = []
    unseen: set[str] = set()
    held = Counter(source.root for source in sources.values())
    for root, folder in sorted(roots.items()):
        if not folder and not os.path.lexists(root) and os.path.isdir(os.path.dirname(root)):  # noqa: PTH112, PTH120
            continue  # a file that was given is gone
        seen = walk(root, library)
        problem = _absent(root, folder, seen, held[root])
        if problem:
            failed.append(failure(root, root, problem))
            unseen.add(root)
            continue
        failed += seen.failed
        unseen |= seen.unseen
        for found in seen.files:
            files.setdefault(found.path, found)
    return Plan(
        (
            *(f for f in files.values() if _is_news(f, sources.get(f.path), exclusions, roots)),
            *(_upload(s) for s in sources.values() if s.original and s.sha256 is None),
        ),
        tuple(sorted(p for p, s in sources.items() if s.root is not None and p not in files and _seen(p, unseen))),
        tuple(failed),
    )


def failure(
    path: str, relative: str, reason: str, *, sha256: str | None = None, part: str | None = None
) -> DocumentStatus:
    """The status of a file, or a `part` of it, that could not be read."""
    title = os.path.basename(relative) or relative  # noqa: PTH119
    return DocumentStatus(document_id(path, part), relative, title, "failed", reason, sha256=sha256)


def _upload(source: Source) -> Found:
    """An upload whose reading was cut short."""
    return Found(source.path, None, source.relative, source.size, source.mtime_ns, source.original)


def _look(seen: Walk, path: str, root: str, relative: str) -> None:
    """Put the file at `path` into `seen`, if it is one that can be read."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        shown = os.fsencode(relative).decode("utf-8", "replace")
        seen.failed.append(failure(shown, shown, "The file's name is not valid Unicode: rename it."))
        return
    try:
        found = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:
        seen.failed.append(failure(path, relative, "There is no such file or folder."))
        return
    except OSError as error:
        seen.unseen.add(path)
        seen.failed.append(failure(path, relative, f"The file cannot be opened: {error.strerror}."))
        return
    if stat.S_ISREG(found.st_mode):
        seen.files.append(Found(path, root, relative, found.st_size, found.st_mtime_ns))


def _absent(root: str, folder: bool, seen: Walk, known: int) -> str | None:
    """Why nothing can be concluded from what `root` holds, if so. `known` files were read from it before."""
    kept = f"; its {known} files were kept. If it is gone for good, `quoth remove` it" if known else ""
    if folder and not os.path.isdir(root):  # noqa: PTH112
        return f"The folder is not there{kept}."
    if folder and known and not (seen.files or seen.failed):
        return f"The folder is empty (is it mounted?){kept}."
    if not folder and not os.path.isdir(os.path.dirname(root)):  # noqa: PTH112, PTH120
        return f"The folder that held the file is not there{kept}."
    return None


def _is_news(
    found: Found, known: Source | None, exclusions: Collection[tuple[str, str]], roots: Collection[str]
) -> bool:
    if known is None:
        return not is_excluded(found.path, exclusions, roots)
    return known.sha256 is None or (known.size, known.mtime_ns) != (found.size, found.mtime_ns)


def _is_gone(source: Source) -> bool:
    root = source.root or ""
    if os.path.lexists(source.path):
        return False
    return os.path.isdir(root) or (root == source.path and os.path.isdir(os.path.dirname(root)))  # noqa: PTH112, PTH120


def _seen(path: str, unseen: Collection[str]) -> bool:
    return not any(above in unseen for above in ancestry(path))


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name == "__MACOSX"


def _relative(path: str, root: str) -> str:
    return Path(os.path.relpath(path, root)).as_posix()
