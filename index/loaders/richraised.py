"""RTF with its raised digits written as raised characters: kreuzberg sets them on the line, and 1,200 with the mark 3
would be 1,2003. Knows the syntax (RTF 1.9.1, "Unicode RTF" and "Font (Character) Formatting"), not the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.loaders.raised import MINUS, raised

_UNSEEN = frozenset((b"stylesheet", b"fonttbl", b"colortbl", b"info", b"pict"))  # and those that begin with \*
_HEX, _WORD = rb"'(?P<hex>[0-9a-fA-F]{2})", rb"(?P<word>%b)(?P<value>-?\d{1,10})?(?![a-zA-Z0-9]) ?"
_TELLING = b"|".join((b"bin", b"footnote", b"uc", b"super", *sorted(_UNSEEN)))
_ABOVE = re.compile(rb"[^\\{}]+|[{}]|\\(?:%b|%b|.|\Z)" % (_HEX, _WORD % b"[a-zA-Z]+"), re.S)
_ELSEWHERE = re.compile(rb"[{}]|\\(?:%b|%b|[^a-zA-Z])" % (_HEX, _WORD % _TELLING), re.S)  # what can change that
_FIGURE = re.compile(rb"(?:(?<![0-9A-Za-z])-)?[0-9]+")
_SPARE = rb"(?:\\'[0-9a-fA-F]{2}|[^\\{}]){%d}[0-9]"
_MOST = 9  # of them: programs write one or two
_SIGNS = frozenset((0x2010, 0x2011, 0x2212, 0x2013))


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group. `spare` is how many characters follow each Unicode escape for programs that know none."""

    above: bool = False
    spare: int = 1
    unseen: bool = False

    @property
    def lifting(self) -> bool:
        """Whether digits are to be raised here."""
        return self.above and not self.unseen

    def after(self, word: bytes, value: int | None) -> _State:
        """The state behind a control word."""
        if word == b"super":
            return replace(self, above=value != 0)
        if word in (b"plain", b"nosupersub", b"sub", b"footnote"):
            return replace(self, above=False)
        if word == b"uc":
            return replace(self, spare=min(max(value or 0, 0), _MOST))
        return replace(self, unseen=True) if word in _UNSEEN else self


def with_raised(data: bytes) -> bytes:
    """The file, its raised digits as Unicode escapes; one that raises nothing is left as it is."""
    return b"".join(_pieces(data)) if b"\\super" in data else data


def _pieces(data: bytes) -> Iterator[bytes]:
    state, outer, skip, at = _State(), [_State()], 0, 0
    while token := (_ABOVE if state.lifting else _ELSEWHERE).search(data, at):
        yield data[at : token.start()]
        piece, at, word = token.group(), token.end(), token["word"]
        if word == b"bin":  # so many bytes follow that are no RTF
            at += max(int(token["value"] or 0), 0)
            yield data[token.start() : at]
        elif word == b"u":
            skip = state.spare
            yield _unicode(data, token, skip)
        elif token["hex"]:
            digit = bytes.fromhex(token["hex"].decode())
            yield _text(digit, state.spare) if state.lifting and digit.isdigit() and not skip else piece
            skip = max(skip - 1, 0)
        elif piece[:1] in b"\\{}":
            state, skip = _next(state, outer, piece, word, token["value"]), 0
            yield piece
        else:
            yield piece[:skip] + _text(piece[skip:], state.spare)
            skip = max(skip - len(piece), 0)
    yield data[at:]


def _next(state: _State, outer: list[_State], piece: bytes, word: bytes | None, value: bytes | None) -> _State:
    if piece == b"{":
        outer.append(state)
        return state
    if piece == b"}":
        return outer.pop() if outer else _State()
    if piece == b"\\*":
        return replace(state, unseen=True)
    return state.after(word, int(value) if value else None) if word else state


def _unicode(data: bytes, token: re.Match[bytes], spare: int) -> bytes:
    """A raised Unicode escape, without the characters that are spare, which stand behind it already."""
    number, before = int(token["value"] or 0), data[token.start() - 1 : token.start()]
    behind = re.compile(_SPARE % spare)
    if number in _SIGNS and behind.match(data, token.end()) and not before.isdigit():  # in "2–3" it is no sign
        return b"\\u%d " % ord(MINUS)
    return b"\\u%d " % ord(raised(chr(number))) if 0x30 <= number <= 0x39 else token.group()


def _text(words: bytes, spare: int) -> bytes:
    def lifted(found: re.Match[bytes]) -> bytes:
        chars = raised(found.group().decode("ascii"))
        return b"".join(b"\\u%d" % ord(one) + (b"?" * spare or b" ") for one in chars)

    return _FIGURE.sub(lifted, words)
