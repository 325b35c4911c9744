"""Formulas of Office files (OMML, ECMA-376 part 1, section 22.1) in one line, so that no number in them becomes
another: a fraction is 1/2, a power 10⁶, a bracket is written. Knows no document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from index.loaders.markup import attribute, local
from index.loaders.raised import raised

_ONE = re.compile(r"[\w.,]*")
_PLAIN = frozenset(("r", "t"))  # a run, and its text: digits of one number may stand in several


def words(element: Any) -> str:
    """What a formula, or a part of one, says."""
    name = local(element)
    if name == "t":
        return element.text or ""
    if name in _WRITTEN:
        return _WRITTEN[name](element)
    return in_line((words(child), local(child) not in _PLAIN) for child in element)


def in_line(parts: Iterable[tuple[str, bool]]) -> str:
    """Parts one behind the other, each with whether it is a formula's own form, such as a fraction or a power, and no
    plain text. Two numbers of which one is, as in 3 1/2, are not one."""
    said, formed_before = "", False
    for words, formed in parts:
        apart = said[-1:].isdigit() and words[:1].isdecimal() and (formed or formed_before)
        said += f" {words}" if apart else words
        formed_before = formed if words else formed_before
    return said


def _part(element: Any, name: str) -> str:
    return "".join(words(child) for child in element if local(child) == name)


def closed(said: str) -> str:
    """In brackets, where it would be read apart."""
    return said if _ONE.fullmatch(said) else f"({said})"


def _fraction(element: Any) -> str:
    return f"{closed(_part(element, 'num'))}/{closed(_part(element, 'den'))}"


def power(below: str, above: str) -> str:
    """A power or a mark: raised digits, anything else behind a caret."""
    shown = raised(above)
    return below + (shown if shown != above and above.strip("-\u2212").isdigit() else f"^{closed(above)}")


def root(degree: str, inner: str) -> str:
    """A root; a square root has no degree."""
    return f"{raised(degree)}√{closed(inner)}"


def _power(element: Any) -> str:
    return power(_part(element, "e") + _part(element, "sub"), _part(element, "sup"))


def _root(element: Any) -> str:
    return root(_part(element, "deg"), _part(element, "e"))


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
