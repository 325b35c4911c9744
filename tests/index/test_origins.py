"""Copies are told from reports of the same thing, whatever the order that documents come in."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalog import Catalog
from index.copies import Copies
from index.library import Library
from index.model import Document, DocumentStatus, Passage, document_id
from index.origins import LEAST, PERMUTATIONS, Print, are_copies, firsts, groups, print_of, shares
from index.records import Content, Source
from tests.bench.origins import SAMPLE, changed, paragraphs_of, quoted_only, sample_texts

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
NAMES = ("faq-reporting-online-hate.md", "policy-staff-social-media.md", "speech-chief-constable.txt")


def copies(one: Print, other: Print) -> bool:
    """Whether they are of one origin, when these two are all there is."""
    (found,) = are_copies(one.signature, one.shingles, other.signature[np.newaxis], np.array([other.shingles]))
    return one.key == other.key or bool(found and one.bands & other.bands)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return sample_texts()


# Texts


def test_the_same_text_has_the_same_print(texts: dict[str, str]):
    text = texts[NAMES[0]]
    assert print_of(text).key == print_of(text).key
    assert print_of(text).key != print_of(text + " More.").key
    assert copies(print_of(text), print_of(text + " More."))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", NAMES)
def test_wire_copy_with_another_top_and_tail_and_a_third_of_its_paragraphs_changed(
    texts: dict[str, str], name: str, seed: int
):
    made = changed(texts[name], [texts[other] for other in sorted(texts) if other != name], random.Random(seed))
    assert made != texts[name]
    assert copies(print_of(texts[name]), print_of(made))


def test_typography_and_line_breaks_make_no_difference(texts: dict[str, str]):
    text = texts["news-sennet-street-vigil.html"]
    straight = text.translate(str.maketrans("“”‘’–", "\"\"''-"))
    wrapped = "\n\n".join(re.sub(r"(.{50}\S*) ", r"\1\n", paragraph) for paragraph in paragraphs_of(text))
    for other in (straight, wrapped, text.upper()):
        assert copies(print_of(text), print_of(other))


def test_two_reports_that_share_only_what_they_quote_are_two(texts: dict[str, str]):
    for seed in range(8):
        one, other = quoted_only([texts[name] for name in NAMES], random.Random(seed))
        assert not copies(print_of(one), print_of(other))


def test_two_transcripts_of_one_speech_are_one(texts: dict[str, str]):
    said = "\n\n".join(
        f"“{paragraph.replace('“', '').replace('”', '')}”" for paragraph in paragraphs_of(texts[NAMES[2]])
    )
    one, other = f"The council met on Monday.\n\n{said}", f"{said}\n\nApplause followed, and questions."
    assert copies(print_of(one), print_of(other))


def test_no_two_documents_of_the_sample_are_copies(texts: dict[str, str]):
    prints = [print_of(text) for text in texts.values()]
    assert not any(copies(one, other) for number, one in enumerate(prints) for other in prints[:number])


def test_two_reports_of_the_same_speech_among_real_ones():
    if not SEEDS.is_dir():
        pytest.skip("the seeds are not at hand")
    prints = [print_of(path.read_text("utf-8")) for path in sorted(SEEDS.iterdir())]
    assert not any(copies(one, other) for number, one in enumerate(prints) for other in prints[:number])


def test_a_short_text_is_a_copy_of_the_same_words_only():
    short = print_of("The meeting is on Monday at noon.")
    assert short.bands == frozenset()
    assert short.key == print_of("the meeting is on\nMONDAY, at noon").key
    assert not copies(short, print_of("The meeting is on Tuesday at noon."))


@pytest.mark.parametrize("text", ["", "★ ★ ★", "…", "日本語の文章です。" * 20, "\ud800 lone", '"never closed', "'"])
def test_any_text_has_a_print(text: str):
    made = print_of(text)
    assert 0 <= made.key < 2**63
    assert all(0 <= band < 2**63 for band in made.bands)
    assert made.signature.shape == (PERMUTATIONS,)


def test_texts_without_words_are_not_all_one():
    assert print_of("★ ★ ★").key != print_of("☆").key


def test_the_estimated_shares_are_near_the_true_ones():
    words = [f"w{number}" for number in range(1300)]
    one, other = print_of(" ".join(words[:1000])), print_of(" ".join(words[600:1300]))
    contained, of_larger = shares(one.signature, one.shingles, other.signature[np.newaxis], np.array([other.shingles]))
    assert contained[0] == pytest.approx(400 / 700, abs=0.12)
    assert of_larger[0] == pytest.approx(400 / 1000, abs=0.12)


@given(st.integers(1, 12), st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_groups_are_the_components(size: int, edges: set[tuple[int, int]]):
    def neighbours(node: int, left: Sequence[int]) -> Iterator[int]:
        return (other for other in left if (node, other) in edges or (other, node) in edges)

    found = list(groups(range(size), neighbours))
    assert sorted(node for group in found for node in group) == list(range(size))
    home = {node: number for number, group in enumerate(found) for node in group}
    assert all(home[a] == home[b] for a, b in edges if a < size and b < size)
    for group in found:
        seen, todo = set(), [next(iter(group))]
        while todo:
            node = todo.pop()
            seen.add(node)
            todo.extend(set(neighbours(node, tuple(group))) - seen)
        assert seen == group


def test_the_first_of_an_origin_is_the_earliest_dated():
    def status(id: str, path: str, day: int | None) -> DocumentStatus:
        from datetime import date

        return DocumentStatus(id, path, path, "ready", date=date(2020, 1, day) if day else None, origin="a")

    assert firsts([status("a", "a", None), status("b", "z", 2), status("c", "y", 3)])["a"].id == "b"
    assert firsts([status("b", "z", None), status("c", "y", None)])["a"].id == "c"
    assert firsts([DocumentStatus("f", "f", "f", "failed")]) == {}


# In the catalog


def store(catalog: Catalog, texts: dict[str, str]) -> None:
    """One commit for each."""
    for path, text in texts.items():
        document = Document(document_id(path), text, path, path, "f00", "text")
        source = Source(path, None, path, 1, 1, "f00")
        with catalog.writing() as commit:
            commit.put(source, Content(document, (Passage.cut(document, 0, len(text)),), np.ones((1, 4), np.float32)))
            commit.finish(source, [document.id])


def origins(catalog: Catalog) -> dict[str, str]:
    """By path; and what is stored fits together."""
    with catalog.reading() as snapshot:
        statuses = snapshot.statuses()
        found = snapshot.origins([status.id for status in statuses])
        left = snapshot._sql.execute("SELECT count(*) FROM prints WHERE key NOT IN (SELECT print FROM documents)")
        assert left.fetchone() == (0,)
        assert snapshot._sql.execute("SELECT count(*) FROM prints WHERE origin IS NULL").fetchone() == (0,)
        assert snapshot._sql.execute(
            "SELECT count(*) FROM bands WHERE print NOT IN (SELECT key FROM prints)"
        ).fetchone() == (0,)
    assert all(status.origin == found[status.id] for status in statuses)
    for origin in set(found.values()):
        assert origin == min(id for id, of in found.items() if of == origin)
    return {status.path: found[status.id] for status in statuses}


def family(texts: dict[str, str]) -> dict[str, str]:
    """A text, three changed copies and an exact one; another with an exact copy; and one of its own."""
    base, others = texts[NAMES[0]], [texts[NAMES[2]]]
    made = {f"copy {number}": changed(base, others, random.Random(number)) for number in range(3)}
    again = {"b": texts[NAMES[1]], "b again": texts[NAMES[1]]}
    return {"base": base, "base again": base, **made, **again, "c": texts["interview-youth-worker.txt"]}


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "library", create=True)
    yield catalog
    catalog.close()


def test_origins_do_not_depend_on_the_order(texts: dict[str, str], tmp_path: Path):
    items = list(family(texts).items())
    found = []
    for number in range(6):
        catalog = Catalog(tmp_path / str(number), create=True)
        random.Random(number).shuffle(items)
        store(catalog, dict(items))
        found.append(origins(catalog))
        catalog.close()
    assert all(one == found[0] for one in found)
    assert len(set(found[0].values())) == 3
    assert len({found[0][name] for name in ("base", "base again", "copy 0", "copy 1", "copy 2")}) == 1


def test_removing_and_adding_again_gives_what_adding_gave(texts: dict[str, str], catalog: Catalog, tmp_path: Path):
    items, draw = family(texts), random.Random(3)
    store(catalog, items)
    whole = origins(catalog)
    for number in range(4):
        gone = draw.sample(sorted(items), 3)
        with catalog.writing() as commit:
            for path in gone:
                commit.remove_source(path)
        fresh = Catalog(tmp_path / f"fresh {number}", create=True)
        store(fresh, {path: text for path, text in items.items() if path not in gone})
        assert origins(catalog) == origins(fresh)
        fresh.close()
        store(catalog, {path: items[path] for path in gone})
        assert origins(catalog) == whole


def test_what_linked_two_is_gone_with_the_document(texts: dict[str, str], catalog: Catalog):
    first, second = paragraphs_of(texts[NAMES[0]]), paragraphs_of(texts[NAMES[1]])
    store(catalog, {"a": "\n\n".join(first), "b": "\n\n".join(second)})
    store(catalog, {"between": "\n\n".join(first + second)})
    assert len(set(origins(catalog).values())) == 1
    store(catalog, {"between": "It was withdrawn, and says nothing any more."})
    assert len(set(origins(catalog).values())) == 3


def test_a_document_that_cannot_be_read_any_more_has_no_origin(texts: dict[str, str], catalog: Catalog):
    store(catalog, {"a": texts[NAMES[0]], "b": texts[NAMES[0]]})
    with catalog.writing() as commit:
        failed = DocumentStatus(document_id("a"), "a", "a", "failed", "broken")
        commit.put_failure(Source("a", None, "a", 1, 1, None), failed)
    with catalog.reading() as snapshot:
        by_path = {status.path: status.origin for status in snapshot.statuses()}
    assert by_path == {"a": None, "b": document_id("b")}


def made_print(rng: np.random.Generator, number: int) -> Print:
    bands = frozenset(int(band) for band in rng.integers(0, 2**62, 40))
    return Print(number, 400, rng.integers(0, 2**32, PERMUTATIONS, dtype=np.uint32), bands)


def test_copies_are_found_among_ten_thousand_without_looking_at_each(
    texts: dict[str, str], catalog: Catalog, monkeypatch: pytest.MonkeyPatch
):
    rng = np.random.default_rng(1)
    rows = [made_print(rng, number) for number in range(10_000)]
    with catalog.writing() as commit:
        commit._sql.execute(
            "INSERT INTO sources(number, path, relative, size, mtime_ns) VALUES (1, 'made', 'made', 1, 1)"
        )
        commit._sql.executemany(
            "INSERT INTO documents(id, source, status, title, path, characters, fingerprint, marks, print) "
            "VALUES (?, 1, 'ready', '', 'made', 1, '', '', ?)",
            ((f"made {one.key}", one.key) for one in rows),
        )
        commit._sql.executemany(
            "INSERT INTO prints VALUES (?, ?, ?, ?)",
            ((one.key, one.shingles, one.signature.tobytes(), f"made {one.key}") for one in rows),
        )
        commit._sql.executemany(
            "INSERT INTO bands VALUES (?, ?)", ((band, one.key) for one in rows for band in one.bands)
        )
    seen: list[int] = []
    prints = Copies._prints

    def counted(self: Copies, where: str, *values: object):  # type: ignore[no-untyped-def]
        found = prints(self, where, *values)
        seen.append(len(found.keys))
        return found

    monkeypatch.setattr(Copies, "_prints", counted)
    began = time.perf_counter()
    store(catalog, {"base": texts[NAMES[0]], "copy": changed(texts[NAMES[0]], [texts[NAMES[1]]], random.Random(1))})
    assert time.perf_counter() - began < 2
    assert max(seen) <= 2
    with catalog.reading() as snapshot:
        found = snapshot.origins([document_id("base"), document_id("copy")])
    assert len(set(found.values())) == 1


def test_the_shortest_text_that_is_compared():
    text = " ".join(f"word{number}" for number in range(LEAST + 3))
    assert print_of(text).shingles == LEAST
    assert print_of(text).bands
    assert SAMPLE.is_dir()


# In a library


def listed(library: Library) -> dict[str, str | None]:
    return {status.path: status.origin for status in library.list()}


@pytest.fixture
def wire(texts: dict[str, str], tmp_path: Path) -> Path:
    """A folder with a wire report in three papers, saved twice from one, and another report."""
    folder, others = tmp_path / "papers", [texts[NAMES[1]]]
    folder.mkdir()
    report = texts["news-sennet-street-vigil.html"]
    for name, text in {
        "herald.txt": changed(report, others, random.Random(1)),
        "herald saved again.txt": changed(report, others, random.Random(1)),
        "gazette.txt": changed(report, others, random.Random(2)),
        "agency.txt": report,
        "other.txt": texts["interview-youth-worker.txt"],
    }.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_folder_with_wire_copy(open_library: Callable[..., Library], wire: Path):
    library = open_library()
    library.add([wire])
    found = listed(library)
    assert len(set(found.values())) == 2
    other = found.pop("other.txt")
    assert set(found.values()) == {min(status.id for status in library.list() if status.origin != other)}
    ids = [status.id for status in library.list()]
    assert set(library.origins(ids).values()) == set(listed(library).values())
    assert library.origins(["none"]) == {}


def test_removing_takes_a_document_out_of_its_origin_and_adding_brings_it_back(
    open_library: Callable[..., Library], wire: Path
):
    library = open_library()
    library.add([wire])
    whole = listed(library)
    ids = {status.path: status.id for status in library.list()}
    first = min((path for path in whole if path != "other.txt"), key=lambda path: ids[path])
    library.remove([first])
    after = listed(library)
    assert first not in after
    assert library.origins([ids[first]]) == {}
    assert len(set(after.values())) == 2
    assert ids[first] not in after.values()
    library.add([wire / first])
    assert listed(library) == whole
    (wire / "gazette.txt").write_text("The Gazette takes its report back, and says that it was wrong.")
    library.sync()
    assert len(set(listed(library).values())) == 3


def test_a_library_from_before_origins_gets_them_with_the_next_sync(
    open_library: Callable[..., Library], wire: Path, embedder
):
    library = open_library()
    library.add([wire])
    whole, embedded = listed(library), len(embedder.seen)
    with library._catalog.writing() as commit:
        for sql in ("DELETE FROM bands", "UPDATE documents SET print = NULL", "DELETE FROM prints"):
            commit._sql.execute(sql)
    assert listed(library) == {status.path: status.id for status in library.list()}
    library.sync()
    assert listed(library) == whole
    assert len(embedder.seen) == embedded
