"""Every byte of what is kept, and what of a person can be found in it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bot.privacy.numbers import written

PHONE, IDENTITY = "13841312349", "210402199003076815"
ADDRESS = "zhang.wei@example-person.com"
FORMS = [*dict.fromkeys((*written(PHONE), *written(IDENTITY)))]


def found_in(folder: Path, planted: Iterable[str], besides: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Which of the planted texts stand in which file of a folder, whole, or as JSON writes them."""
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name not in set(besides)}
    forms = {each: {each.encode("utf-8", "replace"), json.dumps(each)[1:-1].encode()} for each in planted}
    return [
        (path.name, each)
        for path, octets in files.items()
        for each, wanted in forms.items()
        if any(one in octets for one in wanted)
    ]


def planted_lines(number_of_forms: int = 8) -> Iterator[str]:
    """Questions that hold every form of a person's numbers, and their address."""
    for start in range(0, len(FORMS), number_of_forms):
        said = "；我的号码是".join(FORMS[start : start + number_of_forms])
        yield f"评审费多少，我的号码是{said}，邮箱{ADDRESS}"
