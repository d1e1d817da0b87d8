"""What staff should look into before an answer leaves, though the notices' sentences are right: a line each."""

from collections.abc import Iterator
from datetime import date

from bot.locale import _
from bot.mailbox.drafting.inquiry import Inquiry
from bot.mailbox.drafting.point import Point
from bot.text.days import day_in_words
from knowledge.answer import Citation
from knowledge.notice import Window


def doubts_of(point: Point, inquiry: Inquiry) -> Iterator[str]:
    """The doubts about a point that is answered."""
    if point.status != "answered" or point.case:
        return
    question, scope = inquiry.question(point.asked), inquiry.desk.library.lexicon.scope
    if (named := question.facets.named_only) in scope.specialties_elsewhere:
        yield _("no notice held here takes “{specialty}”").format(specialty=named)
    if "when" not in question.prefer and (wider := _wider_open(point.citations[0], inquiry.today)):
        wording = _("the days of this line of work are past, those of the whole round run to {day}")
        yield wording.format(day=wider.closes and day_in_words(wider.closes))


def _wider_open(citation: Citation, today: date) -> Window | None:
    """The window of the whole round that has not closed, where all windows of a citation have; None otherwise."""
    if not citation.windows or any(each.state(today) != "closed" for each in citation.windows):
        return None
    names = tuple(each.what for each in citation.windows)
    wider = (each for each in citation.notice.windows if any(name.startswith(each.what) for name in names))
    return next((each for each in wider if each.what not in names and each.state(today) == "open"), None)
