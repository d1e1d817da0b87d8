"""A level that somebody named without saying whether they hold it or aim at it: what settles it."""

from collections.abc import Iterable

from bot.core.turn import Check
from eligibility.interview.given import Given
from eligibility.interview.titles import LEVELS, is_above


def settled(told: tuple[Given, ...], doubt: str | None, check: Check) -> tuple[tuple[Given, ...], str | None]:
    """What was told with the levels in doubt that it settles, and the one that stays in doubt.

    Of two in doubt the lower one is held and the higher aimed at.
    """
    levels = sorted({each for each in (doubt, check.doubt) if each}, key=LEVELS.index)
    if len(levels) > 1:
        held, aimed = Given(fact="title", part="level", value=levels[0]), Given(fact="level", value=levels[1])
        return (*told, held, aimed), None
    if not levels or not (doubt or told):
        return told, doubt
    level = _settled_level(levels[0], check.model_copy(update={"heard": check.heard_with(told)}))
    return ((*told, level), None) if level else (told, doubt)


def _settled_level(level: str, check: Check) -> Given | None:
    """A level of which nothing is said: above a title, or for a committee, it is aimed at; below an aim it is held."""
    held, aimed = _level_in(check.told, "title"), _level_in(check.told, "level")
    if check.aim == "committee" or (held and is_above(level, held)):
        return Given(fact="level", value=level)
    return Given(fact="title", part="level", value=level) if aimed and is_above(aimed, level) else None


def _level_in(told: Iterable[Given], fact: str) -> str | None:
    """The level that was told of the title held, or of the one aimed at."""
    values = (str(each.value) for each in told if each.fact == fact and each.part in (None, "level"))
    return next((value for value in values if value in LEVELS), None)
