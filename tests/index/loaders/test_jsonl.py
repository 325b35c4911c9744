import json
from datetime import date
from pathlib import Path

from index.errors import DamagedDocument
from index.model import Document
from tests.index.loaders.made import loaded, only


def test_a_line_is_a_document_with_all_that_it_says(tmp_path: Path):
    row = {"_id": "d1", "title": " The\nharbour ", "text": "Deep.\r\n\r\nCafe\u0301.", "author": "Ann Reed",
           "publisher": "Port", "date": "2021-03-04", "metadata": {"a": 1}}  # fmt: skip
    document = only(tmp_path, "a.jsonl", json.dumps(row).encode())
    assert (document.external_id, document.title, document.text) == ("d1", "The harbour", "Deep.\n\nCafé.")
    assert (document.author, document.publisher, document.date) == ("Ann Reed", "Port", date(2021, 3, 4))
    assert document.kind == "json lines"


def test_a_bad_line_costs_only_itself_and_is_told_by_its_number(tmp_path: Path):
    good, last = '{"_id": "1", "text": "One."}', '{"_id": "8", "text": "Eight."}'
    lines = [good, '{"_id": "2", "text": ', "", "[]", '{"_id": "4"}', '{"text": " "}', good, last]
    data = "\n".join(lines).encode()
    items = loaded(tmp_path, "a.ndjson", data)
    assert [item.text for item in items if isinstance(item, Document)] == ["One.", "Eight."]
    reasons = [item.reason for item in items if isinstance(item, DamagedDocument)]
    assert [reason[:6] for reason in reasons] == ["Line 2", "Line 4", "Line 5", "Line 6", "Line 7"]
    assert "is not JSON" in reasons[0]
    assert "is not a document" in reasons[1]
    assert "is not a document" in reasons[2]
    assert reasons[3] == "Line 6 has no text."
    assert reasons[4] == "Line 7: the _id '1' was used before."


def test_ids_may_be_numbers_zero_too_or_be_left_out(tmp_path: Path):
    data = b'{"_id": 0, "text": "a"}\n{"_id": 1, "text": "b"}\n{"id": "x", "text": "c"}\n{"_id": "", "text": "d"}'
    items = [item for item in loaded(tmp_path, "a.jsonl", data) if isinstance(item, Document)]
    assert [item.external_id for item in items] == ["0", "1", "x", "4"]
    assert len({item.id for item in items}) == 4


def test_a_line_without_an_id_takes_none_that_another_line_gives(tmp_path: Path):
    data = b'{"text": "a"}\n{"text": "b"}\n{"_id": "2", "text": "c"}'
    items = [item for item in loaded(tmp_path, "a.jsonl", data) if isinstance(item, Document)]
    assert [(item.external_id, item.text) for item in items] == [("1", "a"), ("line 2", "b"), ("2", "c")]


def test_a_title_alone_is_the_text_and_the_texts_first_line_the_title(tmp_path: Path):
    (one, two) = loaded(tmp_path, "a.jsonl", b'{"title": "Deep", "text": ""}\n{"text": "First\\nsecond"}')
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.text, one.title, two.title) == ("Deep", "Deep", "First")


def test_half_a_surrogate_pair_does_not_reach_the_text(tmp_path: Path):
    assert only(tmp_path, "a.jsonl", b'{"title": "t\\ud800", "text": "x\\udfff \\ud83d\\ude42"}').text == "x\ufffd 🙂"


def test_nesting_without_end_is_a_bad_line(tmp_path: Path):
    items = loaded(tmp_path, "a.jsonl", b"[" * 100_000 + b'\n{"text": "Two."}')
    assert [type(item) for item in items] == [DamagedDocument, Document]
