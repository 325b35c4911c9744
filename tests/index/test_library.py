import json
import multiprocessing
import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from index.errors import LibraryBusy, LibraryDamaged, LibraryError, ModelError, NotInLibrary
from index.library import Library
from index.model import Filter, Report, Step
from index.settings import Settings
from tests.index.steps import HARBOUR, Opened, by_path, words


def write_lines(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")


# Adding and asking


def test_many_single_files_are_remembered_in_one_commit(open_library: Opened, folder: Path):
    library = open_library()
    before = library._catalog.state().sequence
    files = [folder / "harbour.txt", folder / "bees 🐝.txt", folder / "sub" / "bread.txt"]
    library.add(files)
    assert library._catalog.state().sequence - before == 3  # what was given, the model, what was read
    (folder / "harbour.txt").write_text("Silted.")
    assert library.sync().updated == 1


def test_the_library_is_not_added_to_itself(library: Library, tmp_path: Path):
    library.add_upload("up.txt", b"A tram runs to the summit.")
    (tmp_path / "link").symlink_to(library.path)
    for given in (library.path, library.path / "originals", tmp_path / "link"):
        report = library.add([given])
        assert (report.added, [one.reason for one in report.failed]) == (0, ["This is the library itself."])
    assert library.sync() == Report()


def test_add_list_text_search(open_library: Opened, folder: Path):
    library = open_library()
    assert library.search("anything", 5) == []
    report = library.add([folder])
    assert (report.added, report.updated, report.unchanged, report.failed) == (3, 0, 0, ())
    assert [status.path for status in library.list()] == ["bees 🐝.txt", "harbour.txt", "sub/bread.txt"]
    assert library.text(by_path(library, "harbour.txt")) == HARBOUR
    first = library.search("How deep is the port?", 3)[0]
    assert "eleven metres" in first.passage.text
    assert first.passage.text == first.passage.span.of(library.text(first.passage.span.document))
    searched = library.searched()
    assert (searched.documents, searched.passages, searched.unreadable) == (3, 3, 0)
    assert searched.as_of
    (imprint,) = library.imprints([first.passage.span.document, "gone"]).values()
    assert imprint.over(first.passage.span.start) == ("The harbour",)
    assert library.original(first.passage.span.document) == folder / "harbour.txt"
    assert library.verify() == []


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(open_library: Opened, folder: Path, tmp_path: Path):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nonsense")
    (folder / "what.xyz").write_text("?")
    (tmp_path / "none").mkdir()
    library = open_library()
    report = library.add([folder, tmp_path / "none", tmp_path / "missing"])
    assert report.added == 3
    failed = {Path(status.path).name: status.reason for status in report.failed}
    assert failed.keys() == {"empty.txt", "broken.pdf", "what.xyz", "none", "missing"}
    assert len(set(failed.values())) == 5
    listed = {status.path: status.reason for status in library.list() if status.status == "failed"}
    assert listed == {name: failed[name] for name in ("empty.txt", "broken.pdf", "what.xyz")}
    assert library.searched().unreadable == 3


def test_unchanged_files_are_not_embedded_again(library: Library, folder: Path, embedder):
    before = len(embedder.seen)
    report = library.add([folder])
    assert (report.added, report.unchanged) == (0, 3)
    assert library.sync().unchanged == 0
    (folder / "harbour.txt").touch()
    assert library.sync().unchanged == 1
    assert len(embedder.seen) == before


def test_only_the_changed_passages_of_a_changed_file_are_embedded(open_library: Opened, folder: Path, embedder):
    library = open_library(passage_characters=100, overlap_sentences=0)
    paragraphs = [
        f"Paragraph {number} has words of its own, such as {number * 7} and {number * 11}." for number in range(9)
    ]
    (folder / "long.txt").write_text("\n\n".join(paragraphs))
    library.add([folder])
    before = len(embedder.seen)
    paragraphs[4] = "Here something else entirely is said, about lighthouses."
    (folder / "long.txt").write_text("\n\n".join(paragraphs))
    assert library.sync().updated == 1
    assert len(embedder.seen) - before <= 2
    assert "lighthouses" in words(library, "lighthouse keeper")
    assert paragraphs[8] in words(library, "paragraph 8")
    assert library.verify() == []


def test_an_added_file_that_changed_is_read_anew(library: Library, folder: Path):
    id = by_path(library, "harbour.txt")
    (folder / "harbour.txt").write_text(HARBOUR.replace("eleven", "fourteen"))
    assert library.add([folder / "harbour.txt"]).updated == 1
    assert "fourteen" in library.text(id)
    assert "eleven" not in words(library, "depth of the harbour")


def test_json_lines_are_a_document_a_line(open_library: Opened, tmp_path: Path, embedder):
    rows = [
        {"_id": f"d{number}", "title": f"Title {number}", "text": f"Words of number {number}."} for number in range(5)
    ]
    path = tmp_path / "corpus.jsonl"
    write_lines(path, rows)
    with path.open("a") as file:
        file.write("\nnot json\n")
    library = open_library()
    report = library.add([path])
    assert (report.added, len(report.failed)) == (5, 1)
    assert {status.external_id for status in library.list() if status.status == "ready"} == {row["_id"] for row in rows}
    before = len(embedder.seen)
    rows[2]["text"] = "Something else."
    write_lines(path, [*rows[:4], {"_id": "new", "title": "", "text": "One more."}])
    report = library.sync()
    assert (report.added, report.updated, report.unchanged) == (1, 1, 3)
    assert report.removed == 2  # the last line, and the one that was no JSON
    assert len(embedder.seen) - before == 2
    library.remove(["d1"])
    path.write_text(path.read_text() + "\n")
    library.sync()
    assert "d1" not in {status.external_id for status in library.list()}
    assert library.verify() == []


def test_progress_is_told(open_library: Opened, folder: Path):
    steps: list[Step] = []
    open_library().add([folder], steps.append)
    assert {step.stage for step in steps} == {"reading", "embedding", "indexing"}
    assert all(0 <= step.done <= step.total for step in steps)
    assert [step for step in steps if step.stage == "reading"][-1].done == 3


def test_batches_are_committed_as_they_come(open_library: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.ingest.BATCH_PASSAGES", 1)
    library, other = open_library(), open_library()
    seen: list[int] = []
    library.add([folder], lambda step: seen.append(other.searched().documents) if step.stage == "reading" else None)
    assert seen == [0, 1, 2, 3]


def test_what_was_committed_before_a_stop_is_kept_and_the_rest_is_read_next(
    open_library: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder
):
    monkeypatch.setattr("index.ingest.BATCH_PASSAGES", 2)
    path = tmp_path / "corpus.jsonl"
    write_lines(path, [{"_id": str(number), "title": "", "text": f"Words of number {number}."} for number in range(9)])

    def stop(step: Step) -> None:
        if step.stage == "embedding" and step.done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_library().add([path], stop)
    library = open_library()
    assert library.searched().documents == 4
    assert library.verify() == []
    before = len(embedder.seen)
    report = library.sync()
    assert (report.added, report.unchanged) == (5, 4)
    assert len(embedder.seen) - before == 5
    assert library.sync().added == 0


# Sync and removing


def test_sync_follows_the_folder(library: Library, folder: Path):
    (folder / "harbour.txt").unlink()
    (folder / "new.txt").write_text("A tram runs to the summit every quarter of an hour.")
    (folder / "sub" / "bread.txt").write_text("Cake\n\nCake needs butter.")
    report = library.sync()
    assert (report.added, report.updated, report.removed, report.failed) == (1, 1, 1, ())
    assert "tram" in words(library, "how often does the tram run")
    assert "harbour" not in words(library, "harbour depth")
    assert "Rye" not in words(library, "rye bread")
    assert library.verify() == []


def test_a_folder_that_is_not_there_keeps_its_documents(library: Library, folder: Path, tmp_path: Path):
    folder.rename(tmp_path / "away")
    report = library.sync()
    assert report.removed == 0
    assert "not there" in str(report.failed[0].reason)
    assert library.searched().documents == 3
    library.remove([str(folder)])
    assert library.searched().documents == 0
    assert library.sync().failed == ()


def test_a_file_that_cannot_be_read_any_more_is_not_quoted(library: Library, folder: Path):
    (folder / "harbour.txt").write_bytes(b"")
    report = library.sync()
    assert [status.path for status in report.failed] == ["harbour.txt"]
    assert "eleven metres" not in words(library, "harbour depth")
    assert library.sync().failed == ()  # not tried again until it changes
    (folder / "harbour.txt").write_text(HARBOUR)
    assert library.sync().added == 1
    assert "eleven metres" in words(library, "harbour depth")


@pytest.mark.parametrize("name", ["id", "harbour.txt", "./harbour.txt", "absolute"])
def test_removed_is_never_returned_and_sync_leaves_it_out(library: Library, folder: Path, name: str):
    id = by_path(library, "harbour.txt")
    called = {"id": id, "absolute": str(folder / "harbour.txt")}.get(name, name)
    assert library.remove([called]).removed == 1
    assert "harbour" not in words(library, "harbour depth").lower()
    with pytest.raises(NotInLibrary):
        library.text(id)
    (folder / "harbour.txt").write_text(HARBOUR + " And again.")
    assert library.sync().added == 0
    assert library.searched().documents == 2
    assert library.add([folder / "harbour.txt"]).added == 1
    assert "eleven metres" in words(library, "harbour depth")
    assert by_path(library, "harbour.txt") == id
    assert library.verify() == []


def test_what_was_removed_stays_away_under_another_name_until_it_is_added(library: Library, folder: Path):
    library.remove(["harbour.txt", "sub"])
    (folder / "harbour.txt").rename(folder / "port.txt")
    (folder / "sub").rename(folder / "below")
    for _ in range(2):
        assert library.sync() == Report()
    assert [status.path for status in library.list()] == ["bees 🐝.txt"]
    (folder / "port.txt").rename(folder / "harbour.txt")
    assert library.sync() == Report()
    assert library.add([folder]).added == 2


def test_a_file_like_one_that_was_removed_and_is_still_there_is_read(library: Library, folder: Path):
    library.remove(["harbour.txt"])
    (folder / "copy.txt").write_text(HARBOUR)
    assert library.sync().added == 1


def test_a_new_file_where_one_was_moved_from_takes_none_of_its_documents(open_library: Opened, folder: Path):
    rows = [{"_id": str(number), "text": f"Words of number {number}."} for number in (1, 2, 3)]
    write_lines(folder / "data.jsonl", rows)
    library = open_library()
    library.add([folder])
    before = {one.id for one in library.list() if one.path == "data.jsonl"}
    (folder / "data.jsonl").rename(folder / "old.jsonl")
    library.sync()
    (folder / "data.jsonl").write_text("")
    library.sync()
    assert {one.id for one in library.list() if one.path == "old.jsonl"} == before
    assert len(before) == 3
    assert library.sync() == Report()


def test_a_file_that_is_back_by_the_end_of_a_sync_stays(library: Library, open_library: Opened, folder: Path):
    (folder / "harbour.txt").rename(folder.parent / "away.txt")
    (folder / "new.txt").write_text("A tram runs to the summit.")
    other = open_library()

    def bring_back(step: Step) -> None:
        if step.stage == "reading" and (folder.parent / "away.txt").exists():
            (folder.parent / "away.txt").rename(folder / "harbour.txt")
            assert other.add([folder / "harbour.txt"]).unchanged == 1

    assert library.sync(bring_back).removed == 0
    assert "eleven metres" in words(library, "harbour depth")


def test_a_file_that_another_process_read_where_it_was_moved_to(library: Library, open_library: Opened, folder: Path):
    (folder / "harbour.txt").rename(folder / "port.txt")
    other = open_library()

    def read(step: Step) -> None:
        if step.stage == "reading" and not (folder / "harbour.txt").exists():
            shutil.copy(folder / "port.txt", folder / "harbour.txt")
            other.sync()

    with pytest.raises(LibraryBusy, match="meanwhile: run it again"):
        library.sync(read)
    library.sync()
    assert {one.path for one in library.list()} >= {"harbour.txt", "port.txt"}
    assert library.verify() == []


def test_looking_for_changes_where_there_are_none_makes_no_answer_an_old_one(library: Library, folder: Path):
    before = library.searched(), library._catalog.state()
    assert library.sync().added == 0
    assert library.add([folder]).unchanged == 3
    assert (library.searched(), library._catalog.state()) == before


def test_an_encoder_that_was_damaged_is_made_again_by_sync(library: Library):
    (library.path / "encoder" / "tokenizer.json").write_text("{}")
    assert library.verify() != []
    library.sync()
    assert library.verify() == []


def test_a_folder_is_removed_with_all_below_it(library: Library, folder: Path):
    assert library.remove(["sub"]).removed == 1
    (folder / "sub" / "more.txt").write_text("More about bread.")
    assert library.sync().added == 0
    assert library.add([folder]).added == 2
    assert library.remove([str(folder)]).removed == 4
    assert library.list() == []
    assert library.sync().added == 0


@pytest.mark.parametrize("name", ["Größe/Maße.txt", "Größe", "absolute"])
def test_a_name_is_known_however_its_accents_are_written(library: Library, folder: Path, name: str):
    file = folder / normalize("NFD", "Größe/Maße.txt")
    file.parent.mkdir()
    file.write_text("It was measured in May.")
    library.sync()
    typed = normalize("NFC", str(file) if name == "absolute" else name)
    assert library.remove([typed]).removed == 1
    assert library.sync() == Report()


def test_an_unknown_name_removes_nothing(library: Library):
    with pytest.raises(NotInLibrary, match="nosuch"):
        library.remove(["harbour.txt", "nosuch"])
    with pytest.raises(NotInLibrary, match="empty name"):
        library.remove([""])
    assert library.searched().documents == 3


def test_where_no_library_can_be_made_that_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="no library can be made in"):
        Library.open(tmp_path / "file" / "library", create=True)


def test_a_name_that_means_two_files_removes_neither(library: Library, tmp_path: Path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "harbour.txt").write_text("Another harbour.")
    library.add([tmp_path / "other"])
    with pytest.raises(NotInLibrary, match="2 documents"):
        library.remove(["harbour.txt"])
    assert library.remove([str(tmp_path / "other" / "harbour.txt")]).removed == 1


def test_what_is_removed_while_it_is_being_added_stays_removed(open_library: Opened, folder: Path):
    library = open_library()
    library.add([folder])
    (folder / "harbour.txt").write_text(HARBOUR + " More.")

    def remove(step: Step) -> None:
        if step.stage == "embedding":
            open_library().remove(["harbour.txt"])

    library.add([folder], remove)
    assert [status.path for status in library.list()] == ["bees 🐝.txt", "sub/bread.txt"]


# Boilerplate


def test_boilerplate_is_kept_in_the_text_and_not_found_until_it_is_said_to_be_text(
    library: Library, folder: Path, embedder
):
    prompt = "Sign up to our roofing newsletter"
    clip = f"Roofs\n\nThe roof leaks when the wind is in the east.\n\n{prompt}\n\nIt was mended in May."
    (folder / "clip.txt").write_text(clip)
    library.sync()
    id = by_path(library, "clip.txt")
    assert library.text(id) == clip
    assert [clip[one.start : one.end] for one in library.document(id).boilerplate] == [
        "Sign up to our roofing newsletter"
    ]
    assert "newsletter" not in words(library, "roofing newsletter")
    assert "mended in May" in words(library, "when was it mended")
    assert library.keep(id).boilerplate == ()
    assert "roofing newsletter" in words(library, "roofing newsletter")
    (folder / "clip.txt").write_text(clip + " And again in June.")
    assert library.sync().updated == 1
    assert library.document(id).boilerplate == ()  # what was said by hand stands when the file changes
    before = len(embedder.seen)
    assert len(library.keep(id, kept=False).boilerplate) == 1
    assert len(embedder.seen) - before <= 2
    assert "newsletter" not in words(library, "roofing newsletter")
    assert library.verify() == []
    with pytest.raises(NotInLibrary):
        library.keep("nosuch")


# Uploads


def test_an_upload_is_kept_replaced_and_removed(library: Library):
    originals = library.path / "originals"
    report = library.add_upload("C:\\dir\\Nöte 1.TXT", b"The lighthouse keeper owned a parrot.")
    assert report.added == 1
    id = by_path(library, "Nöte 1.TXT")
    assert library.original(id).read_bytes() == b"The lighthouse keeper owned a parrot."
    assert library.sync().removed == 0
    assert library.add_upload("Nöte 1.TXT", b"The lighthouse keeper owned a cat.").updated == 1
    assert "parrot" not in words(library, "lighthouse keeper's animal")
    assert len(list(originals.iterdir())) == 1
    assert library.verify() == []
    library.remove(["Nöte 1.TXT"])
    assert list(originals.iterdir()) == []
    assert library.add_upload("Nöte 1.TXT", b"The lighthouse keeper owned a cat.").added == 1


@pytest.mark.parametrize("name", ["a." + "x" * 300, "a.t\0xt", "a.\0"])
def test_an_upload_with_a_name_that_no_file_can_have(library: Library, name: str):
    (failed,) = library.add_upload(name, b"The harbour.").failed
    assert "are not read" in str(failed.reason)
    assert len(list((library.path / "originals").iterdir())) == 1
    library.remove([by_path(library, name)])


def test_an_upload_that_cannot_be_read_is_listed_with_the_reason(library: Library):
    (failed,) = library.add_upload("bad.pdf", b"no pdf").failed
    assert failed in [status for status in library.list() if status.status == "failed"] or failed.reason
    library.remove(["bad.pdf"])
    assert library.searched().unreadable == 0


# Filters


def test_filters_fill_the_list_from_what_they_allow(open_library: Opened, tmp_path: Path):
    rows = [
        {"_id": str(number), "title": f"Report {number}", "text": f"The ferry ran {number} times.", "publisher": name,
         "date": f"20{number:02}-05-01", "author": "Ann" if number % 2 else "Bob"}
        for number, name in enumerate(["Gazette"] * 30 + ["Herald"])
    ]  # fmt: skip
    write_lines(tmp_path / "c.jsonl", rows)
    library = open_library(candidates=5)
    library.add([tmp_path / "c.jsonl"])

    def numbers(**where: object) -> set[int]:
        hits = library.search("how often did the ferry run", 31, Filter(**where))  # type: ignore[arg-type]
        return {int(library.document(hit.passage.span.document).external_id or "") for hit in hits}

    assert numbers() == set(range(31))
    assert numbers(publishers=frozenset({"Herald"})) == {30}
    assert numbers(authors=frozenset({"Ann"})) == set(range(1, 31, 2))
    assert numbers(after=date(2010, 5, 1), before=date(2012, 5, 1)) == {10, 11, 12}
    assert numbers(kinds=frozenset({"pdf"})) == set()
    facets = library.facets()
    assert [(facet.value, facet.documents) for facet in facets.publishers] == [("Gazette", 30), ("Herald", 1)]
    assert (facets.earliest, facets.latest) == (date(2000, 5, 1), date(2030, 5, 1))


# Several at once


def test_another_opener_sees_each_commit(library: Library, open_library: Opened, folder: Path):
    other = open_library()
    assert "eleven" in words(other, "harbour depth")
    (folder / "ferry.txt").write_text("The ferry to Ost leaves at noon.")
    library.sync()
    assert "noon" in words(other, "when does the ferry leave")
    library.remove(["ferry.txt"])
    assert "noon" not in words(other, "when does the ferry leave")


def _add(directory: Path, folder: Path) -> None:
    with Library.open(directory, Settings()) as library:
        library.add([folder])


def test_another_process_adds_while_this_one_asks(library: Library, tmp_path: Path):
    more = tmp_path / "more"
    more.mkdir()
    for number in range(20):
        (more / f"{number}.txt").write_text(f"The ferry number {number} is painted green.")
    process = multiprocessing.get_context("spawn").Process(target=_add, args=(library.path, more))
    process.start()
    while process.is_alive():
        assert "eleven" in words(library, "harbour depth")
        process.join(0.05)
    assert process.exitcode == 0
    assert words(library, "green ferry").count("ferry number") == 20
    assert library.verify() == []


def test_threads_ask_while_one_adds_and_removes(library: Library, tmp_path: Path):
    more = tmp_path / "more"
    more.mkdir()
    done, failed = threading.Event(), []

    def ask() -> None:
        try:
            while not done.is_set():
                assert "eleven" in words(library, "harbour depth")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10):
        (more / f"{number}.txt").write_text(f"The ferry number {number} is painted green.")
        library.add([more])
    library.remove([str(more)])
    done.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert "ferry" not in words(library, "green ferry")
    assert library.verify() == []


# On disk


def test_reading_loads_no_torch_and_opening_no_index(library: Library):
    code = (
        "import sys; from pathlib import Path; from index.library import Library\n"
        f"library = Library.open(Path({str(library.path)!r})); library.list()\n"
        "assert not {'faiss', 'onnxruntime', 'torch'} & set(sys.modules)\n"
        "assert library.search('harbour depth', 3)\n"
        "assert not {'torch', 'sentence_transformers', 'transformers', 'langchain_text_splitters'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_verify_notices_a_passage_that_is_not_its_slice(library: Library):
    id = by_path(library, "harbour.txt")
    with library._catalog.writing() as commit:
        commit._sql.execute("UPDATE texts SET text = replace(text, 'eleven', 'twelve')")
    (problem,) = library.verify()
    assert id in problem


def test_a_missing_encoder_is_told_and_sync_writes_it(library: Library, open_library: Opened):
    shutil.rmtree(library.path / "encoder")
    again = open_library()
    with pytest.raises(LibraryDamaged, match="quoth sync"):
        again.search("harbour", 1)
    assert any("encoder" in problem for problem in again.verify())
    again.sync()
    assert again.search("harbour", 1)


def test_a_library_keeps_what_it_was_built_with(library: Library, open_library: Opened, folder: Path, embedder):
    (folder / "long.txt").write_text("A sentence about ferries. " * 60)
    open_library(passage_characters=200).add([folder])
    assert max(len(hit.passage.text) for hit in library.search("ferries", 50)) > 250
    embedder.sha256 = "0" * 64
    (folder / "long.txt").write_text("Another text.")
    with pytest.raises(ModelError, match="other weights"):
        open_library().sync()


def test_no_library(tmp_path: Path):
    with pytest.raises(LibraryError, match="quoth add"):
        Library.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.usefixtures("folder")
def test_the_library_within_the_folder_given_is_left_out(open_library: Opened, tmp_path: Path):
    library = open_library()
    report = library.add([tmp_path])
    assert report.added == 3
    assert report.failed == ()
