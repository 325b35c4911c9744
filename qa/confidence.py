"""How sure an answer is: a few readable features, a logistic formula over them, and the threshold for refusing.

The coefficients are fitted by `qa.calibrate` on held-out questions asked end to end, and stored as JSON beside the
reader that they belong to. Knows nothing of documents or search.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from index.errors import ModelError

STOP_WORDS = frozenset(
    """
    a an and any are as at be been but by can could did do does for from had has have he her his how i if in
    into is it its many may me more most much my no not of on or our she should so some than that the their them
    then there these they this to was we were what when where which who whom whose why will with would you your
    s t said say says
    """.split()
)
A_STOP_WORD = "|".join(sorted(STOP_WORDS))  # for patterns
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
ON_SUBJECT = 0.35  # of a cosine; anything from 0.3 to 0.4 does as well on held-out questions
_STEM = 5  # letters: enough to tell words apart, few enough to let "establishing" meet "established"


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence of one answer is computed from.

    `margin`: the reader's log-odds against "no answer", squashed; `lead`: its distance to the best different answer;
    `retrieved`: the passage's fused score in the search; `similarity`: its cosine with the question, up to where it is
    surely on the subject; `coverage`: the share of the question's content words that the passage (or what stands over
    it) has; `years`: 1 where the question names a year and the words around the answer only others; `support`: how
    many passages say it.
    """

    margin: float
    lead: float
    retrieved: float
    similarity: float
    coverage: float
    years: float
    support: float

    def values(self) -> list[float]:
        """In the order of the calibration's coefficients."""
        return [getattr(self, name) for name in NAMES]


NAMES = tuple(Features.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Calibration:
    """``confidence = 1 / (1 + exp(-(intercept + sum of coefficient * feature)))``, and the threshold for answering.

    `null_threshold` is the reader's margin under which "no answer" is the better reading of a given paragraph;
    `threshold` is ``wrong / (wrong + missing)``: the confidence at which a wrong answer's expected cost is a missing
    one's. `reader` names the network it was fitted with.
    """

    reader: str
    intercept: float
    coefficients: Mapping[str, float]
    threshold: float
    null_threshold: float
    cost_of_wrong: float
    cost_of_missing: float
    fitted_on: str

    def confidence(self, features: Features) -> float:
        """The probability that the answer is right."""
        logit = self.intercept + sum(
            self.coefficients[name] * value for name, value in zip(NAMES, features.values(), strict=True)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def save(self, path: Path) -> None:
        """Write the calibration as JSON: all of it, or after a kill what was there before."""
        temporary = path.with_suffix(".new")
        temporary.write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")
        temporary.replace(path)

    @classmethod
    def load(cls, path: Path, reader: str) -> Calibration:
        """Read it back. Raises ModelError when it is missing, damaged, or was fitted with another reader."""
        remedy = "Fit it anew with: quoth calibrate FILE.jsonl"
        try:
            found = cls(**json.loads(path.read_text("utf-8")))
            complete = set(found.coefficients) == set(NAMES)
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(f"the calibration {path} is missing or damaged. {remedy}") from error
        if not complete:
            raise ModelError(f"the calibration {path} has other features than this version of Quoth. {remedy}")
        if found.reader != reader:
            raise ModelError(f"the calibration {path} is for the reader {found.reader}, not {reader}. {remedy}")
        return found


def squashed(margin: float) -> float:
    """A margin's size matters most near zero; beyond some ten it says no more."""
    return 4 * math.tanh(margin / 8)


def on_subject(cosine: float | None) -> float:
    """A cosine tells passages about something else from those on the subject; of these it says nothing."""
    return min(cosine or 0.0, ON_SUBJECT)


def coverage(question: str, passage: str) -> float:
    """The share of the question's content words that the passage has; 1 for a question without any."""
    words = stems(question)
    return len(words & stems(passage)) / len(words) if words else 1.0


def content_words(text: str) -> list[str]:
    """The words, in lower case, without stop words."""
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]


@lru_cache(maxsize=256)  # a question meets all its passages, and a passage the readings of a follow-up
def stems(text: str) -> frozenset[str]:
    """The beginnings of the content words."""
    return frozenset(word[:_STEM] for word in content_words(text))


def another_year(question: str, around: str) -> bool:
    """Whether `around` an answer only other years are named than those in the question."""
    asked, said = set(_YEAR.findall(question)), set(_YEAR.findall(around))
    return bool(asked and said) and not asked & said
