"""Answers that have a form of their own: whoever asks for an e-mail address is not answered with an extension number,
nor whoever asks how many with the day of a date.

By the question's words alone, and only where they leave no doubt what is asked for.
"""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = re.compile(rf"\b(?:{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?|{_MONTH}\s+{_DAY}(?:,?\s+\d{{4}})?)(?!\w)")
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}  # before an amount, the code and the sign say the same
CODES = "|".join(SIGNS)
CODE_BEFORE = rf"(?<!\d\s)\b(?:{CODES})"  # of "5,000 EUR 2019" the code belongs to what is before it
_NO_NAME = r"(?:a|an|the|of|about|that|to|for|from|in|on|at|by|with|when|where|why|who|how)\b"
_ASKED = (
    r"^\W*(?:(?:what|which)\s+|what(?:['’]s|\s+(?:is|was|are|were))\s+(?:the\s+)?(?:(?!{no_name})[\w'’.&-]+\s+){{0,4}})?"
    r"(?:the\s+)?\b{what}\b"
)
_FORMS = tuple(
    (re.compile(_ASKED.format(what=f"(?:{what})", no_name=_NO_NAME), re.IGNORECASE), re.compile(form, re.IGNORECASE))
    for what, form in (
        (r"e-?mail address(?:es)?", r"@|[\[(]at[\])]"),
        (r"(?:web\s?site |web\s?)address(?:es)?|urls?", r"\w\.\w|://"),
        (r"(?:tele)?phone numbers?|(?:phone|telephone|fax|mobile) numbers?", r"(?:\d\D{0,3}){3}"),
        (r"post\s?codes?|zip codes?", r"\d"),
    )
)
_COUNTED = re.compile(
    r"^\W*(?:(?:and|but|so|about|after|by|for|from|in|of|over|to|with)\s+)*how (?:many|much)\b"
    r"(?!\s+(?:time|longer|notice|warning)\b)",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"\W*[+0](?:\d\W{0,3}){8,}")  # no count begins with a nought


def form_asked(question: str) -> re.Pattern[str] | None:
    """What has to stand in any answer to `question`; None where its answer may look like anything."""
    return next((form for asked, form in _FORMS if asked.search(question)), None)


def is_no_count(question: str, text: str, start: int, end: int) -> bool:
    """Whether `question` asks how many or how much, and ``text[start:end]`` is a telephone number, or stands in a date
    that begins with its day: the 31 of "31 March". ("In May 5 came" counts.)"""
    if not _COUNTED.search(question):
        return False
    dates = (found for found in DATE.finditer(text) if found[0][0].isdigit())
    return bool(_TELEPHONE.fullmatch(text[start:end])) or any(
        found.start() <= start and end <= found.end() for found in dates
    )
