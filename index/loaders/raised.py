"""Raised digits: a footnote's mark, a power. Written on the line like the figure before them they would make another
number of it: 1,200 with the mark 3 is not 1,2003. Knows no format.
"""

from __future__ import annotations

import re

from index.text import RAISED

_DIGITS = str.maketrans("0123456789", RAISED)
_SIGN = re.compile(r"\A(\s*)[-\u2010\u2011\u2212–](?=\d)")  # 10 to the power of -6

MINUS = "⁻"


def raised(words: str) -> str:
    """What stands above the line, its digits as the raised characters that Unicode has; letters are left as they are.

    >>> raised("2"), raised("-6"), raised("th")
    ('²', '⁻⁶', 'th')
    """
    return _SIGN.sub(rf"\1{MINUS}", words).translate(_DIGITS)
