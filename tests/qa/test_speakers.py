"""Who says what is quoted inside a document; the labelled figures are printed by `python -m tests.bench.speakers`."""

from __future__ import annotations

import pytest

from qa.speakers import speaker_at, speakers
from tests.bench.speakers import FOLDERS, judged

ANN = "Ann Archer, who runs the shop, opened it in May.\n\n"


def said(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.speaker) for one in speakers(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We met,” said Ann Archer.", "Ann Archer"),
        ("“We met,” said Home Secretary Ann Archer, smiling.", "Ann Archer"),
        ("“We met,” says the shop's owner, Ann Archer.", "Ann Archer"),
        ("“We met,” Ann Archer told the board.", "Ann Archer"),
        ("Ann Archer said: “We met.”", "Ann Archer"),
        ("Councillor Ann Archer, who chairs the board, said: “We met.”", "Ann Archer"),
        ("Ann Archer, director of the Harbour Trust, said, “We met.”", "Ann Archer"),
        ("As one mentor, Ann Archer, put it: “We met.”", "Ann Archer"),
        ("According to former diplomat Ann Archer they “turn a blind eye” to it.", "Ann Archer"),
        ("Ann Archer said that the posts were “relentless” in May.", "Ann Archer"),
        ("The posts were “relentless”, said Ann Archer.", "Ann Archer"),
        ("Drive out the “menace”, a former police chief has said.\n\nAnn Archer retired in May.", "Ann Archer"),
        ("Ann Archer came.\n\nMs Archer said: “We met.”", "Ann Archer"),
        ("Ann Archer came.\n\n“We met,” she said.", "Ann Archer"),
        ("The Harbour Trust (HT) was founded. HT says the rules are “not sufficient” now.", "Harbour Trust"),
        ("“We met.”\n\nAnn Archer, head teacher\n\nHow to get it", "Ann Archer"),
        ("A man named Cyril comes daily. He wrote: “We met.”", "Cyril"),
    ],
)
def test_the_speaker_is_found_with_the_full_name(text: str, speaker: str) -> None:
    assert [who for _, who in said(text)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "The word that they used most was “rotated”.",
        "The unit is called “Faith and the harbour”.",
        "Sites such as Facebook were urged to curb the “narrative” of hate.",
        "It is often followed by someone saying: “Where are they?”",
    ],
)
def test_nobody_is_made_to_say_what_the_text_gives_to_nobody(text: str) -> None:
    assert said(text) == []


def test_he_and_she_mean_the_latest_who_fits() -> None:
    text = "Mr Bob Baker said “one”. Ms Ann Archer said “two”. He said “three”, and she said “four” again."
    assert [who.split()[-1] for _, who in said(text)] == ["Baker", "Archer", "Baker", "Archer"]


def test_a_long_quotation_is_one_persons() -> None:
    text = f"{ANN}Bob Baker said: “One.\n\n“Two.”\n\n“Three,” he said. “Four.”\n\n“Five.”"
    assert {who for _, who in said(text)} == {"Bob Baker"}
    assert len(said(text)) == 4


def test_a_place_in_a_text_has_a_speaker_where_most_of_it_is_quoted() -> None:
    text = "The board met. “The roof leaks when it rains,” said Ann Archer."
    at = text.index("roof")
    assert speaker_at(text, at, at + 10) == "Ann Archer"
    assert speaker_at(text, 0, 13) is None
    assert speaker_at(text, 0, len(text)) is None


def test_of_a_long_text_what_stands_around_is_read() -> None:
    filler = "The tide comes in at noon and goes out again at six, as it does each day.\n\n" * 2000
    text = f"{filler}“The roof leaks,” said Ann Archer.\n\n{filler}"
    at = text.index("roof")
    assert speaker_at(text, at, at + 10) == "Ann Archer"


@pytest.mark.parametrize("name", FOLDERS)
def test_labelled_quotations_have_their_speakers(name: str) -> None:
    if not FOLDERS[name].is_dir():
        pytest.skip(f"the {name} are not here")
    found = list(judged(FOLDERS[name]))
    spoken = [one for one in found if one.speaker]
    assert sum(one.found == one.speaker for one in spoken) >= 0.9 * len(spoken)
    assert sum(bool(one.found) for one in found if not one.speaker) <= 1
