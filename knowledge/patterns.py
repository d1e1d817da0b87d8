"""Patterns that meet what strangers write: RE2 matches in time linear in the text, whatever the pattern is.

RE2 (Cox, "Regular Expression Matching in the Wild", 2010) has no look-around and no back-references. A pattern that
cannot do without them is Python's own, and the tests attack it at the longest text that can reach it. In data a
pattern is a list of alternatives, one a line (`Alternatives`).
"""

import re
from functools import cache
from typing import Annotated, cast

import re2
from pydantic import PlainValidator

LOOKS_AROUND = re.compile(r"\(\?(?:[=!]|<[=!]|P=)|\\[1-9bBZ]")
PIECE = re.compile(r"\\.|\[|\]|[^\\\[\]]+", re.DOTALL)
UNICODE = {r"\d": r"\p{Nd}", r"\w": r"\p{L}\p{N}_", r"\s": r"\s\p{Z}"}  # RE2's own classes are of ASCII


@cache
def linear(*alternatives: str) -> re.Pattern[str]:
    """A pattern of RE2 that matches the first alternative that does; `ValueError` says what is wrong with one.

    It has the methods of Python's own patterns; `$` is the very end of a text.
    """
    for each in alternatives:
        if found := LOOKS_AROUND.search(each):
            raise ValueError(f"{each}: {found.group()} cannot be matched in linear time")
    options = re2.Options()
    options.log_errors = False
    try:
        return cast("re.Pattern[str]", re2.compile(in_unicode("|".join(alternatives)), options))
    except re2.error as error:
        raise ValueError(error.args[0].decode()) from None


def in_unicode(pattern: str) -> str:
    """The same pattern for RE2, where digits, letters and white space are those of Unicode, as in Python."""
    pieces, depth = [], 0
    for piece in PIECE.findall(pattern):
        depth += (piece == "[") - (piece == "]")
        wide = UNICODE.get(piece, piece)
        pieces.append(wide if depth or wide == piece else f"[{wide}]")
    return "".join(pieces)


def of_alternatives(value: object) -> re.Pattern[str]:
    """The pattern that a list of alternatives stands for: RE2's, or Python's where one of them looks around."""
    if not (isinstance(value, list | tuple) and value and all(isinstance(each, str) and each for each in value)):
        raise ValueError("a list of patterns was expected, one a line")
    alternatives: list[str] | tuple[str, ...] = value
    if not any(map(LOOKS_AROUND.search, alternatives)):
        return linear(*alternatives)
    pattern = "|".join(alternatives)
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern}: {error}") from None


Alternatives = Annotated[re.Pattern[str], PlainValidator(of_alternatives)]
