"""A mail to the office that is to be asked, ready to be sent: what the office wants to know is left to be filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from bot.core.live_library import LiveLibrary
from bot.core.questions import facets_of, name_of
from bot.locale import _
from bot.text.answers import warnings
from bot.text.paragraph import Paragraph
from knowledge.asked import Asked
from knowledge.notice import Notice

BLANK = "＿＿＿＿＿＿"
CRLF = "\r\n"


@dataclass(frozen=True)
class OfficeMail:
    """A mail ready to be sent."""

    subject: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the mail says, as it can be copied."""
        return "\n".join(self.lines)

    @property
    def link(self) -> str:
        """The address that opens it in a mail program (RFC 6068)."""
        return f"mailto:?subject={quote(self.subject)}&body={quote(CRLF.join(self.lines))}"


def mail_lines(desk: LiveLibrary, asked: Asked, today: date, told: Mapping[str, str]) -> Iterator[str | Paragraph]:
    """Whom to write to and the mail, with what was `told` of the case; the telephone where there is no mailbox."""
    read = desk.reader.read(asked.whole, today)
    notices = desk.answerer.silences.whom_to_ask(read, today)
    for notice in notices:
        yield from addresses(notice)
    if not notices:
        yield _("None of the notices gives an address for this; ask the office of your city.")
    mail = office_mail(desk, asked, today, told)
    yield ""
    yield _("Subject: {subject}").format(subject=mail.subject)
    yield ""
    yield from mail.lines


def office_mail(desk: LiveLibrary, asked: Asked, today: date, told: Mapping[str, str]) -> OfficeMail:
    """The mail about a question; whom it goes to is the person's to see to, since an address may be misprinted."""
    topic = asked.whole or _("(what you want to ask)")
    subject = _("about professional titles: {question}").format(question=topic)
    return OfficeMail(subject, tuple(_body_lines(desk, topic, asked, today, told)))


def _body_lines(desk: LiveLibrary, topic: str, asked: Asked, today: date, told: Mapping[str, str]) -> Iterator[str]:
    """What the mail says; what the office wants to know of the person and was not told is left to be filled in."""
    facets = facets_of(desk.reader.read(asked.whole, today).facets, desk.library.tables.places.home)
    known = {key: name_of(key, value) for key, value in facets.items()} | dict(told)
    yield _("Dear colleagues,")
    for label, key in ((_("Employer and its kind"), "employer"), (_("Specialty"), "specialty"), (_("Level"), "level")):
        yield f"{label}：{known.get(key, BLANK)}"
    yield _("I would like to ask: {question}").format(question=topic)
    yield _("With thanks")


def addresses(notice: Notice) -> Iterator[str | Paragraph]:
    """Where an office can be reached, in the notice's own words: its mailbox if it gives one."""
    contacts = [contact for contact in notice.contacts if "@" in contact.quote] or list(notice.contacts)
    for contact in contacts[:1]:
        yield _("Ready to be copied, to {name}:").format(name=notice.name)
        yield Paragraph(f"「{contact.quote}」", "quote")
        yield from warnings(notice, contact.quote)
