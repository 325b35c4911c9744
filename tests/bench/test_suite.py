"""The benchmark's own sums: a wrong one would look like a good figure."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
from suite.growth import exponent
from suite.judging import quality, subset
from suite.limits import operations
from suite.made import PASSAGES, Maker, fill, maker_of
from suite.products import rates
from suite.report import Machine, Table, write
from suite.texts import Asked, Collection, Text, collections
from suite.timing import Times, interleaved

from index.catalog import Catalog
from index.library import Library
from index.settings import Settings
from index.vectors import VectorIndex

RNG = np.random.default_rng(11)


def unit(count: int, dimension: int = 32) -> np.ndarray:
    rows = RNG.standard_normal((count, dimension), dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_power_law_is_found_again():
    assert exponent([10, 100, 1000], [3 * n**0.5 for n in (10, 100, 1000)]) == pytest.approx(0.5)
    assert exponent([10, 1000], [7, 7]) == pytest.approx(0)


def test_contenders_take_turns_and_the_first_inputs_do_not_count():
    calls: list[str] = []

    def work(name: str, seconds: float, one: int) -> None:
        calls.append(f"{name}{one}")
        time.sleep(seconds)

    times = interleaved(
        {"a": lambda one: work("a", 0.0, one), "b": lambda one: work("b", 0.02, one)}, [0, 1, 2], warm=1
    )
    assert calls == ["a0", "b0", "b1", "a1", "a2", "b2"]
    assert len(times["a"].taken) == len(times["b"].taken) == 2
    assert times["b"].p50 >= 20 > times["a"].p50
    assert interleaved({}, [0, 1]) == {}


def test_percentiles():
    times = Times(tuple(range(1, 101)))
    assert (times.p50, times.p95) == (50.5, pytest.approx(95.05))
    assert Times((4.0,)).p95 == 4.0


def test_quality_by_hand():
    asked = [Asked("?", frozenset("ab")), Asked("?", frozenset("z"))]
    found = quality([["x", "a", "b"], ["z"]], asked)
    assert (found.hit_1, found.hit_5) == (0.5, 1.0)
    ideal, reached = 1 + 1 / np.log2(3), 1 / np.log2(3) + 1 / 2
    assert found.ndcg == pytest.approx((reached / ideal + 1) / 2)


def test_a_subset_keeps_only_questions_that_it_can_answer():
    documents = tuple(Text(str(n), "", "words") for n in range(50))
    asked = tuple(Asked(f"{n}?", frozenset({str(n)})) for n in range(50))
    some = subset(Collection("c", documents, asked), 10)
    assert len(some.documents) == len(some.questions) == 10
    assert {d.id for d in some.documents} == {id for q in some.questions for id in q.relevant}


def test_made_vectors_lie_about_as_far_from_their_neighbours_as_the_real():
    centres = unit(20)
    real = centres[RNG.integers(0, 20, 600)] + 0.6 * unit(600)
    real /= np.linalg.norm(real, axis=1, keepdims=True)
    _, made = Maker(["some words here"] * 600, real).make(600)
    assert np.linalg.norm(made, axis=1) == pytest.approx(1, abs=1e-5)

    def tenth(vectors: np.ndarray) -> float:
        return float(np.median(np.sort(vectors @ vectors.T, axis=1)[:, -11]))

    assert tenth(made) == pytest.approx(tenth(real), abs=0.15)
    assert tenth(made) > tenth(unit(600)) + 0.1


def test_a_filled_library_has_so_many_passages_and_each_is_its_slice(tmp_path: Path):
    Catalog(tmp_path, create=True).close()
    maker = Maker([f"The {n}th passage has words of its own." for n in range(30)], unit(30))
    fill(tmp_path, maker, 45)
    fill(tmp_path, maker, 3 * PASSAGES)
    catalog = Catalog(tmp_path)
    with catalog.reading() as snapshot:
        assert snapshot.searched("").passages == 60
        assert snapshot.not_compared(5) == []
        for document in snapshot.ids():
            text = snapshot.document(document).text
            for passage in snapshot.passages_of(document):
                assert passage.text == text[passage.span.start : passage.span.end] == passage.text.strip()
        index = VectorIndex(32, snapshot.vectors_of)
        for ids, vectors in snapshot.vectors(0):
            index.upsert(ids, vectors)
    catalog.close()
    assert len(index) == 60


def test_what_answers_is_no_parent_of_what_is_made(tmp_path: Path):
    answer, other = "The harbour wall was built in 1911 by Joan Whitcombe.", "Ferries leave the north quay at noon."
    with Library.open(tmp_path / "seed", Settings(), create=True) as library:
        rows = [{"_id": str(n), "title": "", "text": text} for n, text in enumerate([answer, other] + [other] * 20)]
        (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
        library.add([tmp_path / "d.jsonl"])
    asked = Collection("c", (Text("0", "", answer), Text("1", "", other)), (Asked("Who built it?", frozenset({"0"})),))
    maker = maker_of(tmp_path / "seed", without=[text.text for text in asked.answering(asked.questions)])
    assert not any("harbour" in text for text in maker.make(50)[0])
    assert any("Ferries" in text for text in maker.make(50)[0])


def test_collections_are_read_as_they_lie(tmp_path: Path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "corpus.jsonl").write_text('{"_id": "1", "title": "T", "text": "words"}\n', "utf-8")
    (tmp_path / "c" / "queries.jsonl").write_text('{"_id": "q", "text": "which?"}\n{"_id": "r", "text": "?"}', "utf-8")
    (tmp_path / "c" / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\t1\t1\nr\t1\t0\n", "utf-8")
    (found,) = collections(tmp_path)
    assert found == Collection("c", (Text("1", "T", "words"),), (Asked("which?", frozenset({"1"})),))
    assert json.loads(found.write(tmp_path / "d.jsonl").read_text()) == {"_id": "1", "title": "T", "text": "words"}


def test_the_report_has_the_machine_and_every_figure(tmp_path: Path):
    table = Table("Title", ("what", "figure"), (("whole", 1234.5), ("ratio", 0.123456), ("n", 10000), ("none", None)))
    text = write(tmp_path, "python tests/bench", Machine.here(), [table])
    assert "| whole | 1,234 |" in text
    assert "| ratio | 0.123 |\n| n | 10,000 |\n| none |  |" in text
    found = json.loads((tmp_path / "results.json").read_text())
    assert found["machine"]["cores"] >= 1
    assert "numpy" in found["machine"]["packages"]
    assert found["tables"][0]["rows"][0] == ["whole", 1234.5]
    assert (tmp_path / "results.md").read_text() == text


def test_operations_of_a_pass_by_hand():
    attention, rest = 2 * 2 * 10 * 10 * 384, 2 * 10 * (4 * 384 * 384 + 2 * 384 * 1536)
    assert operations(10) == 6 * (attention + rest)


def test_small_numbers_are_multiplied_faster():
    found = rates()
    assert 1 < found["float32"] < found["int8"]
