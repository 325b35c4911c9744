"""What the dialog makes of what was entered."""

from qa.pages.correcting import changes, where_from

SHOWN = {"title": "The roof", "author": "", "publisher": "The Gazette", "date": "2018-05-04", "language": "en"}


def test_only_what_was_changed_is_set():
    assert changes(SHOWN, SHOWN, {}) == {}
    assert changes(SHOWN, SHOWN | {"author": "Ann", "title": " The roof "}, {}) == {"author": "Ann"}


def test_an_emptied_field_goes_back_to_the_file_where_it_was_set_by_hand():
    emptied = SHOWN | {"publisher": " ", "date": ""}
    assert changes(SHOWN, emptied, {"publisher": None}) == {"publisher": " "}
    assert changes(SHOWN, emptied, {}) == {}


def test_where_a_field_comes_from():
    found = {"author": "text", "title": "name"}
    assert where_from("author", {}, found) == "Taken from its text."
    assert where_from("title", {}, found) == "Taken from the file's name."
    assert where_from("author", {"author": "Ann Reed"}, found) == "Set by hand; the file says ` Ann Reed `."
    assert "` ![x](https://x.example) `" in str(where_from("title", {"title": "![x](https://x.example)"}, found))
    assert where_from("date", {}, found) is None
