"""A verdict as a draft words it."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.locale import _
from bot.mailbox.drafting.own_case import OwnCase
from bot.text.days import write_days
from bot.text.sayings import in_words
from bot.text.verdicts import OUTCOMES
from eligibility.judging.verdict import Reason


class ShownCase(NamedTuple):
    """A verdict in words: what was understood of the case, how it ends, and why."""

    understood: str
    outcome: str
    because: tuple[str, ...]
    unknown: tuple[str, ...]
    is_settled: bool
    is_of_placement: bool
    is_over: bool


def shown_case(case: OwnCase) -> ShownCase:
    """A verdict in words: what was understood, how it ends, and why."""
    return ShownCase(
        write_days("；".join(f"{label}：{value}" for label, value in case.understood)),
        _(OUTCOMES[case.verdict.outcome]),
        _lines_of_reasons(case.reasons),
        _lines_of_reasons(case.unknown),
        case.is_settled,
        case.is_of_placement,
        case.verdict.is_over,
    )


def _lines_of_reasons(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """What reasons say, each once."""
    return tuple(dict.fromkeys(in_words(reason.because) for reason in reasons))
