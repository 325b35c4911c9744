"""The rows of made tables: what their first cells name (years, places, roles) and how a question refers to one."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.reader.made.cells import DAYS, MONTHS, person
from qa.reader.made.words import Words

SHORTENED = 0.12  # share of the row names in questions that are cut to their last word
TOTAL = "Total"
TOTALS = 0.12  # share of the tables that end with a line of totals
IN_TOTAL = ("in total", "altogether", "overall", "in all")
_ROLES = (
    "Chair,Vice-chair,Treasurer,Secretary,Deputy chair,President,Captain,Coach,Caretaker,Cook,Head gardener,Librarian,"
    "Editor,Minutes secretary,Membership officer,Safeguarding lead,Fire warden,First aider,Driver,Site manager,Auditor,"
    "Clerk,Head teacher,Governor,Press officer,Welfare officer,Archivist,Conductor,Accompanist,Stage manager,Umpire"
).split(",")
_PLACES = (
    "Borough,Town,City,County,Village,District,Branch,Site,School,Station,Venue,Region,Parish,Ward,Country,Library"
)
_PEOPLE = "Name,Member,Applicant,Artist,Player,Trustee,Volunteer,Employee,Candidate,Tenant,Student,Councillor,Speaker"
_THINGS = "Item,Lesson,Workshop,Project,Event,Activity,Product,Course,Tool,Room,Service,Crop,Task,Exhibit,Class,Session"
_GROUPS = "Committee,Team,Working group,Department,Club,Class,Panel,Course,Fund,Campaign"
_NAMES = "Club,Company,Charity,Society,Film,Book,Organisation,Supplier,Project,Ship,Group,Band,Play,Partner,Scheme"


@dataclass(frozen=True, slots=True)
class Keys:
    """The first column: its header, what a row is ("borough"), its cells, and wordings of one row for questions.

    `at` and `names` hold "{k}" for the cell; `names` is empty where a row is no thing that is or does something.
    `kinds` are the kinds of columns that go with it.
    """

    header: str
    kind: str
    which: str
    cells: Sequence[str]
    at: Sequence[str]
    names: Sequence[str]
    kinds: str
    lowered: bool = False

    def worded(self, row: int, rng: random.Random) -> str:
        """The row's cell as it stands within a question; some thing or name of several words by its last one alone."""
        cell = self.cells[row].lower() if self.lowered else self.cells[row]
        short = cell.split()[-1]
        alone = self.names and len(short) > 3 and sum(short.lower() in other.lower() for other in self.cells) == 1
        return short if alone and rng.random() < SHORTENED else cell


def draw_keys(count: int, words: Words, rng: random.Random) -> Keys:
    """A first column of some kind, `count` different cells long."""
    draws: list[Callable[[int, Words, random.Random], Keys]] = [_years, _months, _places, _people, _roles, _things]
    draw = rng.choices([*draws, _groups, _names], [4, 2, 5, 3, 2, 5, 2, 3])[0]
    keys = draw(count, words, rng)
    summed = "ccc" in keys.kinds and rng.random() < TOTALS
    return replace(keys, cells=[*keys.cells, TOTAL], kinds="ccmm") if summed else keys


def _years(count: int, _: Words, rng: random.Random) -> Keys:
    first, step = rng.randint(1890, 2018), rng.choice([1, 1, 1, 1, 2, 4, 5])
    years = [first + step * n for n in range(count)]
    spans = rng.random() < 0.2
    cells = [
        f"{y}{'/' if y % 2 == first % 2 or step == 1 else '-'}{(y + 1) % 100:02}" if spans else str(y) for y in years
    ]
    if rng.random() < 0.2:
        cells.reverse()
    header = rng.choice(["Year", "Year", "Season", "Financial year", "Edition", "Census", "Year ending", "Summer"])
    kind = "season" if header == "Season" else "year"
    return Keys(header, kind, f"Which {kind}", cells, ["in {k}", "in {k}", "for {k}", "during {k}"], [], "cccmmppuwlt")


def _months(count: int, _: Words, rng: random.Random) -> Keys:
    kind, cells, word = rng.choice(
        [
            ("month", MONTHS, "in"),
            ("month", [f"{m[:3]} {rng.randint(2015, 2026)}" for m in MONTHS], "in"),
            ("day", DAYS, "on"),
            ("quarter", [f"Q{q} {y}" for y in (2021, 2022) for q in (1, 2, 3, 4)], "in"),
            ("week", [f"Week {n}" for n in range(1, 10)], "in"),
        ]
    )
    first = rng.randint(0, max(0, len(cells) - count))
    at = [word + " {k}", word + " {k}", "for {k}"]
    return Keys(kind.capitalize(), kind, f"Which {kind}", cells[first : first + count], at, [], "cccmmpuwthl")


def _places(count: int, words: Words, rng: random.Random) -> Keys:
    cells = _different(count, lambda: rng.choice(words.places))
    if rng.random() < 0.2:  # two that are easily confused
        cells[-1] = f"{rng.choice(['North', 'South', 'Upper', 'New', 'West'])} {cells[0]}"
    return _entities(rng.choice(_PLACES.split(",")), cells, ["in {k}", "in {k}", "at {k}", "for {k}"], "cccmmppuwtydh")


def _people(count: int, words: Words, rng: random.Random) -> Keys:
    header = rng.choice(_PEOPLE.split(","))
    kind = "person" if header == "Name" else header.lower()
    which = "Who" if rng.random() < 0.6 else f"Which {kind}"
    cells = _different(count, lambda: person(words, rng))
    return Keys(header, kind, which, cells, ["for {k}", "of {k}"], ["{k}"], "ccmmpdltyth")


def _roles(count: int, _: Words, rng: random.Random) -> Keys:
    header = rng.choice(["Role", "Post", "Office", "Position", "Function"])
    cells = rng.sample(_ROLES, count)
    at = ["for the {k}", "of the {k}", "for the post of {k}"]
    return Keys(header, header.lower(), f"Which {header.lower()}", cells, at, ["the {k}"], "rrrmdlh", lowered=True)


def _things(count: int, words: Words, rng: random.Random) -> Keys:
    header = rng.choice(_THINGS.split(","))
    cells = _different(count, lambda: rng.choice(words.things))
    names = ["the {k}", "the {k}", "{k}", "the {k} " + header.lower()]
    at = ["for the {k}", "at the {k}", "for {k}", "of the {k}", "for the {k} " + header.lower()]
    if rng.random() < 0.7:
        cells = [cell.capitalize() for cell in cells]
    return _entities(header, cells, at, "cmmuwwlttddhyp", names, lowered=True)


def _groups(count: int, words: Words, rng: random.Random) -> Keys:
    header = rng.choice(_GROUPS.split(","))
    named = ["the {k} " + header.lower()]
    cells = [cell.capitalize() for cell in _different(count, lambda: rng.choice(words.things))]
    return _entities(header, cells, ["of " + named[0], "for " + named[0]], "cmwwlldhty", named, lowered=True)


def _names(count: int, words: Words, rng: random.Random) -> Keys:
    cells = _different(count, lambda: rng.choice(words.names))
    return _entities(rng.choice(_NAMES.split(",")), cells, ["for {k}", "of {k}", "at {k}"], "ccmmpuwwlltdyh")


def _entities(
    header: str, cells: list[str], at: list[str], kinds: str, names: Sequence[str] = ("{k}",), lowered: bool = False
) -> Keys:
    return Keys(header, header.lower(), f"Which {header.lower()}", cells, at, names, kinds, lowered)


def _different(count: int, draw: Callable[[], str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[draw()] = None
    return list(found)
