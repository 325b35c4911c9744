"""Title, author, publisher and day of documents of every format, against labels that people gave them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.loaders import load
from index.loaders.cues import cues
from index.loaders.dates import day_among, day_of
from index.loaders.names import author, copyright_holder, letterhead, prepared_for, running_head
from index.model import Document
from tests.bench.metadata import Outcome, outcomes

PROJECT = Path(__file__).parents[3]
SEEDS = PROJECT.parent / "shared" / "seeds"


def loaded(*paths: Path) -> list[Document]:
    found = [one for path in paths for one in load(path, source=str(path), relative=path.name, max_bytes=10**8)]
    return [one for one in found if isinstance(one, Document)]


@pytest.fixture(scope="module")
def found() -> list[Outcome]:
    return outcomes()


@pytest.mark.parametrize(("field", "least"), [("title", 0.95), ("publisher", 0.9), ("date", 0.9), ("author", 0.9)])
def test_the_sample_says_what_a_person_reads_off_it(field: str, least: float, found: list[Outcome]):
    some = [one for one in found if one.field == field]
    assert sum(one.is_right for one in some) >= least * len(some), [one for one in some if not one.is_right]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles are not kept with the project")
def test_the_articles_say_who_and_what():
    first, second, third, fourth, last = loaded(*sorted(SEEDS.glob("*.txt")))
    assert [one.title.split()[:2] for one in (first, second, third)] == [
        ["British", "Muslims"], ["Muslim", "community"], ["Virulent", "anti-Muslim"],
    ]  # fmt: skip
    assert fourth.title.startswith("Luton Muslims")
    assert (last.author, last.publisher) == ("Martin Banks", "The Brussels Times")
    assert [one.date for one in (first, second, third, fourth, last)] == [None] * 5  # none of them gives a day


@pytest.mark.parametrize(
    "words",
    ["19 June 2018", "19th of June, 2018", "June 19, 2018", "Jun. 19 2018", "2018-06-19", "19/06/2018", "19.6.2018"],
)
def test_a_day_in_any_common_form(words: str):
    assert day_of(f"It was on {words} that it rained.") == date(2018, 6, 19)


@pytest.mark.parametrize(
    "words", ["June 2018", "2018", "45 June 2018", "30 February 2018", "19/13/2018", "June 19", ""]
)
def test_what_is_no_day(words: str):
    assert day_of(words) is None


@pytest.mark.parametrize(
    "line",
    [
        "Published 19 June 2018",
        "19 June 2018",
        "Calderwick, 19 June 2018. Check against delivery.",
        "By Ann Smith, Home Affairs Correspondent, 19 June 2018",
        "Minutes of the meeting held on Tuesday 19 June 2018 at 2.00 pm",
        "Published 19 June 2018, last updated 4 July 2019",
        "Last updated: 19 June 2018",
        "Press release 20/031. Published on 19 June 2018 by Tobias Mensah, press officer",
    ],
)
def test_a_day_at_an_edge_is_the_documents(line: str):
    assert day_among(["A headline", line]) == date(2018, 6, 19)


def test_a_day_in_a_sentence_is_not_the_documents():
    assert (
        day_among(["The agreement of 19 June 2018 between the council and the mosque was signed in the hall."]) is None
    )
    assert day_among(["Last updated 1 May 2020", "Published 19 June 2018"]) == date(2018, 6, 19)
    assert cues("A headline\n\n" + "It rained for a long time. " * 20 + "\n\nPublished 4 May 2018").date == date(
        2018, 5, 4
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ann Smith, Home Affairs Correspondent", "Ann Smith"),
        ("BY ANN SMITH", "Ann Smith"),
        ("By Ann Smith and Bob van Dyke", "Ann Smith and Bob van Dyke"),
        ("Written by Dr Ann Smith-Jones for the Board", "Dr Ann Smith-Jones"),
        ("Posted by Ann Smith on 12 August 2020", "Ann Smith"),
        ("Edited by Ann Smith from a back room", "Ann Smith"),
        ("By the river they sat down and wept", None),
        ("Standing by Ann in the rain", None),
    ],
)
def test_bylines(line: str, name: str | None):
    assert author(["A headline", line], []) == name


def test_who_signed_a_letter_wrote_it():
    assert author(["Dear Sir,"], ["Yours sincerely,", "Ann Smith-Jones", "Chair of the Trustees"]) == "Ann Smith-Jones"
    assert author([], ["Kind regards", "the whole of the team"]) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Copyright © 2021 The Thornmere Times. All Rights Reserved.", "The Thornmere Times"),
        ("© Wenshire County Council 2020. Privacy · Accessibility", "Wenshire County Council"),
        ("(c) 2018-2020 by Ann Smith", "Ann Smith"),
        ("Copyright law changed in 1988.", None),
    ],
)
def test_who_holds_the_copyright(line: str, name: str | None):
    assert copyright_holder(f"A headline\n\n{line}") == name


def test_letterheads_and_running_heads():
    assert letterhead("CALDERWICK BOROUGH COUNCIL") == "Calderwick Borough Council"
    assert letterhead("Council agrees to mend the roof") is None
    assert letterhead("Council") is None
    assert running_head(["Page 1", "Forum of Women Annual report 2021"], "Annual report") == "Forum of Women"
    assert running_head(["The Loud Few · University of Eastholm November 2020"], "Report") == "University of Eastholm"
    assert running_head(["The Loud Few 3"], "The Loud Few") is None


def test_a_letter_is_called_by_its_subject_and_minutes_by_their_meeting():
    letter = "BOROUGH COUNCIL\n\n4 May 2018\n\nDear Sir,\n\nTHE ROOF OF THE HALL\n\nIt leaks."
    assert cues(letter).first_line == "THE ROOF OF THE HALL"
    assert cues("BOROUGH COUNCIL\nMinutes of the meeting of 4 May 2018\n\nIt leaks.").first_line == (
        "Minutes of the meeting of 4 May 2018"
    )
    assert cues("It leaks, they said.\n\nAnd more.").first_line is None


def test_a_letter_without_a_subject_is_called_by_whom_it_is_to():
    assert cues("BOROUGH COUNCIL\n\n4 May 2018\n\nDear Mrs Smith,\n\nIt leaks.").first_line == "Letter to Mrs Smith"
    assert cues("BOROUGH COUNCIL\n\nDear Sir,\n\nIt leaks.").first_line == "BOROUGH COUNCIL"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Prepared by Ann Smith for the Wenshire Safety Board, 4 July 2019", "Wenshire Safety Board"),
        ("Prepared by Ann Smith for the summer", None),
        ("The roof was made by Ann Smith for the Borough Council and leaks", None),
    ],
)
def test_for_whom_a_paper_was_made(line: str, name: str | None):
    assert prepared_for(["A headline", line]) == name


def test_each_field_says_where_it_was_found(tmp_path: Path):
    (tmp_path / "tides.md").write_text("---\nauthor: Ann Reed\n---\n# The tides\n\nDate: 3 May 2018\n", "utf-8")
    (tmp_path / "ebb and flow.txt").write_text("Long before dawn the water had gone, and it was cold.\n", "utf-8")
    (tmp_path / "notes.jsonl").write_text(
        '{"_id": "1", "title": "Ebb", "text": "It ebbs.", "date": "2018-05-03"}', "utf-8"
    )
    tides, ebb, notes = loaded(*(tmp_path / name for name in ("tides.md", "ebb and flow.txt", "notes.jsonl")))
    assert dict(tides.provenance) == {"author": "file", "date": "text", "title": "text"}
    assert (ebb.title, dict(ebb.provenance)) == ("ebb and flow", {"title": "name"})
    assert dict(notes.provenance) == {"date": "file", "title": "file"}


def test_a_title_that_nobody_gave_is_none(tmp_path: Path):
    for name, title in (("notes on rain.txt", "notes on rain"), ("000_0e74e8.txt", "It rained for a week, they said.")):
        (tmp_path / name).write_text("It rained for a week, they said.\n\nAnd then it did not.")
        assert loaded(tmp_path / name)[0].title == title


@settings(deadline=None)
@given(st.text())
def test_any_text_has_cues(text: str):
    found = cues(text)
    assert found.title is None or found.title.strip()
    assert len(found.first_words) <= 91
