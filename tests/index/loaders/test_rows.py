from pathlib import Path

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
