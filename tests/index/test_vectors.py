import json
import threading
from pathlib import Path

import numpy as np
import pytest

from index.vectors import VectorIndex

RNG = np.random.default_rng(7)


def unit(count: int, dimension: int = 16) -> np.ndarray:
    rows = RNG.standard_normal((count, dimension), dtype=np.float32)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)


def nothing_stored(_: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    raise AssertionError("an exact index scores by what it holds")


class Store:
    """What a quantised index is made from, and asks: the catalog's part."""

    def __init__(self, count: int, dimension: int = 64) -> None:
        self.ids, self.vectors = RNG.integers(0, 2**63 - 1, count), unit(count, dimension).astype(np.float16)
        self.asked: list[int] = []

    def batches(self):
        for first in range(0, len(self.ids), 500):
            yield self.ids[first : first + 500], self.vectors[first : first + 500]

    def __call__(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        self.asked.append(len(ids))
        held = np.isin(self.ids, ids)
        return self.ids[held], self.vectors[held]

    def index(self) -> VectorIndex:
        return VectorIndex.quantised(self.vectors.shape[1], self, self.batches)

    def nearest(self, query: np.ndarray, k: int) -> list[int]:
        return self.ids[np.argsort(-(self.vectors.astype(np.float32) @ query))[:k]].tolist()


@pytest.fixture
def filled() -> tuple[VectorIndex, np.ndarray, np.ndarray]:
    index, ids, vectors = VectorIndex(16, nothing_stored), RNG.integers(0, 2**63 - 1, 200), unit(200)
    index.upsert(ids, vectors)
    return index, ids, vectors


def test_search_is_exact(filled):
    index, ids, vectors = filled
    queries = unit(5)
    for query, (found, scores) in zip(queries, index.search(queries, 10), strict=True):
        truth = vectors @ query
        order = np.argsort(-truth)[:10]
        assert found.tolist() == ids[order].tolist()
        assert scores == pytest.approx(truth[order], abs=1e-5)


def test_upsert_replaces_and_delete_removes(filled):
    index, ids, vectors = filled
    new = unit(1)
    index.upsert(ids[:1], new)
    assert len(index) == 200
    ((found, scores),) = index.search(new, 1)
    assert found.tolist() == ids[:1].tolist()
    assert scores[0] == pytest.approx(1, abs=1e-3)
    index.delete(np.array([ids[0], 12345]))
    assert len(index) == 199
    assert ids[0] not in index.search(new, 200)[0][0]
    assert sorted(index.ids()) == sorted(ids[1:])
    assert index.differing([(ids, vectors)]) == 0
    assert index.differing([(ids[:50], vectors[50:100])]) == 49  # the first is not held


def test_a_filter_fills_the_list_from_what_it_allows(filled):
    index, ids, vectors = filled
    query = unit(1)
    worst = np.argsort(vectors @ query[0])[:5]
    ((found, _),) = index.search(query, 5, ids[worst])
    assert set(found.tolist()) == set(ids[worst].tolist())
    ((found, _),) = index.search(query, 5, np.empty(0, np.int64))
    assert not len(found)


def test_nothing_in_it():
    ((ids, scores),) = VectorIndex(16, nothing_stored).search(unit(1), 5)
    assert len(ids) == len(scores) == 0


def test_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match="dimension 16"):
        VectorIndex(16, nothing_stored).upsert(np.array([1, 2]), unit(1))


def test_saved_and_loaded(filled, tmp_path: Path):
    index, _, _ = filled
    index.save(tmp_path / "vectors.faiss", "generation", 7)
    loaded, saved = VectorIndex.load(tmp_path / "vectors.faiss", nothing_stored)
    assert (saved.generation, saved.sequence, saved.vectors) == ("generation", 7, 200)
    query = unit(1)
    for a, b in zip(index.search(query, 20)[0], loaded.search(query, 20)[0], strict=True):
        assert a.tolist() == b.tolist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vectors.faiss", "vectors.json"]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        _flip,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.with_suffix(".json").write_text("{"),
        lambda path: path.with_suffix(".json").write_text(json.dumps({"sequence": 3})),
    ],
)
def test_a_damaged_file_is_noticed(filled, tmp_path: Path, damage):
    path = tmp_path / "vectors.faiss"
    filled[0].save(path, "generation", 7)
    damage(path)
    with pytest.raises(ValueError):  # noqa: PT011
        VectorIndex.load(path, nothing_stored)


def test_searches_run_while_others_write(filled):
    index, ids, vectors = filled
    done = threading.Event()
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            while not done.is_set():
                ((found, scores),) = index.search(vectors[:1], 10)
                assert len(found) == 10
                assert scores[0] == pytest.approx(1, abs=1e-3)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(100):
        index.upsert(ids[100:], vectors[100:])
        index.delete(ids[100:])
    done.set()
    for thread in threads:
        thread.join()
    assert not failed


# Quantised


def test_a_quantised_index_scores_exactly_and_finds_what_it_was_measured_to_find():
    store = Store(4000)
    index = store.index()
    assert index.measured
    assert index.measured.vectors == 4000
    assert index.measured.recall >= 0.98
    hits = 0
    for query in unit(50, 64):
        ((found, scores),) = index.search(query, 10)
        truth = store.vectors.astype(np.float32) @ query
        exact = dict(zip(store.ids.tolist(), truth.tolist(), strict=True))
        assert scores == pytest.approx([exact[id] for id in found.tolist()], abs=1e-6)
        assert scores.tolist() == sorted(scores, reverse=True)
        hits += len(set(found.tolist()) & set(store.nearest(query, 10)))
    assert hits / 500 >= 0.95
    assert max(store.asked) == index.measured.depth < 4000


def test_a_quantised_index_returns_nothing_that_is_stored_no_more():
    store = Store(1000)
    index = store.index()
    query = store.vectors[5].astype(np.float32)
    assert index.search(query, 1)[0][0].tolist() == [store.ids[5]]
    gone = store.ids[5]
    store.ids, store.vectors = np.delete(store.ids, 5), np.delete(store.vectors, 5, axis=0)
    assert gone not in index.search(query, 20)[0][0]
    store.ids, store.vectors = store.ids[:0], store.vectors[:0]
    assert [len(part) for part in index.search(query, 20)[0]] == [0, 0]


def test_a_quantised_index_takes_in_and_gives_up_vectors_without_being_made_anew():
    store = Store(1000)
    index = store.index()
    new, id = unit(1, 64), np.array([77])
    index.upsert(id, new)
    store.ids, store.vectors = np.append(store.ids, id), np.concatenate([store.vectors, new.astype(np.float16)])
    assert index.search(new, 1)[0][0].tolist() == [77]
    assert index.differing(store.batches()) == 0
    index.delete(id)
    assert len(index) == 1000
    assert 77 not in index.search(new, 1000)[0][0]


def test_a_filter_fills_the_list_of_a_quantised_index_too():
    store = Store(2000)
    query = unit(1, 64)[0]
    worst = np.array(store.nearest(query, 2000)[-5:])
    ((found, _),) = store.index().search(query, 5, worst)
    assert found.tolist() == worst.tolist()


def test_a_quantised_index_is_saved_with_what_was_measured_of_it(tmp_path: Path):
    store = Store(1000)
    index = store.index()
    index.save(tmp_path / "vectors.faiss", "generation", 7)
    loaded, saved = VectorIndex.load(tmp_path / "vectors.faiss", store)
    assert loaded.measured == saved.measured == index.measured
    query = unit(1, 64)
    for a, b in zip(index.search(query, 20)[0], loaded.search(query, 20)[0], strict=True):
        assert a.tolist() == b.tolist()


def test_an_index_is_outgrown_at_its_limit_and_then_at_twice_what_was_measured(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.vectors.QUANTISE_FROM", 300)
    exact = VectorIndex(64, nothing_stored)
    store = Store(600)
    exact.upsert(store.ids[:299], store.vectors[:299])
    assert not exact.outgrown
    exact.upsert(store.ids[:300], store.vectors[:300])
    assert exact.outgrown
    all_ids, all_vectors = store.ids, store.vectors
    store.ids, store.vectors = all_ids[:300], all_vectors[:300]
    index = store.index()
    index.upsert(all_ids[300:599], all_vectors[300:599])
    assert not index.outgrown
    index.upsert(all_ids[599:], all_vectors[599:])
    assert index.outgrown


def test_a_search_wakes_no_other_thread_and_leaves_their_number_as_it_was(filled, monkeypatch: pytest.MonkeyPatch):
    import faiss

    index, _, vectors = filled
    before, seen = faiss.omp_get_max_threads(), []
    inner = index._index.search
    monkeypatch.setattr(
        index._index, "search", lambda *a, **k: (seen.append(faiss.omp_get_max_threads()), inner(*a, **k))[1]
    )
    index.search(vectors[:1], 3)
    assert seen == [1]
    assert faiss.omp_get_max_threads() == before
