from pathlib import Path

import pytest

from tests.index.loaders import samples


def rows(tmp_path: Path, data: str) -> list[str]:
    return samples.one(tmp_path / "a.csv", data.encode()).text.split("\n\n")


def test_a_second_table_below_an_empty_row_has_names_of_its_own(tmp_path: Path):
    data = "Town,Visits\nLeeds,300\n,\nOfficer,Salary\nAnn Reed,50000\n"
    assert rows(tmp_path, data) == ["Town: Leeds; Visits: 300", "Officer: Ann Reed; Salary: 50000"]
    sheet = samples.xlsx([["Town", "Visits"], ["Leeds", 300], [], ["Officer", "Salary"], ["Ann Reed", 50000]])
    text = samples.one(tmp_path / "a.xlsx", sheet).text
    assert text.endswith("People · Town: Leeds; Visits: 300\n\nPeople · Officer: Ann Reed; Salary: 50000")


def test_names_of_a_second_table_without_a_row(tmp_path: Path):
    data = "Town,Visits\nLeeds,300\n,\nOfficer,Salary\n"
    assert rows(tmp_path, data) == ["Town: Leeds; Visits: 300", "Officer; Salary"]


def test_a_table_goes_on_below_an_empty_row(tmp_path: Path):
    assert rows(tmp_path, "Town,Visits\nLeeds,300\n,\nYork,7\n")[1] == "Town: York; Visits: 7"
    assert rows(tmp_path, "Town,Note\nLeeds,wet\n,\nYork,dry\n")[1] == "Town: York; Note: dry"
    assert rows(tmp_path, "Town,Visits\nLeeds,300\nYork,none\n")[1] == "Town: York; Visits: none"


@pytest.mark.parametrize(
    "data",
    [
        "Organisation,Harbour Trust\nFounded,2011\nChair,Ann Lee\nStaff,45\nTown,Hull\n",
        "Name,Harbour Trust\nFounded,2011\nChair,Ann Lee\nStaff,45\n",
        "Founded,2011\nStaff,45\nChair,Ann Lee\nSecretary,Bob Ray\nBudget,1200\n",
    ],
    ids=["words first", "one other name", "figures first"],
)
def test_no_fact_of_a_list_is_named_by_another(tmp_path: Path, data: str):
    assert rows(tmp_path, data) == data.replace(",", "; ").splitlines()


def test_a_list_of_facts_may_have_a_title_and_a_fact_without_a_value(tmp_path: Path):
    data = "The trust,\nChair,Ann Lee\nFounded,2011\nFax,\nTown,Hull\nStaff,45\nMotto,Onward\n"
    facts = ["The trust", "Chair; Ann Lee", "Founded; 2011", "Fax", "Town; Hull", "Staff; 45", "Motto; Onward"]
    assert rows(tmp_path, data) == facts


def test_a_table_may_stand_above_a_list_of_facts_or_below_it(tmp_path: Path):
    table, facts = "Ward,Residents\nNorth,300\n", "Chair,Ann Lee\nTown,Hull\nFounded,2011\nMotto,Onward\n"
    named, bare = ["Ward: North; Residents: 300"], facts.replace(",", "; ").splitlines()
    assert rows(tmp_path, f"{table},\n{facts}") == [*named, *bare]
    assert rows(tmp_path, f"{facts},\n{table}") == [*bare, *named]
    assert rows(tmp_path, f"{facts}Staff,45\nBoats,3\n,\n{table}") == [*bare, "Staff; 45", "Boats; 3", *named]


@pytest.mark.parametrize(
    "data",
    [
        "Ward,Residents\nNorth,300\nSouth,7\nEast,45\nWest,12\n",
        "Ward,Total Residents\nNorth,300\nSouth,none\nEast,45\nWest,none\n",
        "Ward,Residents\nNorth,300\nSouth,Not Known\nEast,45\nWest,12\n",
        "Ward,Residents\nNorth,300\nSouth,7\nEast,45\nSource,Census\nNote,Provisional\n",
        "Officer,Role\nAnn Lee,Chair\nBob Ray,Clerk\nCy Fox,Diver\nDi Orr,Pilot\n",
        "Year,Held by\n2011,Ann Lee\n2012,Bob Ray\n2013,45\n2014,12\n",
        "Ward,Opened\nNorth,3 May 2011\nSouth,Planned\nEast,4 June 2012\nWest,Closed\n",
        "Town,Visits,Open\nLeeds,300,Yes\nYork,Shut,No\nHull,Closed,No\nRye,7,Yes\n",
        "Town,Visits\nLeeds,Shut\nLeeds,Closed\nYork,45\nRye,7\n",
    ],
    ids=["figures", "none", "not known", "source", "words", "years", "dates", "three columns", "the same twice"],
)
def test_a_table_of_two_columns_keeps_their_names(tmp_path: Path, data: str):
    head, *below = (line.split(",") for line in data.splitlines())
    said = ["; ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=True)) for row in below]
    assert rows(tmp_path, data) == said


def test_a_long_table_is_not_taken_for_a_list_of_facts(tmp_path: Path):
    odd = "Ayr,Shut\nRye,Closed\nEly,Lapsed\n"
    data = "Town,Visits\n" + odd + "".join(f"Town {chr(65 + at)},{at}\n" for at in range(20))
    assert rows(tmp_path, data)[0] == "Town: Ayr; Visits: Shut"
