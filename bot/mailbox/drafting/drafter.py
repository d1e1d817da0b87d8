"""A letter → the draft of a reply, in the notices' own words, for staff to edit and send."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import CHINA
from bot.core.live_library import LiveLibrary
from bot.locale import speaking
from bot.mailbox.drafting.answers import PointAnswerer
from bot.mailbox.drafting.askings import Asking, corrects_earlier, wants_verdict
from bot.mailbox.drafting.colleagues import Colleague, colleagues_in, shared_by, untold_of
from bot.mailbox.drafting.conclusions import conclusions_of
from bot.mailbox.drafting.doubts import doubts_of
from bot.mailbox.drafting.inquiry import Inquiry
from bot.mailbox.drafting.joining import join_points
from bot.mailbox.drafting.kinds import (
    gives_phone,
    is_technical,
    kinds,
    names_green_channel,
    only_means_to_apply,
    skip_reason,
)
from bot.mailbox.drafting.own_case import OwnCase
from bot.mailbox.drafting.particulars import Particulars
from bot.mailbox.drafting.point import Point
from bot.mailbox.drafting.said import Said
from bot.mailbox.drafting.standing import contact, find
from bot.mailbox.drafting.stationery import Stationery
from bot.mailbox.drafting.subjects import subject_of
from bot.mailbox.drafting.understood import Kind, Understood, understand
from bot.mailbox.drafting.wording import salutation, shown_points
from bot.mailbox.reading.letter import Letter
from bot.privacy.masking import mask
from bot.text.answers import citation_json
from knowledge.answer import Citation
from knowledge.patterns import linear
from knowledge.plain import plain
from knowledge.scope import Facets
from knowledge.value import Value, replace

if TYPE_CHECKING:  # what judges is loaded where something rests on the case
    from email.message import EmailMessage

    from bot.mailbox.drafting.letter_case import LetterCase
    from eligibility.judging.schedule import Deadline
    from eligibility.rulebook.rulebook import Rulebook

OPEN = linear("【待[^】]*】")  # what staff must fill in or confirm before a draft can leave
WORKING_DAYS = "工作日"  # a sentence without them gives no day to count
CONTRACT_KINDS = {"complaint": "unclear"}  # what programs are told of a kind that the contract does not have
LANGUAGE = "zh_CN"  # of every draft: the notices are quoted in it
Told = Callable[[], "LetterCase"]  # the case that a letter tells, read once and only where something rests on it


class Draft(Value):
    """A reply to a letter. `skipped` says why there is none; `is_open`: staff have something to fill in.

    `written`: the moment that the mail bears; the beginning of the day where none is said.
    `is_thanks`: the letter says thanks only, and wants no reply; `case`: what it says, the same for letters on the same
    case; `corrects`: it asks anew what an earlier letter asked, and puts right what that one said.
    """

    letter: Letter
    kind: Kind
    today: date
    skipped: str | None = None
    points: tuple[Point, ...] = ()
    missing: tuple[str, ...] = ()
    body: str = ""
    is_thanks: bool = False
    corrects: bool = False
    case: str = ""
    is_open: bool = False
    written: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """The draft in the contract's form."""
        is_reply = self.skipped is None
        return {
            "subject": subject_of(self.letter.subject),
            "to": (self.letter.answer_to.address or None) if is_reply else None,
            "in_reply_to": self.letter.message_id if is_reply else None,
            "references": list(self.letter.thread) if is_reply else [],
            "kind": CONTRACT_KINDS.get(self.kind, self.kind),
            "missing": list(self.missing),
            "points": [
                {
                    "asked": point.asked,
                    "status": point.status,
                    "citations": [citation_json(each) for each in point.citations],
                }
                for point in self.points
            ],
            "body": self.body,
            "skipped": self.skipped,
            "is_open": self.is_open,
        }

    def message(self) -> "EmailMessage":
        """The reply as a mail."""
        from bot.mailbox.drafting.outgoing import reply_to  # noqa: PLC0415  # what writes mails is loaded for one

        written = self.written or datetime.combine(self.today, time(), CHINA)
        return reply_to(self.letter, self.body, self.kind, written, is_open=self.is_open)

    @cached_property
    def octets(self) -> bytes:
        """The reply as it is stored."""
        return self.message().as_bytes()


class Drafter:
    """Drafts replies to letters; `templates` is a folder of an office's own, `signature` what stands over the date.

    `rules` gives the rules of the self-check: loaded with the first letter of which something rests on its case.
    """

    def __init__(
        self, desk: LiveLibrary, rules: Callable[[], "Rulebook"], templates: Path | None = None, signature: str = ""
    ) -> None:
        self.signature = signature
        self.desk = desk
        self.rules = cache(rules)
        self.stationery = Stationery(templates)

    def draft(self, letter: Letter, today: date, *, all_the_same: bool = False) -> Draft:
        """The draft of a reply as of a day; the same letter, notices, rules and day give the same draft.

        `all_the_same`: also of a mail that a machine seems to have sent.
        """
        return self.desk.attempt(lambda: self._compose(letter, today, all_the_same=all_the_same))

    def _compose(self, letter: Letter, today: date, *, all_the_same: bool) -> Draft:
        """The same, from a library that is sound."""
        said = Said(letter)
        skipped = None if all_the_same else skip_reason(said)
        if skipped:
            return Draft(letter, "automatic", today, skipped)
        understood = understand(said, self.desk.library.tables)
        case = cache(lambda: self._case_of(understood.particulars, today))
        inquiry = self._inquiry(understood, case, today)
        points = _points(understood, PointAnswerer(said.subject, inquiry, _verdict(understood, inquiry, case)))
        points = [_with_doubts(each, inquiry) for each in points]
        if understood.particulars.told.series:  # else no step of the case is certain
            points = list(_with_deadlines(points, case))
        draft = Draft(
            letter,
            understood.kind,
            today,
            points=tuple(points),
            missing=untold_of(inquiry.colleagues, understood.particulars.missing),
            is_thanks=understood.is_thanks,
            corrects=bool(points) and corrects_earlier(said.text),
            case=said.case,
        )
        body = self.body(draft, inquiry)
        return replace(draft, body=body, is_open=bool(OPEN.search(body)))

    def _case_of(self, particulars: Particulars, today: date) -> "LetterCase":
        """The case that the particulars of a letter tell."""
        from bot.mailbox.drafting.letter_case import LetterCase  # noqa: PLC0415  # it loads what judges

        return LetterCase.of(particulars, self.rules(), today)

    def _inquiry(self, understood: Understood, case: Told, today: date) -> Inquiry:
        """How the notices are asked: in the case of each of several people, where a letter writes of them."""
        particulars, letter = understood.particulars, understood.said.letter
        written = letter.received.date() if letter.received else None

        def placed(colleague: Colleague) -> Colleague:
            own = replace(particulars, told=colleague.told)
            return replace(colleague, told=self._placed(own.told, partial(self._case_of, own, today)))

        colleagues = tuple(map(placed, colleagues_in(particulars, self.desk.library.tables)))
        told = shared_by(colleagues) if colleagues else self._placed(particulars.told, case)
        return Inquiry(self.desk, today, told, written, colleagues)

    def _placed(self, told: Facets, case: Told) -> Facets:
        """A case, of the province where its committee takes it at the place told."""
        may_be_taken = bool(told.series and told.place)
        is_province = told.province or (may_be_taken and case().is_taken_at(self.desk.library.tables.places.home))
        return replace(told, province=is_province)

    def body(self, draft: Draft, inquiry: Inquiry) -> str:
        """The words of a draft."""
        with speaking(LANGUAGE):
            return self.stationery.render(
                draft.kind,
                salutation=salutation(draft.letter.answer_to),
                points=list(shown_points(draft.points, partial(conclusions_of, inquiry), draft.today)),
                missing=draft.missing,
                has_phone=gives_phone(draft.letter),
                has_attachments=bool(draft.letter.attachments),
                is_thanks=draft.is_thanks,
                is_cut=draft.letter.is_cut,
                unread=_unread_in(draft),
                is_complaint=draft.kind == "complaint",
                today=draft.today,
                signature=self.signature,
            )


def _points(understood: Understood, pointer: PointAnswerer) -> list[Point]:
    """What a letter asks, each with what the notices say."""
    said, what = understood.said, kinds().technical.contact
    if understood.kind == "green_channel":
        return _green_points(understood, pointer)
    if understood.kind == "technical" and not understood.askings:
        return [contact(_first_words(said), what, pointer.inquiry)]
    found = understood.askings
    askings = [each for at, each in enumerate(found) if not pointer.only_tells(each, found[:at], found[at + 1 :])]
    points = [
        contact(each.asked, what, pointer.inquiry) if is_technical(each, said) else pointer.answer_asking(each)
        for each in askings
    ]
    return join_points(askings, points)


def _verdict(understood: Understood, inquiry: Inquiry, case: Told) -> OwnCase | None:
    """The verdict on a letter's case, where it is only one, a question asks for it, and the letter tells enough."""
    if inquiry.colleagues:
        return None
    return case().judge() if any(wants_verdict(each.understood) for each in understood.askings) else None


def _with_doubts(point: Point, inquiry: Inquiry) -> Point:
    """A point with what there is to say of it beside its citations."""
    with speaking(LANGUAGE):
        doubts = tuple(doubts_of(point, inquiry))
    return replace(point, own_notice=inquiry.own_notice(point.citations), doubts=doubts)


def _with_deadlines(points: list[Point], case: Told) -> Iterator[Point]:
    """The points, each with the last days that follow from what it cites."""
    for point in points:
        steps = (step for citation in point.citations for step in _steps_at(citation, case))
        yield replace(point, deadlines=tuple(dict.fromkeys(steps)))


def _steps_at(citation: Citation, case: Told) -> "list[Deadline]":
    """The steps with a last day of their own that a citation speaks of."""
    if WORKING_DAYS not in citation.quote:
        return []
    return [step for step in case().deadlines if plain(step.citation.quote) in plain(citation.quote)]


def _unread_in(draft: Draft) -> list[str]:
    """The names of attachments that could not be read, where what the letter asks may stand in them."""
    if draft.points or draft.is_thanks or draft.letter.passed_on:
        return []
    return [mask(each.name) or each.media_type for each in draft.letter.attachments if each.unread]


def _first_words(said: Said) -> str:
    """The words by which a letter that asks nothing is answered: its subject, else its first line."""
    return mask(said.letter.subject or said.written.strip().partition("\n")[0])[:80]


def _green_points(understood: Understood, pointer: PointAnswerer) -> list[Point]:
    """The points of an application by the green channel: one of them says what the notice wants of it."""
    askings = [each for each in understood.askings if not only_means_to_apply(each)] or understood.askings
    points = [pointer.answer_asking(each) for each in askings]
    if any(kinds().green_channel.wanted in citation.quote for point in points for citation in point.citations):
        return points
    return _with_what_is_wanted(points, askings, _first_words(understood.said), pointer)


def _with_what_is_wanted(
    points: list[Point], askings: list[Asking], otherwise: str, pointer: PointAnswerer
) -> list[Point]:
    """The points, one of which says what the notice wants of who applies; `otherwise` is what asks where none does."""
    signs, at = kinds().green_channel, _green_place(askings)
    asked = askings[at].asked if at < len(askings) else otherwise
    return [*points[:at], find(asked, signs.query, signs.wanted, pointer.inquiry), *points[at + 1 :]]


def _green_place(askings: list[Asking]) -> int:
    """Which of the askings is of the green channel; where none says so, the only one, else one behind the last."""
    named = (at for at, each in enumerate(askings) if names_green_channel(each))
    return next(named, 0 if len(askings) == 1 else len(askings))
