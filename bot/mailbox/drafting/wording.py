"""The words of a draft: templates that an office can change, filled with what the notices say."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from bot.locale import N_, _, topic_text
from bot.mailbox.drafting.conclusions import STOPS
from bot.mailbox.drafting.names import NAMELESS, is_name
from bot.mailbox.drafting.point import Point
from bot.mailbox.reading.letter import Address
from bot.privacy.masking import mask
from bot.text.answers import AnswerText, errata_lines, short_title
from bot.text.cases import case_labels
from bot.text.days import day_in_words
from bot.text.windows import window_line
from knowledge.answer import Citation
from knowledge.notice import Notice
from knowledge.patterns import Alternatives, linear
from knowledge.plain import plain

if TYPE_CHECKING:  # what judges is loaded where a letter asks for a verdict
    from bot.mailbox.drafting.own_case import OwnCase
    from bot.mailbox.drafting.shown_case import ShownCase
    from eligibility.judging.schedule import Deadline

LONGEST_ASKED = 160
NOT_A_NAME = linear(r"[(（\[【\"“，].*")
# What is nobody else's business in a reply; what is shown of it is cut before it is searched.
MAIL_ADDRESS = Alternatives([r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"])
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
WARNING = "⚠"
LONGEST_NUMBER = 8  # characters of a number at the head of a quote, and of the stop at its end
STATES = {
    "expired": N_("The round of this notice closed on {closed}; later years go by the notices of their own."),
    "draft": N_("This text was put out for comment and is not in force."),
}
UNEXPLAINED = {None, "nothing_asked", "not_said"}  # silences that say no more than that there is no answer
Conclude = Callable[[Point], tuple[str, ...]]  # the sentences that answer a point, as `conclusions.py` finds them


class ShownQuote(NamedTuple):
    """A quote as a draft shows it; `label` says for whom it speaks, where there are several."""

    quote: str
    label: str = ""


class ShownSource(NamedTuple):
    """The quotes of one notice in one answer: where they stand, their windows, and whether the notice still holds."""

    quotes: tuple[ShownQuote, ...]
    basis: str
    windows: tuple[str, ...] = ()
    state: str = ""


class ShownPoint(NamedTuple):
    """A point as a template is given it; where the notices are silent, why, or which matter they leave out."""

    asked: str
    status: str
    conclusion: str
    sources: tuple[ShownSource, ...]
    unanswered: tuple[str, ...]
    case: "ShownCase | None"
    misprints: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    is_unjudged: bool = False
    silence: str = ""
    matter: str = ""
    elsewhere: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether staff have something to fill in or to confirm."""
        doubts = (self.unanswered, self.case, self.misprints, self.deadlines, self.elsewhere, self.doubts)
        return self.status == "no_answer" or self.is_unjudged or any(doubts)


def salutation(sender: Address) -> str:
    """How a sender is called: by the name that the mail gives, where it is a name and no nickname."""
    surname, comma, given = NOT_A_NAME.sub("", sender.name).strip().partition(",")
    name = f"{given.strip()} {surname}" if comma and sender.name.isascii() and given.strip() else surname
    return name.strip() if is_name(name.strip()) else NAMELESS


def shown_points(points: Sequence[Point], conclusions_of: Conclude, today: date) -> Iterator[ShownPoint]:
    """The points in words; a notice that was cited just before is not named in full again."""
    before = None
    for point in points:
        conclusions = conclusions_of(point)
        sources = tuple(_shown_sources(point, conclusions, today, before))
        before = point.citations[-1].notice if point.citations else before
        yield ShownPoint(
            _shown_asked(point.asked),
            point.status,
            "".join(conclusions),
            sources,
            point.unanswered,
            _shown_case(point.case) if point.case else None,
            tuple(dict.fromkeys(line for each in point.citations for line in _misprints_in(each))),
            tuple(_shown_deadline(each) for each in point.deadlines),
            point.is_unjudged,
            *_silence_of(point, today),
            _elsewhere_of(point),
            point.doubts,
        )


def _silence_of(point: Point, today: date) -> tuple[str, str]:
    """Why the notices cannot speak of what is asked, in a sentence, or the matter that they leave out, if any."""
    silent = point.silence
    if silent is None or silent.silence in UNEXPLAINED:
        return "", topic_text(silent.matter) if silent and silent.matter else ""
    return AnswerText(silent, today).why(), ""


def _elsewhere_of(point: Point) -> str:
    """That the notice of the letter's own round is silent, and whose is cited; empty where that is not so."""
    if point.own_notice is None or point.case:
        return ""
    wording = _("{own} says nothing of this in its notice of {year}; what follows is from {cited}")
    return wording.format(
        own=point.own_notice.issuer, year=point.own_notice.year, cited=point.citations[0].notice.issuer
    )


def _shown_deadline(deadline: "Deadline") -> str:
    """A last day that was counted, as people write days."""
    wording = _("{what}: counted in working days, the last day is {day}")
    return wording.format(what=deadline.what, day=deadline.by and day_in_words(deadline.by))


def _shown_asked(asked: str) -> str:
    """What was asked, not too long; numbers that say who somebody is are masked."""
    told = mask(asked)
    masked = LANDLINE.sub("***", MAIL_ADDRESS.sub("***", told) if "@" in told else told)
    return masked if len(masked) <= LONGEST_ASKED else f"{masked[:LONGEST_ASKED]}……"


def _misprints_in(citation: Citation) -> Iterator[str]:
    """What is suspicious in the words of a quote."""
    return (line.strip(f" {WARNING}") for line in errata_lines(citation.notice, citation.quote))


def _shown_quotes(labels: Sequence[str], cited: Sequence[Citation], conclusions: Sequence[str]) -> Iterator[ShownQuote]:
    """The quotes of one notice; one that says no more than a conclusion does is not repeated."""
    for label, each in zip(labels, cited, strict=True):
        if not any(_says_all_of(conclusion, each.quote) for conclusion in conclusions):
            yield ShownQuote(each.quote, label)


def _says_all_of(conclusion: str, quote: str) -> bool:
    """Whether a conclusion says what a quote does, but for the number at its head."""
    said, whole = plain(conclusion.strip(STOPS)), plain(quote)
    return said in whole and len(whole) <= len(said) + LONGEST_NUMBER


def _shown_sources(
    point: Point, conclusions: Sequence[str], today: date, before: Notice | None
) -> Iterator[ShownSource]:
    """The citations of a point, those of one notice together."""
    labels = case_labels(point.citations) if point.status == "clarify" else [""] * len(point.citations)
    labelled = zip(labels, point.citations, strict=True)
    for _id, group in groupby(labelled, key=lambda each: each[1].notice.id):
        of_group, cited = zip(*group, strict=True)
        notice = cited[0].notice
        yield ShownSource(
            tuple(_shown_quotes(of_group, cited, conclusions)),
            basis(cited, before),
            tuple(dict.fromkeys(window_line(window, today) for each in cited for window in each.windows)),
            state_of(notice, cited[0].validity),
        )
        before = notice


def basis(cited: Sequence[Citation], before: Notice | None) -> str:
    """Where quotes of one notice stand: the notice by issuer, title and number, once, and the sections."""
    notice, sections = cited[0].notice, "；".join(dict.fromkeys("".join(each.section) for each in cited))
    if notice == before:
        return _("the same notice, {section}").format(section=sections)
    number = notice.document_number or (notice.issued_on and day_in_words(notice.issued_on))
    return f"{notice.issuer or ''}《{short_title(notice)}》{f'（{number}）' if number else ''}{sections}"


def state_of(notice: Notice, validity: str) -> str:
    """A sentence on a notice that is not in force; empty where it is."""
    closed = notice.valid_through and day_in_words(notice.valid_through)
    return _(STATES[validity]).format(closed=closed) if validity in STATES else ""


def _shown_case(case: "OwnCase") -> "ShownCase":
    """A verdict in words."""
    from bot.mailbox.drafting.shown_case import shown_case  # noqa: PLC0415  # it loads what judges

    return shown_case(case)
