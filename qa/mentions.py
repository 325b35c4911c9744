"""The names that a text has, and which known names a later one means. By pattern, without a tagger.

Knows nothing of conversations; `converse` decides which mention a follow-up means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qa.confidence import STOP_WORDS
from qa.kinds import TITLES

_NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:(?:of|and|&|for)\s+(?:the\s+)?)?[A-Z][\w'’-]*)*")
_OWNED = re.compile(r"['’]s?$")
OPENERS = STOP_WORDS | frozenset(
    """
    after all also although another any anybody anyone anything apart are around aside because before besides both
    during each either even everything exactly except first following he however let list ms name nothing once only
    other over please since so some somebody someone still such tell them though through under until upon was we
    were while whether within without yes ok okay mr mrs dr
    """.split()
)
_NEVER = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday i i'm i've christmas easter
    """.split()
)


def names(text: str) -> list[str]:
    """The runs of capitalised words, without a common word that only opens the sentence, without days and months."""
    return list(dict.fromkeys(_names(text)))


def _names(text: str) -> Iterator[str]:
    for match in _NAME.finditer(text):
        words = match.group().split()
        if _OWNED.search(words[-1]):
            words[-1] = _OWNED.sub("", words[-1])
        own_article = words[0] == "The" and _inside(text, match.start())
        while (
            words
            and words[0] != "IT"
            and words[0].lower().strip("'’") in OPENERS - TITLES
            and not (own_article and len(words) > 1)
        ):
            words = words[1:]
        if words and not all(word.lower() in _NEVER | TITLES for word in words):
            yield " ".join(words)


def _inside(text: str, start: int) -> bool:
    """Whether a capital there is no sentence's: after a word, or where the text is short enough to be a title."""
    before = text[:start].rstrip(" \"'‘’“”(")
    return before[-1:].isalnum() or before[-1:] == "," or (not before and len(text.split()) <= 6 and "?" not in text)


def names_of_statement(text: str) -> list[str]:
    """As `names`, but a lone word that opens a sentence counts only where it stands elsewhere too, or alone."""
    found = names(text)
    if len(text.split()) <= 2:
        return found
    opening = {m.group().rstrip("'’s") for m in re.finditer(r"(?:^|(?<=[.!?]\s))\W*[A-Z]\w*", text)}
    opening = {word.strip("\"'‘’“” ") for word in opening}
    return [name for name in found if " " in name or name not in opening or len(re.findall(rf"\b{name}\b", text)) > 1]


def full_name(name: str, known: Iterable[str]) -> str:
    """The longest known name of which `name` is the first or the last word; itself where there is none."""
    low = name.lower()
    forms = {low, f"the {low}", low.removesuffix("s")}  # "Tendulkars" for "Tendulkar's" is how it is typed
    longer = [k for k in known if forms & {k.lower().split()[0], k.lower().split()[-1], k.lower()}]
    return max(longer, key=len, default=name)


def known_in(text: str, known: Iterable[str]) -> list[str]:
    """The known names that a text has in whatever case, whole or by a first or last word of four letters."""
    low = f" {_bare(text)} "
    found = []
    for name in known:
        words = _bare(name).split()
        parts = [word for word in (words[:1] + words[-1:]) if len(word) > 3] if len(words) > 1 else []
        if any(f" {part} " in low for part in [" ".join(words), *parts]):
            found.append(name)
    return found


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def owned(name: str) -> str:
    """The possessive of a name."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"
