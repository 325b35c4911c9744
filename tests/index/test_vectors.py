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


@pytest.fixture
def filled() -> tuple[VectorIndex, np.ndarray, np.ndarray]:
    index, ids, vectors = VectorIndex(16), RNG.integers(0, 2**63 - 1, 200), unit(200)
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
    assert dict(zip(*map(np.ndarray.tolist, index.contents()), strict=True)) == dict(
        zip(ids[1:].tolist(), vectors[1:].tolist(), strict=True)
    )


def test_a_filter_fills_the_list_from_what_it_allows(filled):
    index, ids, vectors = filled
    query = unit(1)
    worst = np.argsort(vectors @ query[0])[:5]
    ((found, _),) = index.search(query, 5, ids[worst])
    assert set(found.tolist()) == set(ids[worst].tolist())
    ((found, _),) = index.search(query, 5, np.empty(0, np.int64))
    assert not len(found)


def test_nothing_in_it():
    ((ids, scores),) = VectorIndex(16).search(unit(1), 5)
    assert len(ids) == len(scores) == 0


def test_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match="dimension 16"):
        VectorIndex(16).upsert(np.array([1, 2]), unit(1))


def test_saved_and_loaded(filled, tmp_path: Path):
    index, _, _ = filled
    index.save(tmp_path / "vectors.faiss", "generation", 7)
    loaded, saved = VectorIndex.load(tmp_path / "vectors.faiss")
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
        VectorIndex.load(path)


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
