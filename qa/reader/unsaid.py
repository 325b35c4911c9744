"""What a passage leaves unsaid, since it stands over it: whose page it is, who wrote it, its title, its heading.

"He founded it in 2011", under "About the Trust", does not say what was founded; the reader, who sees one passage, is
told. Knows nothing of networks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.confidence import stems

LONGEST = 120  # characters of one thing that stands over a passage: a longer one is no title
_ENDS = (".", "?", "!", ":")


def unsaid(question: str, passage: str, over: Sequence[str]) -> str:
    """Of what stands `over` a passage that which has content words of the question that the passage lacks, to be put
    before it; "" where nothing has."""
    missing = stems(question) - stems(passage) if over else frozenset()
    return "".join(_closed(words) for words in _short(over) if stems(words) & missing)


def _short(over: Iterable[str]) -> Iterable[str]:
    return (words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] for words in over)


def _closed(words: str) -> str:
    return f"{words} " if words.endswith(_ENDS) else f"{words}. "
