"""The API: the commands `ask`, `check`, `talk` and `notices` by HTTP, with the same JSON."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.bounds import turn_deadline
from bot.commands.ask import reply_to
from bot.commands.jsonl import parse_json
from bot.commands.talk import replies
from bot.delivery.bodies import body_of
from bot.errors import BotError
from bot.locale import N_, _
from bot.showing import printable
from bot.web.contract import ApiRequest, AskRequest, CheckRequest, TalkRequest
from bot.web.door import WebDoor
from bot.web.error_pages import UNTAKEN
from bot.web.openapi import document
from eligibility.errors import EligibilityError
from eligibility.interview.intake import Intake
from eligibility.judging.evaluation import evaluate
from knowledge.errors import UnknownNotice
from knowledge.notice import Notice
from knowledge.rounds import exists

LARGEST = 256 * 1024  # bytes
SENT = TypeVar("SENT", bound=ApiRequest)
WRONG = N_("{path}: {why}")


class Api:
    """Answers programs."""

    def __init__(self, door: WebDoor) -> None:
        self.door = door

    async def ask(self, request: Request) -> Response:
        """The answer to a question."""
        asked = await _message(request, AskRequest)
        text = printable(asked.question)
        try:
            return _json(reply_to(self.door.assistant.desk, text, self._day(asked.as_of), asked.notice).as_json(text))
        except UnknownNotice as error:
            raise HTTPException(UNTAKEN, str(error)) from None

    async def talk(self, request: Request) -> Response:
        """The replies to a conversation."""
        asked = await _message(request, TalkRequest)
        with turn_deadline():
            told = list(replies(self.door.assistant, asked.turns, self._day(asked.as_of)))
        return _json({"replies": told})

    async def check(self, request: Request) -> Response:
        """The verdict on facts."""
        asked = await _message(request, CheckRequest)
        rulebook, today = self.door.assistant.interviews.rulebook, self._day(asked.as_of)
        try:
            with turn_deadline():
                return _json(evaluate(rulebook, Intake(rulebook.factsheet, today).read(asked.facts), today).as_json())
        except EligibilityError as error:
            raise HTTPException(UNTAKEN, str(error)) from None

    async def notices(self, request: Request) -> Response:
        """The notices that there are today."""
        desk, today = self.door.assistant.desk, self.door.today()
        there = desk.attempt(lambda: desk.library.notices).values()
        return _json({"notices": [_particulars(notice, today) for notice in there if exists(notice, today)]})

    async def document(self, request: Request) -> Response:
        """The OpenAPI document."""
        return _json(document())

    def _day(self, as_of: date | None) -> date:
        """The day that is asked as of."""
        return as_of or self.door.today()


async def _message(request: Request, kind: type[SENT]) -> SENT:
    """What a program sent: 415 where it is not said to be JSON, 422 where it does not have its form."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415)
    body = await body_of(request, LARGEST)
    try:
        return kind.model_validate(parse_json(body))
    except BotError as error:
        raise HTTPException(UNTAKEN, str(error)) from None
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
        path = ".".join(map(str, fault["loc"])) or "body"
        raise HTTPException(UNTAKEN, _(WRONG).format(path=path, why=fault["msg"])) from None


def _json(value: Mapping[str, object]) -> Response:
    """A value as JSON."""
    return JSONResponse(value)


def _particulars(notice: Notice, today: date) -> dict[str, object]:
    """A notice as the API shows it."""
    return {
        "id": notice.id,
        "title": notice.title,
        "name": notice.name,
        "issuer": notice.issuer,
        "document_number": notice.document_number,
        "issued_on": notice.issued_on and notice.issued_on.isoformat(),
        "year": notice.round_year,
        "validity": notice.validity(today),
        "valid_through": notice.valid_through and notice.valid_through.isoformat(),
    }
