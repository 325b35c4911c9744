"""Text and spans -> markup. The one place where text is escaped; pages build all their HTML from these functions.

Knows nothing of documents or of Streamlit. `Markup` is HTML that is safe to show; a plain `str` is text, and is escaped
when it becomes part of an element, so that it can be neither forgotten nor done twice.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A line's end as a reference: no parser on the way to the screen then trims, joins or re-indents the lines of a text.
_LINE_ENDS = str.maketrans({"\n": "&#10;", "\r": "&#13;"})
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
# Links lead to places in this app only. No control character: browsers drop them, and "/\t/" becomes "//".
_ADDRESS = re.compile(r"(?:[?#]|/(?![/\\]))[^\x00-\x1f]*\Z")
_PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/]+={0,2}\Z")  # which a browser can only show
_BACKTICKS = re.compile("`+")


class Markup(str):
    """HTML made by this module: text in it is escaped already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """The stretch ``[start, end)`` of a text to be marked, in code points; `name` becomes the mark's class."""

    start: int
    end: int
    name: str = ""


def escape(text: str) -> Markup:
    """The text as markup that shows exactly this text, between tags and inside quoted attributes."""
    return Markup(html.escape(text, quote=True).translate(_LINE_ENDS))


def element(name: str, *content: str | Markup | None, **attributes: str | None) -> Markup:
    """``<name attribute="...">content</name>``: text is escaped, markup taken as it is, None left out.

    An attribute's ``_`` becomes ``-``, and a trailing one is dropped (``class_``). Raises ValueError for a name that is
    none, for an event handler, and for a link that would leave the app; a `src` may hold a PNG picture itself.
    """
    given = [(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None]
    for key, value in [(name, ""), *given]:
        if not _NAME.match(key) or key.startswith("on") or name in ("script", "style"):
            raise ValueError(f"not a name of an element or attribute: {key!r}")
        if key in ("href", "src", "action") and not (_ADDRESS.match(value) or (key == "src" and _PICTURE.match(value))):
            raise ValueError(f"not an address in this app: {value!r}")
    listed = "".join(f' {key}="{escape(value)}"' for key, value in given)
    return Markup(f"<{name}{listed}>{joined(*content)}</{name}>")


def joined(*parts: str | Markup | None) -> Markup:
    """The parts one after the other: text escaped, markup as it is, None left out."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts if part is not None))


def marked(text: str, highlights: Iterable[Highlight], *, base: int = 0) -> Markup:
    """The text with ``<mark>`` around every stretch that a highlight covers.

    Offsets count from `base`, the offset of `text`'s first character; what lies outside the text is left out.
    Where highlights nest or overlap, the marks are side by side, each with the classes of all that cover it, so that
    elements never cross; neighbours of the same classes are one mark.
    """
    return joined(
        *(
            element("mark", words, class_=" ".join(names) or None) if names is not None else words
            for words, names in _pieces(text, highlights, base)
        )
    )


def label(text: str) -> str:
    """The text as a Markdown code span, for Streamlit's labels, which are Markdown: shown as it is, whatever it holds.

    A code span is the one place where Markdown interprets nothing; the style sheet gives it the look of plain text.
    Line ends and repeated white space become a space.
    """
    words = " ".join(text.split()) or "—"
    longest = max((len(run) for run in _BACKTICKS.findall(words)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {words} {fence}"


def _pieces(text: str, highlights: Iterable[Highlight], base: int) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """The text in order, cut where the set of covering highlights changes; None for what none covers."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for one in highlights:
        start, end = max(one.start - base, 0), min(one.end - base, len(text))
        if start < end:
            opening.setdefault(start, []).append(one.name)
            closing.setdefault(end, []).append(one.name)
    covering: Counter[str] = Counter()
    begin, names = 0, _names(covering)
    for cut in sorted({*opening, *closing}):
        covering.update(opening.get(cut, ()))
        covering.subtract(closing.get(cut, ()))
        covering = +covering
        if (now := _names(covering)) != names:
            if cut > begin:
                yield text[begin:cut], names
            begin, names = cut, now
    if begin < len(text):
        yield text[begin:], names


def _names(covering: Counter[str]) -> tuple[str, ...] | None:
    return tuple(sorted(name for name in covering if name)) if covering else None
