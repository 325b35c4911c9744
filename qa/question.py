"""Which questions can be asked. Knows nothing of conversations or documents."""

from __future__ import annotations

import re

from index.errors import QuestionError


def checked_question(question: str, limit: int) -> str:
    """The question with its white space in order. Raises QuestionError saying what is wrong with it."""
    asked = " ".join(question.split())
    if any("\ud800" <= c <= "\udfff" for c in asked):  # how bytes that are no UTF-8 arrive from a command line
        raise QuestionError("The question holds characters that are not text. Type it anew.")
    if not asked:
        raise QuestionError("The question is empty. Ask in a sentence, for example: Who chairs the board?")
    if len(asked) > limit:
        raise QuestionError(
            f"The question has {len(asked):,} characters; at most {limit:,} can be asked. Ask for one thing at a time."
        )
    if not re.search(r"\w", asked):
        raise QuestionError("The question has no word in it. Ask in a sentence, for example: Who chairs the board?")
    return asked
