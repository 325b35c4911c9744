"""BM25 over passages and their documents' titles. The only importer of tantivy; knows nothing of vectors or SQL.

A question is never read as tantivy's query language: it is analysed into terms as the passages were, so that no symbol
in it can fail or mean anything. What the index reflects is a document of its own in it, and so is committed with it.
"""

from __future__ import annotations

import datetime
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from index.errors import QuothError
from index.model import Filter
from index.text import RAISED

TITLE_BOOST = 0.5  # of a term found in the title, which every passage of the document shares
LONGEST = 60  # bytes: what is longer is no word, and no term
HEAP = 30_000_000  # bytes that a writer gathers before it writes a segment; tantivy's least is 15 million
WRITER_WAIT = 2.0  # seconds for another process to finish bringing this same index up to date
_RAISED = re.compile(f"(?<=[0-9])[{RAISED}⁻]+")
MARKER = -1  # the id of the document that says what the index reflects; passages' ids are positive


@dataclass(frozen=True, slots=True)
class Fields:
    """What is indexed of a passage."""

    id: int
    text: str
    title: str
    kind: str
    author: str | None = None
    publisher: str | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Reflects:
    """The state of the catalog that an index stands for."""

    generation: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What brings an index in step: ids to remove, passages to store (in place of any with the same ids), and what it
    reflects then. With `anew`, all that it held goes first."""

    removed: Iterable[int]
    stored: Iterable[Fields]
    reflects: Reflects
    anew: bool = False


class LexicalDamaged(Exception):
    """The index cannot be opened: build it anew."""


class LexicalBusy(Exception):
    """Another process is changing the index."""


class LexicalIndex:
    """BM25 as tantivy computes it (k1 = 1.2, b = 0.75; Robertson and Zaragoza 2009, "The Probabilistic Relevance
    Framework", section 3.3), a passage's score being that of its text plus a share of its title's.

    Safe to share by threads, and its directory by processes. Raises LexicalDamaged when it cannot be opened.
    """

    def __init__(self, directory: Path | None) -> None:
        """Open the index in `directory`, or make it there; None keeps it in memory."""
        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True)
        self._analyser = _analyser()
        self._schema = _schema()
        with _translated():
            self._index = tantivy.Index(self._schema, path=None if directory is None else str(directory))
            self._index.register_tokenizer("words", self._analyser)
            self._searcher = self._index.searcher()
        self._writing = threading.Lock()

    @classmethod
    def anew(cls, directory: Path) -> LexicalIndex:
        """An empty index in the place of what `directory` holds."""
        if directory.exists():
            aside = directory.with_name(f"{directory.name}.{os.getpid()}.{threading.get_ident()}")
            directory.replace(aside)  # in one step, for another process may be opening it
            shutil.rmtree(aside)
        return cls(directory)

    def __len__(self) -> int:
        return max(0, int(self._searcher.num_docs) - 1)

    def reload(self) -> None:
        """Take up what has been committed since, here or by another process."""
        with _translated():
            self._index.reload()
            self._searcher = self._index.searcher()

    def reflects(self) -> Reflects | None:
        """What the index stands for; None when nothing was ever committed."""
        with _translated():
            searcher = self._searcher
            hits = searcher.search(self._equal("id", MARKER), 1, count=False).hits
            if not hits:
                return None
            found = searcher.doc(hits[0][1])
        return Reflects(str(found.get_first("generation")), int(found.get_first("sequence") or 0))

    def update(self, changes: Callable[[Reflects | None], Changes | None]) -> None:
        """Make and commit changes, all or none. `changes` is called once no other process can change the index: with
        what it reflects by then, and returns None when there is nothing to do.

        Raises LexicalBusy when another process holds the index for longer than `WRITER_WAIT` seconds.
        """
        with self._writing, _translated():
            writer = self._writer()
            try:
                self.reload()
                change = changes(self.reflects())
                if change is not None:
                    self._apply(writer, change)
            finally:
                writer.wait_merging_threads()  # lets go of the index's lock
            self.reload()

    def _apply(self, writer: tantivy.IndexWriter, change: Changes) -> None:
        if change.anew:
            writer.delete_all_documents()
        for gone in (MARKER, *change.removed):
            writer.delete_documents_by_term("id", gone)
        for fields in change.stored:
            if not change.anew:
                writer.delete_documents_by_term("id", fields.id)
            writer.add_document(_document(fields))
        writer.add_document(_marker(change.reflects))
        writer.commit()

    def search(self, text: str, k: int, where: Filter | None = None) -> list[tuple[int, float]]:
        """At most `k` passages that share a word with `text` and that `where` allows: ids and scores, best first."""
        terms = self.terms(text)
        if not terms or k < 1:
            return []
        query = Query.boolean_query([(Occur.Should, self._term(term)) for term in terms])
        if where:
            # A condition scores nothing, so that filtering never changes the order.
            conditions = [(Occur.Must, Query.const_score_query(part, 0.0)) for part in self._conditions(where)]
            query = Query.boolean_query([(Occur.Must, query), *conditions])
        with _translated():
            searcher = self._searcher
            hits = searcher.search(query, k, count=False).hits
            ids = searcher.fast_field_values("id", [address for _, address in hits])
        return [(int(key), float(score)) for key, (score, _) in zip(ids, hits, strict=True) if key is not None]

    def holding(self, where: Filter) -> list[int]:
        """The ids of all passages that `where` allows, and of some that have its phrases' terms only."""
        conditions = [(Occur.Must, Query.const_score_query(part, 0.0)) for part in self._conditions(where)]
        query = Query.boolean_query(conditions) if conditions else Query.all_query()
        with _translated():
            searcher = self._searcher
            hits = searcher.search(query, max(1, searcher.num_docs), count=False).hits
            ids = searcher.fast_field_values("id", [address for _, address in hits])
        return [int(key) for key in ids if key is not None and key != MARKER]

    def terms(self, text: str) -> list[str]:
        """The terms that `text` is searched by: lower case, unaccented, English stems, each once."""
        return list(dict.fromkeys(self._analyser.analyze(_unmarked(text))))

    def ids(self) -> set[int]:
        """The ids of all passages in it, to compare with the catalog."""
        return set(self.holding(Filter()))

    def _term(self, term: str) -> Query:
        text, title = (Query.term_query(self._schema, field, term, "freq") for field in ("text", "title"))
        return Query.boolean_query([(Occur.Should, text), (Occur.Should, Query.boost_query(title, TITLE_BOOST))])

    def _phrase(self, terms: list[str], phrase: str) -> Query:
        """What has the terms one after the other: more than has the phrase itself, for terms are stems."""
        if len(terms) == 1:
            return self._one(terms[0])
        if any(len(run.encode()) >= LONGEST for run in phrase.split()):  # perhaps no term, which leaves a gap
            return Query.boolean_query([(Occur.Must, self._one(term)) for term in terms])
        return Query.phrase_query(self._schema, "text", list(terms))

    def _one(self, term: str) -> Query:
        return Query.term_query(self._schema, "text", term, "basic")

    def _equal(self, field: str, value: Any) -> Query:
        return Query.term_query(self._schema, field, value, "basic")

    def _conditions(self, where: Filter) -> Iterator[Query]:
        for field, allowed in (("publisher", where.publishers), ("author", where.authors), ("kind", where.kinds)):
            if allowed:
                yield Query.boolean_query([(Occur.Should, self._equal(field, value)) for value in sorted(allowed)])
        for phrase in where.phrases:
            if terms := self._analyser.analyze(_unmarked(phrase)):
                yield self._phrase(terms, phrase)
        if where.after or where.before:
            bounds = (_day(where.after) if where.after else 0), (_day(where.before) if where.before else 99991231)
            yield Query.range_query(self._schema, "date", FieldType.Integer, *bounds)

    def _writer(self) -> tantivy.IndexWriter:
        """A writer, for which one waits while another process has it."""
        deadline = time.monotonic() + WRITER_WAIT
        while True:
            try:
                return self._index.writer(HEAP, num_threads=1)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                if time.monotonic() > deadline:
                    raise LexicalBusy("another process is changing the index of words") from error
                time.sleep(0.02)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="words", index_option="position")  # positions: for phrases
    builder.add_text_field("title", tokenizer_name="words", index_option="freq")
    for name in ("kind", "author", "publisher"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("date", indexed=True)
    builder.add_integer_field("sequence", stored=True)
    builder.add_text_field("generation", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _analyser() -> tantivy.TextAnalyzer:
    filters = tantivy.Filter
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (filters.remove_long(LONGEST), filters.lowercase(), filters.ascii_fold(), filters.stemmer("english")):
        builder = builder.filter(step)
    return builder.build()


def _unmarked(text: str) -> str:
    """The text with a space for what is raised behind a figure: folding to ASCII would make another figure of both."""
    return _RAISED.sub(" ", text)


def _document(fields: Fields) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("id", fields.id)
    for name in ("text", "title", "kind", "author", "publisher"):
        value = getattr(fields, name)
        if value is not None:
            document.add_text(name, _unmarked(value) if name in ("text", "title") else value)
    if fields.date is not None:
        document.add_integer("date", _day(fields.date))
    return document


def _marker(reflects: Reflects) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("id", MARKER)
    document.add_integer("sequence", reflects.sequence)
    document.add_text("generation", reflects.generation)
    return document


def _day(date: datetime.date) -> int:
    return date.year * 10000 + date.month * 100 + date.day


@contextmanager
def _translated() -> Iterator[None]:
    """Turn whatever tantivy raises for files that it cannot read into LexicalDamaged."""
    try:
        yield
    except (LexicalBusy, LexicalDamaged, QuothError):  # the last: from whoever hands in passages
        raise
    except Exception as error:
        raise LexicalDamaged(str(error)) from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # how a panic of Rust arrives: not an Exception, and not importable
            raise
        raise LexicalDamaged(str(error)) from error
