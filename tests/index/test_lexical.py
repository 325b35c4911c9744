import shutil
from datetime import date
from pathlib import Path

import pytest
import tantivy

from index.lexical import Changes, Fields, LexicalDamaged, LexicalIndex, Reflects
from index.model import Filter

PASSAGES = [
    Fields(1, "The council tweeted about policing.", "Minutes", "text", "A. Clerk", "The Council", date(2020, 1, 1)),
    Fields(2, "Some 30 tweets a day, said the café's owner.", "Report", "pdf", None, "The Paper", date(2021, 6, 1)),
    Fields(3, "Nothing of the kind.", "Policing online", "pdf", "B. Writer", "The Paper", None),
    Fields(2**62, "A passage about something else altogether.", "Other", "text"),
]


def change(index: LexicalIndex, sequence: int, *, stored=(), removed=(), anew=False) -> None:
    index.update(lambda _: Changes(removed, stored, Reflects("g", sequence), anew))


@pytest.fixture(params=["disk", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "words" if request.param == "disk" else None)
    change(index, 1, stored=PASSAGES)
    return index


def found(index: LexicalIndex, text: str, **where: object) -> list[int]:
    return [id for id, _ in index.search(text, 10, Filter(**where))]  # type: ignore[arg-type]


def test_words_are_stemmed_lower_case_and_unaccented(index: LexicalIndex):
    assert set(found(index, "TWEET")) == {1, 2}
    assert found(index, "cafe") == [2]
    assert found(index, "somethings") == [2**62]


def test_a_footnotes_mark_is_no_part_of_the_figure_before_it(index: LexicalIndex):
    change(index, 2, stored=[Fields(4, "It helped 1,200¹ people, 10⁶ in all.", "Report", "pdf")])
    assert found(index, "1,200") == [4]
    assert found(index, "2001") == []
    assert index.holding(Filter(phrases=("1,200",))) == [4]


def test_the_title_counts_and_the_text_counts_more(index: LexicalIndex):
    assert found(index, "policing") == [1, 3]


@pytest.mark.parametrize(
    "question",
    [
        '"tweets',
        "tweets AND",
        "title:tweets^3",
        "(tweets",
        "tweets~~",
        "+tweets -tweets",
        "tweets*",
        "[tweets TO",
        "\\tweets",
    ],
)
def test_symbols_mean_nothing(index: LexicalIndex, question: str):
    assert 2 in found(index, question)


@pytest.mark.parametrize("question", ["", "???", "\0", "  ", "💥", "AND OR NOT", "x" * 100_000, "ä" * 70, "中文"])
def test_no_question_fails(index: LexicalIndex, question: str):
    assert isinstance(found(index, question), list)


def test_filters_are_applied_before_the_list_is_cut(index: LexicalIndex):
    every = "policing tweets kind passage"
    assert set(found(index, every)) == {1, 2, 3, 2**62}
    assert set(found(index, every, publishers=frozenset({"The Paper"}))) == {2, 3}
    assert set(found(index, every, publishers=frozenset({"The Paper", "The Council"}), kinds=frozenset({"text"}))) == {
        1
    }
    assert set(found(index, every, authors=frozenset({"B. Writer"}))) == {3}
    assert set(found(index, every, after=date(2020, 1, 2))) == {2}
    assert set(found(index, every, before=date(2020, 1, 1))) == {1}
    assert set(found(index, every, after=date(2020, 1, 1), before=date(2021, 6, 1))) == {1, 2}
    assert found(index, every, publishers=frozenset({"paper"})) == []
    assert len(index.search(every, 1, Filter(kinds=frozenset({"pdf"})))) == 1


def test_a_phrase_is_its_words_one_after_the_other(index: LexicalIndex):
    assert found(index, "tweets a day", phrases=("Tweets a DAY",)) == [2]
    assert found(index, "tweets a day", phrases=("day tweets",)) == []
    assert found(index, "tweeted", phrases=("tweeted",)) == [1, 2]  # stems: the text decides
    assert found(index, "policing", phrases=("policing",)) == [1]  # of the text, not of its title
    assert found(index, "tweets day policing", phrases=("a day", "café’s owner")) == [2]
    assert found(index, "tweets", phrases=("tweets a day",), kinds=frozenset({"text"})) == []


@pytest.mark.parametrize(
    "phrase", ['"', "?!", "x" * 100, "the " + "ä" * 70, "title:tweets", "a day\0", "💥 day", "中文"]
)
def test_no_phrase_fails(index: LexicalIndex, phrase: str):
    assert isinstance(found(index, "tweets a day", phrases=(phrase,)), list)
    assert set(index.holding(Filter(phrases=(phrase,)))) <= {1, 2, 3, 2**62}


def test_a_phrase_with_a_word_too_long_to_be_indexed_is_found(index: LexicalIndex):
    change(index, 2, stored=[Fields(4, f"the {'x' * 80} report", "T", "text"), Fields(5, "the report", "T", "text")])
    assert 4 in index.holding(Filter(phrases=(f"the {'X' * 80} report",)))


def test_all_that_hold_a_phrase_are_told_without_a_list_being_cut(index: LexicalIndex):
    change(index, 2, stored=[Fields(key, f"The old mill, {key}.", "T", "pdf") for key in range(100, 400)])
    assert set(index.holding(Filter(phrases=("old mill",)))) == set(range(100, 400))
    assert set(index.holding(Filter(phrases=("old mill", "120")))) == {120}
    assert index.holding(Filter(phrases=("old mill",), kinds=frozenset({"text"}))) == []


def test_a_filter_leaves_scores_as_they_are(index: LexicalIndex):
    unfiltered = dict(index.search("policing tweets", 10))
    assert dict(index.search("policing tweets", 10, Filter(kinds=frozenset({"pdf"})))) == pytest.approx(
        {id: unfiltered[id] for id in (2, 3)}
    )


def test_upsert_and_delete(index: LexicalIndex):
    change(index, 2, stored=[Fields(1, "Entirely new words.", "Minutes", "text")], removed=[3, 99])
    assert len(index) == 3
    assert index.ids() == {1, 2, 2**62}
    assert found(index, "new") == [1]
    assert found(index, "policing") == []
    assert index.reflects() == Reflects("g", 2)


def test_it_remembers_what_it_reflects(tmp_path: Path):
    assert LexicalIndex(tmp_path / "words").reflects() is None
    change(LexicalIndex(tmp_path / "words"), 5, stored=PASSAGES)
    again = LexicalIndex(tmp_path / "words")
    assert again.reflects() == Reflects("g", 5)
    assert len(again) == len(PASSAGES)
    change(again, 6, anew=True)
    assert (len(again), again.reflects()) == (0, Reflects("g", 6))


def test_changes_that_fail_leave_what_there_was(index: LexicalIndex):
    def broken():
        yield Fields(9, "half", "half", "text")
        raise KeyError

    with pytest.raises((LexicalDamaged, KeyError)):
        change(index, 2, stored=broken())
    index.reload()
    assert index.reflects() == Reflects("g", 1)
    assert found(index, "half") == []


def test_another_opener_sees_a_commit_when_it_reloads(tmp_path: Path):
    writer, reader = LexicalIndex(tmp_path / "words"), LexicalIndex(tmp_path / "words")
    change(writer, 1, stored=PASSAGES)
    reader.reload()
    assert found(reader, "policing") == [1, 3]


@pytest.mark.parametrize("suffix", ["meta.json", ".term", ".idx", ".store", ".fast"])
def test_damage_is_noticed_and_it_can_be_made_anew(tmp_path: Path, suffix: str):
    directory = tmp_path / "words"
    change(LexicalIndex(directory), 1, stored=PASSAGES)
    for path in directory.iterdir():
        if path.name.endswith(suffix):
            path.write_bytes(path.read_bytes()[:7])
    with pytest.raises(LexicalDamaged):
        found(LexicalIndex(directory), "policing")
    index = LexicalIndex.anew(directory)
    assert index.reflects() is None
    change(index, 1, stored=PASSAGES)
    assert found(index, "policing") == [1, 3]


def test_an_index_of_another_shape_counts_as_damaged(tmp_path: Path):
    (tmp_path / "words").mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    tantivy.Index(builder.build(), path=str(tmp_path / "words"))
    with pytest.raises(LexicalDamaged):
        LexicalIndex(tmp_path / "words")


def test_the_directory_may_go_while_it_is_open(tmp_path: Path):
    index = LexicalIndex(tmp_path / "words")
    change(index, 1, stored=PASSAGES)
    shutil.rmtree(tmp_path / "words")
    with pytest.raises(LexicalDamaged):
        index.reload()
