"""Every pattern of the project, attacked with texts made from it: none takes longer than its text is long."""

import re

import pytest

from knowledge.question import LONGEST
from tests.attacks import Weakness, weakness
from tests.patterns import Pattern, Site, all_patterns

BOUND = 0.005  # seconds that a pattern may take over the longest text that can reach it
BOUNDED: dict[str, int] = {}  # patterns that only a text of so many characters can reach; these need not be linear
FEWEST = 150  # patterns; fewer are found only where finding them is broken
PENDING = pytest.mark.xfail(reason="the patterns of letters are being made linear", run=False)
ROOMS = ("knowledge/", "eligibility/", "bot/", pytest.param("bot/mailbox/", marks=PENDING))


@pytest.fixture(scope="module")
def found() -> tuple[dict[Pattern, Site], list[str]]:
    return all_patterns()


def room_of(path: str) -> str:
    """The longest of the rooms that a file stands in."""
    return "bot/mailbox/" if path.startswith("bot/mailbox/") else f"{path.partition('/')[0]}/"


@pytest.mark.parametrize("room", ROOMS)
def test_every_pattern_is_found(found: tuple[dict[Pattern, Site], list[str]], room: str) -> None:
    patterns, lost = found
    assert len(patterns) >= FEWEST
    assert [each for each in lost if room_of(each) == room] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_pattern_takes_longer_than_its_text_is_long(found: tuple[dict[Pattern, Site], list[str]], room: str) -> None:
    there = {pattern: site for pattern, site in found[0].items() if room_of(site[0]) == room}
    assert there
    weak = {
        f"{path}:{line} {pattern.text[:60]!r}": weak
        for pattern, (path, line) in there.items()
        if (weak := weakness(pattern, BOUNDED.get(str(pattern.text)), BOUND))
    }
    assert weak == {}


@pytest.mark.parametrize(
    ("text", "is_linear"),
    [
        ("(?:哈|嗯+)+!", False),
        (r"(\w+\s?)*:", False),
        (r"\s*>", False),
        ("[^,]*时间", False),
        (r".*(的|和)$|\d+x", False),
        ("【待[^】]*】", False),
        ("一*二|一", True),
    ],
)
def test_what_backtracks_is_found_out(text: str, is_linear: bool) -> None:
    assert isinstance(weakness(Pattern(text, 0, is_linear), None, BOUND), Weakness)


@pytest.mark.parametrize(
    ("text", "is_linear"), [("(?<![一二])几天", False), (r"\d{1,4}年?", False), ("(?:哈|嗯+)+!", True)]
)
def test_what_does_not_backtrack_is_let_be(text: str, is_linear: bool) -> None:
    assert weakness(Pattern(text, 0, is_linear), None, BOUND) is None
    assert weakness(Pattern(text, 0, is_linear), LONGEST, BOUND) is None


def test_a_pattern_with_a_bound_is_held_to_it() -> None:
    quadratic = Pattern(r"\s*>", re.IGNORECASE, is_linear=False)
    assert weakness(quadratic, 100, BOUND) is None
    assert isinstance(weakness(quadratic, 20_000, BOUND), Weakness)
