"""The pages of the self-check besides its questions: where it begins, the whole as one form, and its files."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.core.conclusion import conclusion
from bot.core.reply import File
from bot.core.turn import Conversation
from bot.locale import speaking
from bot.web.ask_pages import AskPages
from bot.web.check_form import facts_in, form_with
from bot.web.door import WebDoor
from bot.web.form import form_of
from bot.web.pages import Pages, language_of, look_of
from eligibility.interview.given import given_in
from eligibility.interview.intake import Intake


class CheckPages:
    """Begins self-checks, and ends them."""

    def __init__(self, door: WebDoor, pages: Pages, asking: AskPages) -> None:
        self.door = door
        self.pages = pages
        self.asking = asking

    async def begin(self, request: Request) -> Response:
        """What the self-check is, and the two ways to take it."""
        state = self.door.states.seal(Conversation(language=language_of(request)))
        return self.pages.page(request, "begin.html", state=state)

    async def form(self, request: Request) -> Response:
        """The whole self-check as one form."""
        with speaking(language_of(request)):
            empty = form_with(self._intake(), None)
        state = self.door.states.seal(Conversation(language=language_of(request)))
        return self.pages.page(request, "form.html", form=empty, state=state)

    async def fill_in(self, request: Request) -> Response:
        """What the form leads to: its faults, the question that is left, or the verdict."""
        form = await form_of(request, self.door.states)
        intake = self._intake()
        with speaking(language_of(request)):
            filled = form_with(intake, form)
        if filled.faults:
            state = self.door.states.seal(form.conversation)
            return self.pages.page(request, "form.html", 422, form=filled, state=state)
        given = given_in(facts_in(intake, form))
        reply, after = self.door.check_with(given, Conversation(language=language_of(request)))
        return self.asking.show(look_of(request), reply, after)

    async def file(self, request: Request) -> Response:
        """One of the files of a verdict."""
        form = await form_of(request, self.door.states)
        verdict = self.door.verdict(form.conversation)
        if verdict is None:
            raise HTTPException(400)
        with speaking(form.conversation.language):
            files = {file.name: file for file in conclusion(verdict).files}
        if form.value("name") not in files:
            raise HTTPException(404)
        return _download(files[form.value("name")])

    def _intake(self) -> Intake:
        """Reads what is filled in."""
        return Intake(self.door.assistant.interviews.rulebook.factsheet, self.door.today(), interview=True)


def _download(file: File) -> Response:
    """A file to be saved; its own name may be Chinese, hence the ASCII one beside it."""
    ending = file.name.rpartition(".")[2]
    named = {"Content-Disposition": f'attachment; filename="zhicheng.{ending}"'}
    return Response(file.octets, media_type=file.media_type, headers=named)
