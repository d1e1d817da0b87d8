"""Every pattern of the project, attacked with texts made from it: none takes longer than its text is long."""

import pytest

from bot.mailbox.drafting import asking_patterns, particulars
from eligibility.interview.speech import load_speech
from knowledge.patterns import Alternatives
from tests.attacks import Weakness, weakness
from tests.patterns import Pattern, Site, all_patterns

FEWEST = 150  # patterns; fewer are found only where finding them is broken
ROOMS = ("knowledge/", "eligibility/", "bot/", "bot/mailbox/")


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


def test_the_patterns_that_only_data_hold_are_found(found: tuple[dict[Pattern, Site], list[str]]) -> None:
    tables = asking_patterns.table(), particulars.table(), load_speech()
    held = [value for table in tables for value in vars(table).values() if isinstance(value, Alternatives)]
    assert {each.pattern for each in held} <= {pattern.text for pattern in found[0]}


@pytest.mark.parametrize("room", ROOMS)
def test_no_pattern_takes_longer_than_its_text_is_long(found: tuple[dict[Pattern, Site], list[str]], room: str) -> None:
    there = {pattern: site for pattern, site in found[0].items() if room_of(site[0]) == room}
    assert there
    weak = {
        f"{path}:{line} {pattern.text[:60]!r}": weak
        for pattern, (path, line) in there.items()
        if (weak := weakness(pattern))
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
    assert isinstance(weakness(Pattern(text, 0, is_linear)), Weakness)


@pytest.mark.parametrize(
    ("text", "is_linear"), [("(?<![一二])几天", False), (r"\d{1,4}年?", False), ("(?:哈|嗯+)+!", True)]
)
def test_what_does_not_backtrack_is_let_be(text: str, is_linear: bool) -> None:
    assert weakness(Pattern(text, 0, is_linear)) is None
