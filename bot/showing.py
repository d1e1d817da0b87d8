"""What a person wrote, on its way to a screen: it is never read as markup, and steers no terminal."""

import json
import re
import sys
from collections.abc import Callable

Say = Callable[[str], None]  # hears a line that a person should know, beside what was asked for

# C0 but for the tab and the line end, C1, the separators of lines, and what turns the direction of writing.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text without halves of characters, which no terminal or file can take."""
    return text.encode("utf-8", "replace").decode("utf-8")


def for_terminal(text: str) -> str:
    """The text as a terminal may be given it: whole characters, none of which steers it."""
    return STEERING.sub("", printable(text))


def json_line(value: object) -> str:
    """A value as one line of JSON; what would steer a terminal is written as an escape, so that nothing is lost."""
    line = printable(json.dumps(value, ensure_ascii=False, allow_nan=False))
    return STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


def show(table: object) -> None:
    """A table of rich's on standard output; square brackets and colons in it are only that."""
    from rich.console import Console  # noqa: PLC0415  # slow to import, and few commands need it

    Console(file=sys.stdout, markup=False, emoji=False, highlight=False).print(table)
