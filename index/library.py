"""A library: the composition root of writing. Open one, add to it, keep it in step, search it, ask for its text.

Opening is quick: models and indexes are loaded when they are first needed, and reading needs no torch. A library may be
shared by threads, and its directory by processes: each call sees what was committed before it.
"""

from __future__ import annotations

import builtins
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.commit import ancestry
from index.embed import load_embedder
from index.encoder import Embedder
from index.encoders import ENCODER, Encoders
from index.engine import LocalEngine
from index.folders import Found, Plan, absolute, failure, is_within, plan, walk
from index.model import Document, DocumentStatus, Facets, Filter, Hit, Imprint, Progress, Report, Searched, Step
from index.originals import ORIGINALS, drop_originals, originals_in_use, put_original
from index.records import Correction
from index.search import Searcher
from index.settings import Settings
from index.stored import named, problems

if TYPE_CHECKING:
    from index.ingest import Ingest


class Library:
    """One library's directory. Made by `open`; closed by `close`, or by the end of a ``with`` block."""

    def __init__(self, path: Path, settings: Settings, catalog: Catalog, load: Callable[[str], Embedder]) -> None:
        self.path = path
        self._settings = settings
        self._catalog = catalog
        self._encoders = Encoders(path, settings, catalog, load)
        self._engine = LocalEngine(path, catalog)
        self.searcher = Searcher(catalog, self._engine, self._encoders.of_questions, settings.candidates)

    @classmethod
    def open(
        cls,
        path: Path,
        settings: Settings | None = None,
        *,
        create: bool = False,
        load: Callable[[str], Embedder] = load_embedder,
    ) -> Library:
        """The library in directory `path`; with `create`, made there if there is none.

        The model and the sizes of passages are those that the library was built with; `settings` decide them for a new
        one. `load` makes the embedder of a name, when something is added.
        Raises LibraryError when there is none or a newer Quoth wrote it, LibraryDamaged when it cannot be trusted.
        """
        directory = Path(absolute(path))
        return cls(directory, settings or Settings(), Catalog(directory, create=create), load)

    def close(self) -> None:
        """Let go of the files."""
        self._catalog.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing

    def add(self, paths: Sequence[Path], progress: Progress | None = None) -> Report:
        """Read files, and folders with all below them, and remember them for `sync`.

        What cannot be read is in the report, and in `list`, with its reason. Unchanged files are not embedded again; a
        changed one's passages answer until the new ones are committed. What was removed by hand comes back.
        """
        files: dict[str, Found] = {}
        failed: list[DocumentStatus] = []
        roots: dict[str, bool] = {}
        for root in map(absolute, paths):
            seen, folder = walk(root, str(self.path)), Path(root).is_dir()
            failed += seen.failed
            if not (seen.files or seen.failed):
                what = "The folder holds no file that is read." if folder else "This is not a file."
                failed.append(failure(root, root, what))
            if seen.files or (folder and not is_within(root, str(self.path))):
                roots[root] = folder
            files.update((found.path, found) for found in seen.files)
        self._remember(roots)
        return self._read(list(files.values()), failed, progress, retry=True)

    def add_upload(self, name: str, data: bytes, progress: Progress | None = None) -> Report:
        """Keep the bytes of a file under ``originals/`` and read it; an upload of the same name is replaced."""
        name = name.replace("\\", "/").rsplit("/", 1)[-1].strip() or "unnamed"
        name = name.encode("utf-8", "replace").decode("utf-8")
        original = put_original(self.path / ORIGINALS, name, data)
        with self._catalog.writing() as commit:
            commit.include(name)
        with self._catalog.reading() as snapshot:
            before = snapshot.sources().get(name)
        report = self._read([Found(name, None, name, len(data), 0, original)], [], progress, retry=True)
        self._drop_originals({before.original} if before and before.original else set())
        return report

    def sync(self, progress: Progress | None = None) -> Report:
        """Bring the library in step with what it was given: read what is new or changed, remove what is gone.

        A file that failed is tried again when it has changed. A folder that is missing or empty is taken for one that
        is not mounted: its documents stay, and the report says so.
        """
        todo = self._plan()
        if not self._encoders.serve():
            self._encoders.embedder()
        report = self._read(todo.read, todo.failed, progress, retry=False)
        gone = todo.gone
        if any(map(os.path.lexists, gone)):  # some may be back since, and another process may have added them
            gone = tuple(set(gone).intersection(self._plan().gone))
        removed = 0
        if gone:  # a commit that changes nothing would call every answer given before it an old one
            with self._catalog.writing() as commit:
                removed = sum(map(commit.remove_source, gone))
        self._engine.catch_up()
        return replace(report, removed=report.removed + removed)

    def remove(self, ids_or_paths: Sequence[str]) -> Report:
        """Remove documents, files, or folders with all below them; `sync` does not bring them back, `add` does.

        A document is named by its id, its external id, or its path, in full or as listed.
        Raises NotInLibrary, and removes nothing, when one of the names is unknown or means several files.
        """
        with self._catalog.writing() as commit:
            chosen = [named(commit.snapshot, name) for name in ids_or_paths]
            before = originals_in_use(commit.snapshot)
            removed = sum(one.remove(commit) for one in chosen)
        self._drop_originals(before)
        self._engine.catch_up()
        return Report(removed=removed)

    def keep(self, id: str, *, kept: bool = True, progress: Progress | None = None) -> Document:
        """Have all of a document's text in passages, what the rules call boilerplate too, now and when it is read anew;
        or (not `kept`) undo that. The document as it is then. Raises NotInLibrary."""
        self._ingest(progress).keep(self.document(id), kept=kept)
        self._engine.catch_up()
        return self.document(id)

    def correct(self, id: str, values: Mapping[str, str], progress: Progress | None = None) -> Document:
        """Set fields of a document by hand (see `corrections.FIELDS`): that stands until it is undone, whatever its
        file says. An empty value goes back to what the file says. The document as it is then.

        Raises NotInLibrary, and CorrectionError for a value that a field cannot have."""
        self._ingest(progress).correct(self.document(id), values)
        self._engine.catch_up()
        return self.document(id)

    def back_up(self, file: Path, progress: Progress | None = None) -> int:
        """Write the whole library to a new file, as it is at one moment, for `restore`; its size in bytes. The library
        may be read and written meanwhile. Raises LibraryError."""
        from index.backup import back_up

        return back_up(self.path, file, progress)

    # Reading

    def corrections(self, id: str) -> tuple[Correction, ...]:
        """What was set by hand of a document, and what its file says instead."""
        with self._catalog.reading() as snapshot:
            return snapshot.corrections(id)

    def folders(self) -> frozenset[str]:
        """The folders that `sync` looks through: those given, and those that hold files given."""
        with self._catalog.reading() as snapshot:
            return frozenset(path if folder else str(Path(path).parent) for path, folder in snapshot.roots().items())

    def list(self) -> builtins.list[DocumentStatus]:
        """All documents, those that could not be read among them, by path."""
        with self._catalog.reading() as snapshot:
            return snapshot.statuses()

    def document(self, id: str) -> Document:
        """The document with that id, its text included. Raises NotInLibrary."""
        with self._catalog.reading() as snapshot:
            return snapshot.document(id)

    def text(self, id: str) -> str:
        """The stored text of a document, that all offsets refer to. Raises NotInLibrary."""
        return self.document(id).text

    def imprints(self, ids: Collection[str]) -> dict[str, Imprint]:
        """What stands over the passages of those documents that are in the library, by id."""
        with self._catalog.reading() as snapshot:
            return snapshot.imprints(ids)

    def origins(self, ids: Collection[str]) -> dict[str, str]:
        """The origins of those documents that are in the library, by id: the same for copies of one source text."""
        with self._catalog.reading() as snapshot:
            return snapshot.origins(ids)

    def original(self, id: str) -> Path:
        """The file that a document came from; it may be gone by now. Raises NotInLibrary."""
        with self._catalog.reading() as snapshot:
            source = snapshot.source_of(id)
        return self.path / ORIGINALS / source.original if source.original else Path(source.path)

    def search(self, query: str, k: int, where: Filter = Filter()) -> builtins.list[Hit]:
        """At most `k` passages for `query`, best first. What was removed before the call is never among them."""
        return self.searcher.search(query, k, where)

    def searched(self) -> Searched:
        """What a search looks through at this moment."""
        return self._catalog.searched(str(self.path))

    def facets(self) -> Facets:
        """What a search can be filtered by."""
        with self._catalog.reading() as snapshot:
            return snapshot.facets()

    def verify(self) -> builtins.list[str]:
        """What is wrong, in sentences; nothing is, when it is empty. Derived indexes that are wrong are built anew."""
        with self._catalog.reading() as snapshot:
            found = problems(snapshot, self.path / ORIGINALS)
        if not self._encoders.serve():
            found.append(f"{ENCODER}: not the query encoder that the library was built with: run `quoth sync`")
        derived = self._engine.problems()
        if derived:
            self._engine.rebuild()
        return found + [f"{problem} (it has been built anew)" for problem in derived]

    # Within

    def _plan(self) -> Plan:
        """What `sync` is to do, as files and catalog are now."""
        with self._catalog.reading() as snapshot:
            return plan(snapshot.roots(), snapshot.sources(), snapshot.exclusions(), str(self.path))

    def _remember(self, roots: Mapping[str, bool]) -> None:
        """Have `sync` look at `roots` (path: whether it is a folder), and at what was removed there by hand; nothing is
        written where it does."""
        with self._catalog.reading() as snapshot:
            removed = {above for path, _ in snapshot.exclusions() for above in ancestry(path)}
            known = snapshot.roots()
        news = {root: folder for root, folder in roots.items() if root in removed or known.get(root) != folder}
        if news:
            with self._catalog.writing() as commit:
                for root, folder in news.items():
                    commit.add_root(root, folder=folder)

    def _read(
        self, files: Sequence[Found], failed: Sequence[DocumentStatus], progress: Progress | None, *, retry: bool
    ) -> Report:
        self._catalog.compare()
        report = self._ingest(progress).read(files, retry=retry)
        if progress:
            progress(Step("indexing", 0, 1))
        self._engine.settle()
        if progress:
            progress(Step("indexing", 1, 1))
        return replace(report, failed=(*failed, *report.failed))

    def _ingest(self, progress: Progress | None) -> Ingest:
        from index.ingest import Ingest, Making  # with all the rules for reading files, which asking does without

        with self._catalog.reading() as snapshot:
            sizes = snapshot.built_with() or self._settings
        making = Making(
            self._encoders.embedder,
            sizes.passage_characters,
            sizes.overlap_sentences,
            self._settings.limits(),
            self._settings.load_workers,
            self.path / ORIGINALS,
        )
        return Ingest(self._catalog, making, progress)

    def _drop_originals(self, candidates: set[str]) -> None:
        """Delete uploaded files that no document came from any more."""
        with self._catalog.reading() as snapshot:
            drop_originals(self.path / ORIGINALS, candidates - originals_in_use(snapshot))
