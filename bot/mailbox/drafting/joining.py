"""The points of a letter → those of one matter as one: what goes on with a question is answered together with it."""

from collections.abc import Sequence

from bot.mailbox.drafting.askings import Asking
from bot.mailbox.drafting.cited import merge
from bot.mailbox.drafting.point import Point
from bot.mailbox.drafting.sentences import STOPS
from knowledge.answer import Citation
from knowledge.value import replace


def join_points(askings: Sequence[Asking], points: Sequence[Point]) -> list[Point]:
    """The points, each of which goes on with the one before it and is answered by the same words joined to it.

    What the same verdict decides is one point, wherever it stands in the letter.
    """
    joined = list(points[:1])
    for before, asking, point in zip(askings, askings[1:], points[1:], strict=False):
        at = _place_of_verdict(joined, point)
        if at is None and _goes_on(before, asking) and _is_answered_by(point, joined[-1]):
            at = len(joined) - 1
        if at is None:
            joined.append(point)
        else:
            joined[at] = _together(joined[at], point)
    return joined


def _place_of_verdict(joined: Sequence[Point], point: Point) -> int | None:
    """Where the point stands that the verdict of another one decides, too; None where there is none."""
    same = (at for at, each in enumerate(joined) if point.case and each.case == point.case)
    return next(same, None)


def _goes_on(before: Asking, asking: Asking) -> bool:
    """Whether a sentence that asks stands right behind another one."""
    return bool(asking.before) and asking.before == before.sentence


def _is_answered_by(point: Point, before: Point) -> bool:
    """Whether what is cited for a point is cited for the one before it, too."""
    are_answered = point.status == before.status == "answered" and not (point.unanswered or point.case)
    return are_answered and all(_is_held(each, before.citations) for each in point.citations)


def _is_held(citation: Citation, others: Sequence[Citation]) -> bool:
    """Whether one of some citations says all that a citation does."""
    return any(_holds(other, citation) for other in others)


def _holds(one: Citation, other: Citation) -> bool:
    """Whether a citation says all that another one does."""
    is_within = one.span.start <= other.span.start and other.span.end <= one.span.end
    return one.notice.id == other.notice.id and is_within


def _together(before: Point, point: Point) -> Point:
    """Two points as one."""
    between = "" if before.asked.endswith(tuple(STOPS)) else " "
    return replace(
        before, asked=f"{before.asked}{between}{point.asked}", citations=merge([before.citations, point.citations])
    )
