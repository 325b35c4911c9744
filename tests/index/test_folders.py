import os
from pathlib import Path

import pytest

from index.folders import is_within, plan, walk
from index.records import Source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    for name in ("b.txt", "a.txt", "sub/deep/c ü 😀.txt", ".hidden", ".git/config", "~$open.docx", "library/x.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def sources(folder: Path) -> dict[str, Source]:
    """What was stored of `folder` when it was as it is now."""
    return {
        f.path: Source(f.path, f.root, f.relative, f.size, f.mtime_ns, "sha")
        for f in walk(str(folder), str(folder / "library")).files
    }


def planned(folder: Path, known: dict[str, Source], exclusions=(), roots=None):
    return plan(roots or {str(folder): True}, known, exclusions, str(folder / "library"))


def test_a_folder_is_walked_without_what_is_hidden_and_without_the_library(folder: Path):
    seen = walk(str(folder), str(folder / "library"))
    assert [found.relative for found in seen.files] == ["a.txt", "b.txt", "sub/deep/c ü 😀.txt"]
    assert not seen.failed


def test_a_folder_that_leads_back_into_itself(folder: Path):
    (folder / "sub" / "loop").symlink_to(folder)
    assert len(walk(str(folder), str(folder / "library")).files) == 3


def test_the_library_is_left_out_by_whatever_links_it_is_reached(folder: Path, tmp_path: Path):
    (tmp_path / "link").symlink_to(folder)
    library = str(tmp_path / "link" / "library")
    assert len(walk(str(folder), library).files) == 3
    assert len(walk(str(tmp_path / "link"), str(folder / "library")).files) == 3
    assert is_within(str(folder / "library" / "x.txt"), library)
    assert not is_within(str(folder / "library 2"), library)


@pytest.mark.parametrize("given", ["library", "library/x.txt", "link"])
def test_the_library_itself_is_no_folder_to_read(folder: Path, given: str):
    (folder / "link").symlink_to(folder / "library")
    seen = walk(str(folder / given), str(folder / "library"))
    assert not seen.files
    assert [failed.reason for failed in seen.failed] == ["This is the library itself."]


def test_files_of_the_library_that_were_read_are_gone(folder: Path):
    path = str(folder / "library" / "x.txt")
    known = {path: Source(path, str(folder / "library"), "x.txt", 1, 1, "sha")}
    todo = planned(folder, known, roots={str(folder / "library"): True})
    assert (todo.read, todo.gone, len(todo.failed)) == ((), (path,), 1)


def test_what_is_no_file_is_passed_over_and_what_leads_nowhere_is_reported(folder: Path):
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("/nowhere/at/all")
    seen = walk(str(folder), str(folder / "library"))
    assert len(seen.files) == 3
    assert [failed.path for failed in seen.failed] == ["link"]


def test_a_name_that_is_not_unicode_is_reported(folder: Path):
    os.close(os.open(os.fsencode(folder) + b"/bad\xff.txt", os.O_CREAT))
    (failed,) = walk(str(folder), str(folder / "library")).failed
    assert "rename" in str(failed.reason)
    failed.path.encode()


def test_unchanged_changed_new_and_gone(folder: Path):
    known = sources(folder)
    assert planned(folder, known) == planned(folder, known)
    assert (planned(folder, known).read, planned(folder, known).gone) == ((), ())
    (folder / "a.txt").write_text("longer than before")
    (folder / "new.txt").write_text("new")
    (folder / "b.txt").unlink()
    todo = planned(folder, known)
    assert [found.relative for found in todo.read] == ["a.txt", "new.txt"]
    assert todo.gone == (str(folder / "b.txt"),)


def test_a_file_that_was_not_read_to_its_end_is_read_again(folder: Path):
    known = {path: Source(path, s.root, s.relative, s.size, s.mtime_ns, None) for path, s in sources(folder).items()}
    assert len(planned(folder, known).read) == 3


def test_a_missing_or_emptied_folder_is_reported_and_nothing_in_it_is_gone(folder: Path, tmp_path: Path):
    known = sources(folder)
    folder.rename(tmp_path / "elsewhere")
    todo = planned(folder, known)
    assert not todo.gone
    assert "not there; its 3 files were kept" in str(todo.failed[0].reason)
    folder.mkdir()
    todo = planned(folder, known)
    assert not todo.gone
    assert "mounted" in str(todo.failed[0].reason)


def test_a_file_that_was_given_and_is_gone(folder: Path, tmp_path: Path):
    path = str(folder / "a.txt")
    known = {path: Source(path, path, "a.txt", 1, 1, "sha")}
    (folder / "a.txt").unlink()
    assert planned(folder, known, roots={path: False}).gone == (path,)
    folder.rename(tmp_path / "elsewhere")
    todo = planned(folder, known, roots={path: False})
    assert not todo.gone
    assert todo.failed


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_what_lies_in_a_folder_that_cannot_be_opened_is_not_gone(folder: Path):
    known = sources(folder)
    (folder / "sub").chmod(0)
    try:
        todo = planned(folder, known)
    finally:
        (folder / "sub").chmod(0o755)
    assert not todo.gone
    assert "cannot be opened" in str(todo.failed[0].reason)


def test_what_was_removed_by_hand_is_not_read_until_it_is_given_again(folder: Path):
    removed = {(str(folder / "sub"), "")}
    assert [f.relative for f in planned(folder, {}, removed).read] == ["a.txt", "b.txt"]
    nearer = {str(folder): True, str(folder / "sub" / "deep"): True}
    assert len(planned(folder, {}, removed, nearer).read) == 3


def test_folders_within_one_another_give_each_file_once(folder: Path):
    todo = planned(folder, {}, roots={str(folder): True, str(folder / "sub"): True, str(folder / "a.txt"): False})
    assert len(todo.read) == 3


def test_uploads_are_never_gone(folder: Path):
    known = {**sources(folder), "up.txt": Source("up.txt", None, "up.txt", 1, 0, "sha", "sha.txt")}
    assert planned(folder, known) == planned(folder, sources(folder))
