"""What a tree of HTML shows, made plain before its words are read: what is struck out or hidden goes, raised digits and
formulas are written as such. Knows neither pages nor mails.
"""

from __future__ import annotations

from typing import Any

from index.loaders import mathml
from index.loaders.raised import raised

_GONE = frozenset(("del", "s", "strike", "template"))
_OUTERMOST = frozenset(("html", "body", "main", "article"))  # hidden until a script has run
_INLINE = frozenset(("time", "output", "label", "data"))  # trafilatura drops them with their words
_HOLDERS = frozenset(("article", "body", "div", "main", "section"))  # of blocks; a formula may be one
_RAISED = ".//sup[not(ancestor::sup)]"


def make_plain(root: Any) -> None:
    """Change the tree so that its words are those that a reader takes as said, each element one that is known."""
    for element in list(root.iter("*")):
        if element.getparent() is not None and (element.tag in _GONE or _hidden(element)):
            element.drop_tree()
    for element in list(root.iter("math")):
        _write(element)
    for element in root.iter(*_INLINE):
        element.tag = "span"
    for element in root.iter("figure", "figcaption"):  # a figure goes with its caption
        element.tag = "div" if element.tag == "figure" else "p"
    for element in root.xpath(_RAISED):
        if "[" not in element.text_content():  # a mark in brackets is told from a figure as it is
            _raise(element)


def _hidden(element: Any) -> bool:
    """Whether it is never shown: a tab's panel is at times, and so is what a browser's search opens."""
    told = element.get("hidden")
    shown = element.tag in _OUTERMOST or element.get("role") == "tabpanel"
    return told is not None and told != "until-found" and not shown


def _write(formula: Any) -> None:
    """Put a formula's words in its place; one that shows none has its source, which trafilatura reads."""
    said, parent, before = mathml.words(formula).strip(), formula.getparent(), formula.getprevious()
    if not said or parent is None:
        return
    ahead = parent.text if before is None else before.tail
    tail = formula.tail
    formula.clear()
    formula.tag = "p" if parent.tag in _HOLDERS and not (ahead or "").strip() and not (tail or "").strip() else "span"
    formula.text, formula.tail = mathml.joined((ahead or "", said))[len(ahead or "") :], tail


def _raise(element: Any) -> None:
    for one in element.iter():
        one.text = raised(one.text) if one.text else one.text
        if one is not element and one.tail:
            one.tail = raised(one.tail)
