"""The points of a letter → those of one matter as one: what goes on with a question is answered together with it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.mailbox.drafting.answers import Point, merge, overlap
from bot.mailbox.drafting.askings import Asking


def join_points(askings: Sequence[Asking], points: Sequence[Point]) -> list[Point]:
    """The points, each of which goes on with the one before it and is answered by the same words joined to it."""
    joined = list(points[:1])
    for before, asking, point in zip(askings, askings[1:], points[1:], strict=False):
        if _goes_on(before, asking) and _is_answered_by(point, joined[-1]):
            joined[-1] = _together(joined[-1], point)
        else:
            joined.append(point)
    return joined


def _goes_on(before: Asking, asking: Asking) -> bool:
    """Whether a sentence that asks stands right behind another one."""
    return bool(asking.before) and asking.before == before.sentence


def _is_answered_by(point: Point, before: Point) -> bool:
    """Whether the same verdict decides a point and the one before it, or what is cited for it is cited there, too."""
    if point.status != "answered" or before.status != "answered" or point.unanswered:
        return False
    if point.case:
        return point.case == before.case
    return all(any(overlap(each, other) for other in before.citations) for each in point.citations)


def _together(before: Point, point: Point) -> Point:
    """Two points as one."""
    return replace(before, asked=f"{before.asked}{point.asked}", citations=merge([before.citations, point.citations]))
