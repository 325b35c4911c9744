"""Answers that have a form of their own: whoever asks for an e-mail address is not answered with an extension number.

By the question's words alone, and only where they leave no doubt what is asked for.
"""

from __future__ import annotations

import re

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


def form_asked(question: str) -> re.Pattern[str] | None:
    """What has to stand in any answer to `question`; None where its answer may look like anything."""
    return next((form for asked, form in _FORMS if asked.search(question)), None)
