"""Earlier turns that the tests of follow-ups share."""

from __future__ import annotations

from qa.model import Exchange

CHISHTY = ["At which think tank did Mak Chishty speak?"]
HURT = [
    Exchange(
        "Who was hurt when the door of the mosque in Sennet Street was set on fire?",
        "Yusuf Darwish",
        "Our caretaker, Yusuf Darwish, who is 61, burned both hands putting the flames out with a prayer rug.",
    )
]
FOUNDED = [Exchange("Who founded the Bridgelight Trust?", "Michael Stanhope")]
