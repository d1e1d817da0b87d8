"""One thing that a letter asks, with what the notices say to it."""

from typing import TYPE_CHECKING

from bot.mailbox.drafting.own_case import OwnCase
from knowledge.answer import Answer, Citation, Status
from knowledge.notice import Notice
from knowledge.value import Value

if TYPE_CHECKING:  # it loads what judges
    from eligibility.judging.schedule import Deadline


class Point(Value):
    """One thing that a letter asks, in its own words, and what the notices say to it.

    `unanswered` are the parts of it to which they say nothing; `case` is the verdict that it rests on, if any;
    `is_unjudged`: it asks of somebody's own case, to which no verdict was given; `deadlines` are the last days that
    follow from what is cited, counted in working days; `parts`: how many of the first citations answer a part each;
    `silence`: the answer that says why the notices are silent; `own_notice`: that of the letter's own round, which says
    nothing of it where another office's round is cited; `doubts`: what staff should look into all the same.
    """

    asked: str
    status: Status
    citations: tuple[Citation, ...] = ()
    unanswered: tuple[str, ...] = ()
    case: OwnCase | None = None
    deadlines: "tuple[Deadline, ...]" = ()
    is_unjudged: bool = False
    parts: int = 1
    silence: Answer | None = None
    own_notice: Notice | None = None
    doubts: tuple[str, ...] = ()
