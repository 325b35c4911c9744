"""What tests of a library as a whole share: three documents, and what is asked of a library that holds them."""

from __future__ import annotations

from collections.abc import Callable

from index.library import Library
from index.model import Filter

Opened = Callable[..., Library]

HARBOUR = "The harbour\n\nThe harbour of Varn was dredged in 1987 to a depth of eleven metres."
BEES = "Bees\n\nA colony of bees keeps its brood at thirty-five degrees, winter and summer alike."
BREAD = "Bread\n\nRye bread needs a sour dough; wheat bread rises with yeast alone."


def by_path(library: Library, path: str) -> str:
    return next(status.id for status in library.list() if status.path == path)


def words(library: Library, query: str, where: Filter = Filter()) -> str:
    """All that a search returns."""
    return "\n".join(hit.passage.text for hit in library.search(query, 50, where))
