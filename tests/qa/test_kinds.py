"""What a name is of."""

from __future__ import annotations

import pytest

from qa.kinds import Kind, addressed, is_body, is_role, kind


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("Mak Chishty", Kind.PERSON),
        ("Mrs Hobart", Kind.PERSON),
        ("Bridgelight Trust", Kind.GROUP),
        ("Hartmann and Otieno", Kind.GROUP),
        ("Sennet Street", Kind.THING),
        ("Judge Castellane", Kind.PERSON),
        ("Brenmoor Prison", Kind.GROUP),
        ("Port Avel", Kind.THING),
        ("Luton", Kind.UNSURE),
    ],
)
def test_the_kind_of_a_name(name: str, of: Kind):
    assert kind(name) is of


def test_the_pronoun_of_a_title():
    assert addressed("Ms Rusk") == "she"
    assert addressed("Mr. Ottley") == "he"
    assert addressed("Dr Auer") is None


@pytest.mark.parametrize(("noun", "person"), [("surveyor", True), ("foreman", True), ("sector", False)])
def test_nouns_of_persons(noun: str, person: bool):
    assert is_role(noun) is person


def test_bodies():
    assert is_body("the university")
    assert not is_body("the wall")
