"""The pages of a conversation: a question, its answer, and the self-check question by question."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.core.office_mail import OfficeMail
from bot.core.reply import Reply
from bot.core.turn import Conversation
from bot.locale import N_, _, speaking
from bot.text.paragraph import Paragraph, fold, paragraphs
from bot.text.verdicts import brief_of, guide_lines, text_of
from bot.web.door import WebDoor
from bot.web.form import Form, form_of
from bot.web.pages import Look, Pages, language_of, look_of
from bot.web.rendering import SIGNS, choices_of, parts_of, question_in, reasoned
from bot.web.timeline import timeline_of
from eligibility.judging.verdict import Verdict
from knowledge.answering import Answerer

REMEMBERED = 1024  # pages of first questions: many people ask the same, and open the same address
TITLES = {
    "answer": N_("Answer"),
    "interview": N_("Self-check"),
    "smalltalk": N_("Answer"),
    "command": N_("Answer"),
}


class AskPages:
    """Shows what the assistant replies."""

    def __init__(self, door: WebDoor, pages: Pages) -> None:
        self.door = door
        self.pages = pages
        self.first = lru_cache(REMEMBERED)(self._first)

    async def ask(self, request: Request) -> Response:
        """The answer to a question in the address, which can be shared; without one, where to ask."""
        asked = request.query_params.get("q", "").strip()
        if not asked:
            return self.pages.page(request, "ask.html", examples=self.door.examples())
        year = request.query_params.get("year", "")
        return HTMLResponse(
            self.first(asked, year, look_of(request), self.door.today(), self.door.assistant.desk.answerer)
        )

    def _first(self, asked: str, year: str, look: Look, _today: date, _answerer: Answerer) -> bytes:
        """The page of a question that begins a conversation; `first` remembers the latest for a day and a library."""
        return self._html(look, *self.door.ask(asked, year, look.language), asked).encode()

    async def go_on(self, request: Request) -> Response:
        """The reply to what was tapped or typed on a page."""
        form = await form_of(request, self.door.states)
        before = _in_language(form, request)
        says = (form.value("says") or form.value("q")).strip()
        reply, after = self.door.tap(says, before)
        asked = says if not says.startswith("/") else _tapped(says, before.labels, reply, after)
        return self.show(look_of(request), reply, after, asked, self.door.mail(says, after))

    def show(
        self, look: Look, reply: Reply, after: Conversation, asked: str = "", mail: OfficeMail | None = None
    ) -> Response:
        """A reply as a page; `mail` is the one that it holds."""
        return HTMLResponse(self._html(look, reply, after, asked, mail))

    def _html(
        self, look: Look, reply: Reply, after: Conversation, asked: str = "", mail: OfficeMail | None = None
    ) -> str:
        """The same as text."""
        if reply.files and (verdict := self.door.verdict(after)):
            return self._verdict_html(look, verdict, reply, after)
        with speaking(after.language):
            title = asked or _(TITLES[reply.kind])
        return self.pages.html(
            look,
            "check.html" if reply.kind == "interview" else "answer.html",
            title=title,
            question=question_in(reply),
            parts=parts_of(_beside(mail, reply.paragraphs), reply.answer),
            choices=choices_of(reply),
            mail=mail,
            state=self.door.states.seal(after),
        )

    def _verdict_html(self, look: Look, verdict: Verdict, reply: Reply, after: Conversation) -> str:
        """What a self-check ends in: the conclusion, the deadline and the place first, then all that goes with it."""
        with speaking(after.language):
            lines = [*brief_of(verdict), *fold(paragraphs(guide_lines(verdict)))]
            text = text_of(verdict)
        return self.pages.html(
            look,
            "verdict.html",
            verdict=verdict,
            timeline=timeline_of(verdict),
            parts=reasoned(parts_of(paragraphs(lines))),
            choices=choices_of(reply),
            files=reply.files,
            text=text,
            state=self.door.states.seal(after),
        )


def _in_language(form: Form, request: Request) -> Conversation:
    """The conversation of a form, in the language that was chosen since."""
    return form.conversation.replace(language=language_of(request) or form.conversation.language)


def _tapped(says: str, labels: Mapping[str, str], reply: Reply, after: Conversation) -> str:
    """What stands above the reply to a choice: the question that it answers, else what the choice read."""
    if reply.kind == "answer":
        return after.question
    return next((label.lstrip(SIGNS) for label, said in labels.items() if said == says), "")


def _beside(mail: OfficeMail | None, paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs without those of a mail, which stands in a field of its own."""
    return (each for each in paragraphs if mail is None or each.text not in mail.lines)
