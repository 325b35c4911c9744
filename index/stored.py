"""Questions about what is stored: which documents a name means, and whether all that is stored still fits together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from index.commit import Commit, ancestry
from index.errors import NotInLibrary
from index.folders import absolute
from index.model import passage_id
from index.records import Source
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a name means: a folder that was given or lies in one, whole files, or single documents of a file."""

    folder: str | None = None
    files: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()  # (file, document's id)

    def remove(self, commit: Commit) -> int:
        """Remove it, for sync to leave out from now on; how many documents went."""
        removed = 0
        if self.folder:
            commit.remove_root(self.folder)
            commit.exclude(self.folder)
        for path in self.files:
            commit.remove_root(path)
            commit.exclude(path)
            removed += commit.remove_source(path)
        for path, document in self.documents:
            commit.exclude(path, document)
            removed += commit.remove([document])
        return removed


def named(snapshot: Snapshot, name: str) -> Chosen:
    """What `name` means: a document's id, a path in full or as listed, a folder, or an external id, in this order.

    Raises NotInLibrary when it means nothing, or several files.
    """
    if not name.strip():
        raise NotInLibrary("an empty name means no document: `quoth list` shows what the library has")
    sources = snapshot.sources()
    by_id = snapshot.documents_called(name, "id")
    if by_id:
        return _documents(snapshot, by_id)
    path = _spelt(absolute(name), (*sources, *snapshot.roots()))
    if path in sources:
        return Chosen(files=(path,))
    inside = tuple(p for p, s in sources.items() if s.root is not None and p.startswith(path.rstrip(os.sep) + os.sep))
    if inside or snapshot.roots().get(path):
        return Chosen(folder=path, files=inside)
    return _as_listed(snapshot, sources.values(), name)


def problems(snapshot: Snapshot, originals: Path) -> list[str]:
    """What is wrong with what is stored, in sentences."""
    found = snapshot.damage()
    for document in snapshot.ids():
        text = snapshot.document(document).text
        for passage in snapshot.passages_of(document):
            if passage.span.end > len(text) or passage.id != passage_id(passage.span, passage.text):
                found.append(
                    f"document {document}: the passage at {passage.span.start} is not what the text holds there"
                )
    for source in snapshot.sources().values():
        path = originals / source.original if source.original else None
        if path and not path.is_file():
            found.append(f"{source.path}: its uploaded file {path.name} is missing")
        elif path and hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            found.append(f"{source.path}: its uploaded file {path.name} has been altered")
    return found


def _as_listed(snapshot: Snapshot, sources: Collection[Source], name: str) -> Chosen:
    wanted = _spelt(name.removeprefix("./").rstrip("/"), [source.relative for source in sources])
    files = tuple(source.path for source in sources if source.relative == wanted)
    folder = wanted + "/"
    if not files:
        files = tuple(source.path for source in sources if source.relative.startswith(folder))
        roots = {source.root for source in sources if source.relative.startswith(folder)}
        if len(roots) == 1 and (root := roots.pop()):
            return Chosen(folder=f"{root}{os.sep}{wanted}", files=files)
    if len(files) == 1:
        return Chosen(files=files)
    external = snapshot.documents_called(name, "external_id")
    if not files and len(external) == 1:
        return _documents(snapshot, external)
    if files or external:
        raise NotInLibrary(f"{name!r} means {len(files) or len(external)} documents: give an id, or the path in full")
    raise NotInLibrary(f"the library has nothing called {name!r}: `quoth list` shows what it has")


def _spelt(name: str, paths: Iterable[str]) -> str:
    """`name` as it stands among `paths` and the folders above them, where it differs only in how accents are written:
    within the letter, as people type them, or behind it, as some systems name their files."""
    if name.isascii():
        return name
    known = {above for path in paths for above in ancestry(path)}
    alike = [one for one in known if normalize("NFC", one) == normalize("NFC", name)]
    return alike[0] if len(alike) == 1 else name


def _documents(snapshot: Snapshot, ids: Sequence[str]) -> Chosen:
    """Those documents; the whole file where it holds no other."""
    (document,) = ids
    path = snapshot.source_of(document).path
    if set(snapshot.fingerprints(path)) == {document}:
        return Chosen(files=(path,))
    return Chosen(documents=((path, document),))
