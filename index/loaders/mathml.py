"""Formulas of web pages and books (MathML Core, sections 3 and 4) in one line, as those of Office files are, so that no
number in them becomes another: a fraction is 1/2, a power 10⁶. Knows no document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from index.loaders.formula import closed, in_line, power, root
from index.loaders.markup import local

_UNSEEN = frozenset(("annotation", "annotation-xml", "mphantom", ""))  # "" is a comment
_SPACE = re.compile(r"\s+")
_INVISIBLE = str.maketrans({"\u2061": "", "\u2062": "", "\u2063": ",", "\u2064": ""})  # "times" in 2x, and the like


def words(element: Any) -> str:
    """What a formula, or a part of one, says; "" where it has nothing that is shown."""
    name = local(element)
    if name in _WRITTEN:
        return _WRITTEN[name](_parts(element))
    own = _SPACE.sub(" ", (element.text or "").translate(_INVISIBLE))
    return joined((own if name == "mtext" else own.strip(), *_parts(element)))


def joined(parts: Iterable[str]) -> str:
    """The parts in a row; each is a formula's own form, an element of its own, so that two numbers are never one."""
    return in_line((part, True) for part in parts)


def _parts(element: Any) -> list[str]:
    shown = [child for child in element if local(child) not in _UNSEEN]
    return [words(child) for child in (shown[:1] if local(element) == "semantics" else shown)]


def _fraction(parts: list[str]) -> str:
    return "/".join(map(closed, parts))


def _above(parts: list[str]) -> str:
    return power("".join(parts[:-1]), parts[-1]) if len(parts) > 1 else "".join(parts)


def _below(parts: list[str]) -> str:
    base, under = parts[:1], parts[1:]
    mark = "_" if joined((*base, *under)) != "".join(parts) else ""  # 10 to the base of 2 is not 102
    return "".join(base) + mark + "".join(under)


def _both(parts: list[str]) -> str:
    return _above([_below(parts[:2]), *parts[2:]])


def _accent(parts: list[str]) -> str:
    """What stands right over or under: a bar is written behind, a bound of a sum in brackets."""
    return "".join((*parts[:1], *(f"({part})" if any(map(str.isalnum, part)) else part for part in parts[1:])))


def _root(parts: list[str]) -> str:
    return root("".join(parts[1:]), "".join(parts[:1]))


def _fenced(parts: list[str]) -> str:
    return f"({', '.join(parts)})"


def _row(parts: list[str]) -> str:
    return " ".join(parts) + "; "


_WRITTEN: dict[str, Callable[[list[str]], str]] = {
    "mfrac": _fraction,
    "msup": _above,
    "msub": _below,
    "msubsup": _both,
    "munder": _accent,
    "mover": _accent,
    "munderover": _accent,
    "msqrt": lambda parts: root("", joined(parts)),
    "mroot": _root,
    "mfenced": _fenced,
    "mtr": _row,
    "mspace": lambda _: " ",
}
