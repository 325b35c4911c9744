from __future__ import annotations

from decimal import Decimal

import pytest

from qa.check.figures import Figure, figures


def only(text: str) -> Figure:
    (one,) = figures(text)
    return one


@pytest.mark.parametrize("words", ["12,000", "12 000", "12\u202f000", "12000", "twelve thousand", "12 thousand", "12k"])
def test_one_number_however_it_is_written(words: str) -> None:
    one = only(f"There were {words} posts.")
    assert (one.kind, one.value) == ("number", (Decimal(12000),))


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("50%", "percent", (Decimal(50),)),
        ("fifty per cent", "percent", (Decimal(50),)),
        ("£1.2 million", "money", ("£", Decimal(1_200_000))),
        ("240,000 pounds", "money", ("£", Decimal(240_000))),
        ("GBP 18,400", "money", ("£", Decimal(18_400))),
        ("EUR   5m", "money", ("€", Decimal(5_000_000))),
        ("3 million USD", "money", ("$", Decimal(3_000_000))),
        ("two hundred and forty", "number", (Decimal(240),)),
        ("a dozen", "number", (Decimal(12),)),
        ("half a million", "number", (Decimal(500_000),)),
        ("-0.4 per cent", "percent", (Decimal("-0.4"),)),
        ("$2 trillion", "money", ("$", Decimal(2 * 10**12))),
        ("£5 m", "money", ("£", Decimal(5_000_000))),
        ("5 m high", "number", (Decimal(5),)),
        ("19 June 2018", "date", (Decimal(2018), 6, 19)),
        ("June 19th, 2018", "date", (Decimal(2018), 6, 19)),
        ("2018-06-19", "date", (Decimal(2018), 6, 19)),
        ("June 2018", "date", (Decimal(2018), 6, None)),
        ("2018", "date", (Decimal(2018), None, None)),
        ("2.30 pm", "time", (14, 30)),
    ],
)
def test_kinds_and_values(words: str, kind: str, value: tuple[object, ...]) -> None:
    one = only(f"It was {words}.")
    assert (one.kind, one.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "See page 12.",
        "1. First\n2. Second",
        "Interview C-07 on COVID-19",
        "one of them",
        "paragraph 6",
        "pp. 12–14",
        "Journal of Things 12(3), 45–67",
        "Journal of Things 12 (3): pp. 45-67",
        "ISBN 978-0-14-044913-6",
        "ISBN 0-14-044913-X",
    ],
)
def test_labels_and_pronouns_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_a_date_may_leave_open_what_a_document_says() -> None:
    assert only("In 2018.").same(only("On 19 June 2018."))
    assert not only("On 19 June 2018.").same(only("In 2018."))


def test_a_number_counts_alike_only_with_the_same_unit() -> None:
    thirty = only("some 30 security cameras")
    assert thirty.counts_alike(only("30 cameras in all"))
    assert not thirty.counts_alike(only("30 dogs"))
    assert thirty.same(only("30 dogs"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Between twenty and thirty people", [20, 30]),
        ("between forty and two hundred", [40, 200]),
        ("one hundred and twenty thousand", [120_000]),
        ("A 5,000-strong crowd", []),  # which is not 5
    ],
)
def test_two_numbers_are_not_one_and_none_is_a_part(text: str, values: list[int]) -> None:
    assert [one.value[0] for one in figures(text)] == values


def test_a_fall_may_be_told_without_its_sign_not_the_other_way_round() -> None:
    told, signed = only("It fell by 0.4 per cent."), only("It was -0.4 per cent.")
    assert told.same(signed)
    assert not signed.same(told)


def test_a_number_is_no_day_of_a_month_and_no_minute() -> None:
    people, year = only("19 people"), only("2,018 people")
    assert not people.same(only("on 19 June 2018"))
    assert not people.same(only("at 7:19"))
    assert people.same(only("some 19 men"))
    assert year.same(only("in 2018"))


def test_an_amount_of_another_currency_is_another_figure_whether_it_has_a_sign_or_a_code() -> None:
    pounds = only("It cost £18,400.")
    assert pounds.same(only("It cost GBP 18,400."))
    assert not pounds.same(only("It cost EUR 18,400."))


def test_a_code_behind_an_amount_is_not_that_of_the_number_after_it() -> None:
    amount, year = figures("It cost 5,000 EUR 2019 already.")
    assert (amount.kind, amount.value) == ("money", ("€", Decimal(5_000)))
    assert year.kind == "date"
