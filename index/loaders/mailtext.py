"""The words of a mail's part: in whatever encoding it really is, in HTML or not. Knows no files and no attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.errors import MessageError
from email.message import EmailMessage

from lxml import etree, html

from index.errors import LoadError
from index.loaders.plain import decoded
from index.loaders.rows import barred
from index.loaders.shown import make_plain

_BLOCKS = frozenset("p div br tr li ul ol table h1 h2 h3 h4 h5 h6 blockquote pre hr section article header".split())
_CELL = "\x1f"  # between two cells of a row: white space, so that no words have it
_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]*\?>")  # lxml takes no text that tells its encoding
_VAGUE = frozenset((None, "", "us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1"))  # declared for want of better
_QUOTED = re.compile(r">*")


def words_of(part: EmailMessage) -> str:
    """What a part of text says."""
    if part.get_content_subtype() == "html":
        return hypertext(_content(part))
    return _unfolded(_content(part)) if _delsp(part) else _content(part)


def _content(part: EmailMessage) -> str:
    """The text of a part, in the encoding that it declares, or else in the likeliest."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        told, text = part.get_content_charset(), str(part.get_content())
    except (LookupError, KeyError, ValueError, MessageError):
        return decoded(data) if data else ""
    if data.isascii() or not (told in _VAGUE or "\ufffd" in text):
        return text
    try:
        return decoded(data, told)
    except LoadError:  # hardly text: then as it says
        return text


def _delsp(part: EmailMessage) -> bool:
    return str(part.get_param("delsp") or "").lower() == "yes"


def _unfolded(text: str) -> str:
    """The text with the lines put together that were parted by a space that is to go (RFC 3676, sections 4 and 5)."""
    lines: list[str] = []
    before = None
    for line in text.split("\n"):
        quoted = _QUOTED.match(line)
        depth = quoted.end() if quoted else 0
        if lines and depth == before and lines[-1].endswith(" ") and lines[-1][depth:].strip(" ") != "--":
            lines[-1] = lines[-1][:-1] + line[depth:].removeprefix(" ")
        else:
            lines.append(line)
        before = depth
    return "\n".join(lines)


def hypertext(text: str) -> str:
    """The words of a mail written in HTML, a line for each of its blocks."""
    try:
        parser = html.HTMLParser(remove_comments=True, remove_pis=True)  # what follows one would go with it
        root = html.fromstring(_PROLOGUE.sub("", text), parser=parser)
    except (etree.LxmlError, ValueError):
        return ""
    make_plain(root)
    lines = "".join(_pieces(root)).split("\n")
    shown = "\n".join(_row(line.split(_CELL)) if _CELL in line else line for line in lines)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", shown))


def _row(cells: Sequence[str]) -> str:
    """A row as in any document; the only cell with words is no row's, but stands between the empty ones of a layout."""
    stripped = [cell.strip() for cell in cells]
    return barred(stripped) if sum(map(bool, stripped)) > 1 else "".join(stripped)


def _pieces(root: html.HtmlElement) -> Iterator[str]:
    for event, element in etree.iterwalk(root, ("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if name in ("script", "style", "head", "title"):
            element.text = None
        if name in _BLOCKS and (event == "start" or name != "br"):
            yield "\n\n" if name == "p" else "\n"
        if name in ("td", "th") and event == "start" and element.getprevious() is not None:
            yield _CELL
        words = element.text if event == "start" and name else element.tail if event == "end" else None
        yield re.sub(r"\s+", " ", words or "")
