from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.catalog import Catalog
from index.fusion import Scored
from index.model import Document, Filter, Passage, document_id
from index.records import Content, Source
from index.search import Searcher


class FakeEngine:
    """Returns what it was given, whether or not the catalog still has it."""

    sequence = 1

    def __init__(self, found: list[Scored]) -> None:
        self.found = found
        self.asked: list[tuple[int, Filter]] = []
        self.vectors: list[list[float]] = []

    def follow(self) -> None: ...

    def dense(self, vectors: NDArray[np.float32], k: int, where: Filter) -> list[list[Scored]]:
        self.asked.append((k, where))
        self.vectors.append(vectors[0].tolist())
        return [self.found[:k] for _ in vectors]

    def lexical(self, text: str, k: int, where: Filter) -> list[Scored]:  # noqa: ARG002
        return []


class FakeEncoder:
    def encode(self, text: str) -> NDArray[np.float32]:  # noqa: ARG002
        return np.ones(2, np.float32)


@pytest.fixture
def stored(tmp_path: Path):
    """A catalog of six passages, and their ids."""
    catalog = Catalog(tmp_path, create=True)
    document = Document(document_id("/a"), "abcdef", "T", "a", "0", "text", date=date(2020, 1, 1))
    passages = tuple(Passage.cut(document, n, n + 1) for n in range(6))
    with catalog.writing() as commit:
        commit.put(Source("/a", "/", "a", 6, 0, "0"), Content(document, passages, np.ones((6, 2), np.float32)))
    yield catalog, [passage.id for passage in passages]
    catalog.close()


def searcher(catalog: Catalog, engine: FakeEngine) -> Searcher:
    return Searcher(catalog, engine, FakeEncoder, candidates=10)


def test_a_passage_that_is_not_in_the_catalog_is_never_returned_and_the_next_takes_its_place(stored):
    catalog, ids = stored
    mixed = [key for pair in zip([7, 8, 9, 10, 11, 12], ids, strict=True) for key in pair]
    hits = searcher(catalog, FakeEngine([Scored(key, 1 - n / 20) for n, key in enumerate(mixed)])).search("q", 3)
    assert [hit.passage.id for hit in hits] == ids[:3]
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.passage.text for hit in hits] == ["a", "b", "c"]


def test_more_is_asked_for_than_the_candidates_when_more_is_wanted(stored):
    catalog, ids = stored
    engine = FakeEngine([Scored(key, 0.5) for key in ids])
    where = Filter(kinds=frozenset({"text"}))
    assert len(searcher(catalog, engine).search("q", 50, where)) == 6
    searcher(catalog, engine).search("q", 1)
    assert engine.asked == [(50, where), (10, Filter())]


@pytest.mark.parametrize("query", ["", "  ", "?!", "\n\t", "—", "💥"])
def test_a_query_without_a_letter_or_digit_finds_nothing(stored, query: str):
    catalog, ids = stored
    assert searcher(catalog, FakeEngine([Scored(ids[0], 1.0)])).search(query, 5) == []
    assert searcher(catalog, FakeEngine([Scored(ids[0], 1.0)])).search("q", 0) == []


def test_a_statement_of_a_topic_is_searched_by_again_moved_towards_the_nearest_passages(stored):
    catalog, ids = stored
    engine = FakeEngine([Scored(key, 1 - n / 20) for n, key in enumerate(ids)])
    searcher(catalog, engine).search("What do passages of one letter each say?", 3)
    assert engine.vectors == [[1.0, 1.0]]
    hits = searcher(catalog, engine).search("passages of one letter each, in alphabetical order", 3)
    assert engine.vectors[2] == pytest.approx([0.5**0.5, 0.5**0.5])
    assert [hit.passage.text for hit in hits] == ["a", "b", "c"]


def test_texts_rule_out_what_they_do_not_hold_and_the_next_takes_its_place(stored):
    catalog, ids = stored
    engine = FakeEngine([Scored(key, 1 - n / 20) for n, key in enumerate(ids)])
    asked = searcher(catalog, engine)
    assert [hit.passage.text for hit in asked.search("q", 3, Filter(without=("A", "c")))] == ["b", "d", "e"]
    assert [(hit.rank, hit.passage.text) for hit in asked.search("q", 3, Filter(phrases=("F",)))] == [(1, "f")]
    assert asked.search("q", 3, Filter(phrases=("a", "b"))) == []


def test_what_is_left_out_is_never_asked_of_an_index_and_more_is_looked_at_until_enough_is_left(stored):
    catalog, ids = stored
    engine = FakeEngine([Scored(key, 1 - n / 20) for n, key in enumerate(ids)])
    asked = Searcher(catalog, engine, FakeEncoder, candidates=2)
    hits = asked.search("q", 2, Filter(without=("a", "b", "c")))
    assert [hit.passage.text for hit in hits] == ["d", "e"]
    assert engine.asked == [(2, Filter()), (8, Filter())]


def test_feedback_from_passages_that_have_gone_is_none(stored):
    catalog, _ = stored
    engine = FakeEngine([Scored(key, 0.5) for key in (7, 8, 9)])
    assert searcher(catalog, engine).search("passages of one letter each, in alphabetical order", 3) == []
    assert len(engine.vectors) == 1
