"""Formulas of Office files (OMML, ECMA-376 part 1, section 22.1) in one line, so that no number in them becomes
another: a fraction is 1/2, a power 10⁶, a bracket is written. Knows no document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from index.loaders.markup import attribute, local
from index.loaders.raised import raised

_ONE = re.compile(r"[\w.,]*")


def words(element: Any) -> str:
    """What a formula, or a part of one, says."""
    name = local(element)
    if name == "t":
        return element.text or ""
    return _WRITTEN[name](element) if name in _WRITTEN else "".join(map(words, element))


def _part(element: Any, name: str) -> str:
    return "".join(words(child) for child in element if local(child) == name)


def _closed(said: str) -> str:
    """In brackets, where it would be read apart."""
    return said if _ONE.fullmatch(said) else f"({said})"


def _fraction(element: Any) -> str:
    return f"{_closed(_part(element, 'num'))}/{_closed(_part(element, 'den'))}"


def _power(element: Any) -> str:
    above = _part(element, "sup")
    shown = raised(above)
    below = _part(element, "e") + _part(element, "sub")
    return below + (shown if shown != above and above.strip("-\u2212").isdigit() else f"^{_closed(above)}")


def _root(element: Any) -> str:
    return f"{raised(_part(element, 'deg'))}√{_closed(_part(element, 'e'))}"


def _bracket(element: Any) -> str:
    properties = next((child for child in element if local(child) == "dPr"), ())
    told = {local(child): attribute(child, "val") for child in properties}
    inner = told.get("sepChr", "|").join(words(child) for child in element if local(child) == "e")
    return f"{told.get('begChr', '(')}{inner}{told.get('endChr', ')')}"


def _row(element: Any) -> str:
    return " ".join(words(child) for child in element if local(child) == "e") + "; "


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "f": _fraction,
    "sSup": _power,
    "sSubSup": _power,
    "rad": _root,
    "d": _bracket,
    "mr": _row,
}
