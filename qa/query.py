"""What is looked up, taken apart: plain words, "exact phrases", and -what is left out. Pure.

Text that nobody vouches for: what makes no sense as a sign is a plain word, and nothing of it is ever read as a query
language.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index.errors import QuestionError
from qa.question import checked_question

_MARKS = '"“”„'
_SIGNED = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?<!\w)[{_MARKS}](?P<phrase>[^{_MARKS}]*)[{_MARKS}]"  # "words", -"words"; not 5" or 6"
    rf"|(?<!\S)-(?P<word>\w[^\s{_MARKS}]*)(?!\S)"  # -word; not re-mapping, nor a dash on its own
)
_TRAILING = re.compile(r"[.,;:!?…)\]]+$")
_LETTER = re.compile(r"[^\W_]")  # or digit


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart. Passages are ranked by `words`: the plain ones and the phrases', in the order typed.

    `plain` holds the plain words alone; of `phrases` and `without` each has a letter or digit, and each is there once.
    """

    words: str
    plain: str = ""
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def parse(text: str) -> Query:
    """The query that `text` is. A quotation mark without its other half, or inside a word, is a plain character."""
    words: list[str] = []
    plain: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    last = 0
    for found in _SIGNED.finditer(text):
        sought = _tidy(found["word"] or found["phrase"])
        if not _LETTER.search(sought):
            continue  # it stays what it is: plain
        between = text[last : found.start()]
        words.append(between)
        plain.append(between)
        last = found.end()
        if found["word"] or found["minus"]:
            without.append(_TRAILING.sub("", sought) if found["word"] else sought)
        else:
            phrases.append(sought)
            words.append(sought)
    words.append(text[last:])
    plain.append(text[last:])
    return Query(_tidy(" ".join(words)), _tidy(" ".join(plain)), _each_once(phrases), _each_once(without))


def checked_query(words: str, limit: int) -> Query:
    """The query that can be looked up. Raises QuestionError saying what is wrong with it."""
    query = parse(checked_question(words, limit))
    if query.without and not _LETTER.search(query.words):
        raise QuestionError(
            "This only says what to leave out. Say also what to look for, for example: harbour -railings"
        )
    return query


def _tidy(text: str) -> str:
    """As the stored text is: composed letters; and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _each_once(phrases: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrases))
