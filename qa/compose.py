"""Evidence -> candidates: the same answer merged, different answers ranked, each with its confidence.

Deciding is a comparison with the calibration's threshold; nothing is averaged and nothing is worded anew.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from index.model import Span
from qa.confidence import Calibration, Features, another_year, coverage, on_subject, squashed
from qa.forms import SIGNS, form_asked, is_no_count
from qa.model import Evidence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation + "‘’“”–—…")
_SIGNS = tuple(
    (re.compile(sign, re.IGNORECASE), word)
    for sign, word in (
        (r"(?<![\d.])\.(?=\d)", "0point"),
        (r"(?<=\d)\.(?=\d)", "point"),
        (r"(?<=\d),(?=\d)(?!\d{3}(?!\d))", "point"),
        (r"<(?=\s?[\d.])", "under "),
        (r">(?=\s?[\d.])", "over "),
        (r"(?<=\d):(?=\d)", "colon"),
        (r"(?<=\d)/(?=\d)", "slash"),
        (r"(?<=\d)[-–—](?=\d)", "to"),
        (r"(?<![\w.,])[-−–](?=[£$€¥]?\d)", "minus "),
        (r"(?<=[\w+])\+", " plus"),
        (r"(?<=[A-Za-z])[-−](?!\w)", " minus"),
        (r"(?<=[A-Za-z])#", " sharp"),
        *((rf"\b{code}\s*(?=\d)", sign) for code, sign in SIGNS.items()),
        (r"\$(?=\d)", "dollar "),
        (r"(?<=\d)\s?(?:%|per cent\b|percent\b)", " percent"),
    )
)
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev)\.? (?P<surname>[A-Z][\w'’-]+)")
_NAME = re.compile(r"(?!(?:Mr|Mrs|Ms|Miss|Dr)\b)[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?)* (?P<surname>[A-Z][\w'’-]+)")
BEFORE, AFTER = 160, 80  # characters around a quotation in which a year is taken for its own
UNIT = 60  # characters behind a figure in which its unit, and what it counts, stand
_HEDGES = frozenset("some about around approximately nearly almost only just roughly".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer: its words as the best evidence has them, all the evidence for it (best first), and how sure."""

    text: str
    evidence: tuple[Evidence, ...]
    features: Features
    confidence: float


def compose(
    question: str,
    evidence: Iterable[Evidence],
    over: Mapping[Span, Sequence[str]],
    calibration: Calibration,
    origins: Mapping[str, str] = MappingProxyType({}),
) -> list[Candidate]:
    """The distinct answers, the surest first. `over` gives what stands over a passage by its span, `origins` each
    document's by its id. What has not the form that is asked for (an e-mail address has one) is no answer."""
    groups = [_fullest_first(group) for group in merge(_of_its_form(question, evidence))]
    features = [_features(question, group, groups, over, origins) for group in groups]
    candidates = [
        Candidate(_words(group[0]), tuple(group), found, calibration.confidence(found))
        for group, found in zip(groups, features, strict=True)
    ]
    return sorted(candidates, key=lambda candidate: -candidate.confidence)


def _of_its_form(question: str, evidence: Iterable[Evidence]) -> Iterable[Evidence]:
    """What can be an answer by its looks, and those of what stands around it."""
    form = form_asked(question)
    return [
        item
        for item in evidence
        if (not form or form.search(_words(item))) and not is_no_count(question, item.hit.passage.text, *_place(item))
    ]


def merge(evidence: Iterable[Evidence]) -> list[list[Evidence]]:
    """Evidence grouped by answer, each group's best first and groups in order of their best.

    Two spans are the same answer when their normalised words are equal, when one is the other with a title for the
    first names, or the other's figure with its unit, or when they overlap in the same place of a document.
    The same quotation is kept once in a group.
    """
    groups: list[list[Evidence]] = []
    for item in sorted(evidence, key=lambda e: -e.score):
        home = next((g for g in groups if _same(g, item)), None)
        if home is None:
            groups.append([item])
        elif all(item.quote != other.quote and not _overlap(item, other) for other in home):
            home.append(item)
    return groups


def normalise_answer(text: str) -> str:
    """Lower case, no punctuation, no articles, single spaces: SQuAD's normalisation (Rajpurkar et al. 2016)."""
    bare = _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION))
    return " ".join(bare.split())


@lru_cache(maxsize=1024)  # each answer is compared with all the others
def _key(answer: str) -> str:
    """What makes two answers the same: their normalised words, a hedge before a figure apart. A sign that makes another
    figure of it is a word, since normalising drops it: 2.5% is not 25."""
    for sign, word in _SIGNS:
        answer = sign.sub(word, answer)
    words = normalise_answer(answer).split()
    while len(words) > 1 and words[0] in _HEDGES:
        words = words[1:]
    return " ".join(words)


def _place(item: Evidence) -> tuple[int, int]:
    """Where the answer begins and ends in its passage's text."""
    base = item.hit.passage.span.start
    return item.answer.start - base, item.answer.end - base


def _words(item: Evidence) -> str:
    start, end = _place(item)
    return item.hit.passage.text[start:end]


def _same(group: Sequence[Evidence], item: Evidence) -> bool:
    first, words = _words(group[0]), _words(item)
    return (
        _key(first) == _key(words)
        or (_fuller(words, first) and not any(_otherwise(other, words) for other in group))
        or _fuller(first, words)
        or _with_unit(group[0], item)
        or _with_unit(item, group[0])
        or any(_overlap(other, item) for other in group)
    )


def _fuller(name: str, short: str) -> bool:
    """Whether `name` is a person's with first names, and `short` the same with a title for them: "Mak Chishty" and
    "Mr Chishty". A bare surname is not enough: it may be a place's."""
    titled, whole = _TITLED.fullmatch(short.strip()), _NAME.fullmatch(name.strip())
    return bool(titled and whole and whole["surname"] == titled["surname"])


def _otherwise(other: Evidence, name: str) -> bool:
    """Whether `other` has a whole name too, and another one."""
    return _key(_words(other)) != _key(name) and not _TITLED.fullmatch(_words(other).strip())


def _with_unit(figure: Evidence, whole: Evidence) -> bool:
    """Whether `whole` is the `figure` with the unit that stands behind it in its place too: "518" and "518 metres"."""
    number, _, unit = _key(_words(whole)).partition(" ")
    if not unit or number != _key(_words(figure)) or not number.isdigit():
        return False
    behind = figure.hit.passage.text[figure.answer.end - figure.hit.passage.span.start :][:UNIT]
    return normalise_answer(behind).split()[: len(unit.split())] == unit.split()


def _fullest_first(group: Sequence[Evidence]) -> list[Evidence]:
    """The group, led by its best evidence with the whole name where the best of all has a title in its place."""
    fuller = next((item for item in group if _fuller(_words(item), _words(group[0]))), None)
    return list(group) if fuller is None else [fuller, *(item for item in group if item is not fuller)]


def _overlap(one: Evidence, two: Evidence) -> bool:
    a, b = one.answer, two.answer
    return a.document == b.document and a.start < b.end and b.start < a.end


def _features(
    question: str,
    group: Sequence[Evidence],
    groups: Sequence[Sequence[Evidence]],
    over: Mapping[Span, Sequence[str]],
    origins: Mapping[str, str],
) -> Features:
    best = max(group, key=lambda item: item.score)
    rival = max((item.score for other in groups if other is not group for item in other), default=best.score - 8)
    context = "\n".join([*over.get(best.hit.passage.span, ()), best.hit.passage.text])
    return Features(
        margin=squashed(best.score),
        lead=squashed(best.score - rival),
        retrieved=best.hit.score,
        similarity=on_subject(best.hit.dense),
        coverage=coverage(question, context),
        years=float(another_year(question, _around(best))),
        support=min(_support(group, origins), 4) - 1.0,
    )


def _around(item: Evidence) -> str:
    """The quotation and what stands by it: a figure's year is often named in the sentence before."""
    text, base = item.hit.passage.text, item.hit.passage.span.start
    return text[max(0, item.quote.start - base - BEFORE) : item.quote.end - base + AFTER]


def _support(group: Sequence[Evidence], origins: Mapping[str, str]) -> int:
    """How many pieces of evidence there are, without those in copies: five reprints corroborate nothing."""
    heard: dict[str, str] = {}  # origin -> the document that speaks for it, which may say a thing twice
    documents = (item.answer.document for item in group)
    return sum(heard.setdefault(origins.get(document, document), document) == document for document in documents)
