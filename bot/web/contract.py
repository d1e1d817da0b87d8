"""The contract of the API as models: what is asked is checked by them, and the OpenAPI document is made from them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from bot.clock import day_of

MOST_TURNS = 50
LONGEST_TEXT = 4_000  # characters; of a question fewer are read
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Day = Annotated[date, BeforeValidator(day_of, json_schema_input_type=date)]
Validity = Literal["in_force", "expired", "draft"]
Status = Literal["answered", "clarify", "no_answer"]


class ApiRequest(BaseModel):
    """What is sent; a key that is not known is refused, since it would not be heeded."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskRequest(ApiRequest):
    """One question, as of a day, of one notice only where one is named."""

    question: Text
    as_of: Day | None = None
    notice: Annotated[str, Field(max_length=100)] | None = None


class TalkRequest(ApiRequest):
    """The turns of one conversation."""

    turns: Annotated[list[Text], Field(max_length=MOST_TURNS)]
    as_of: Day | None = None


class CheckRequest(ApiRequest):
    """The facts of a case; what is absent is not known yet."""

    facts: dict[str, JsonValue]
    as_of: Day | None = None


class ApiResponse(BaseModel):
    """What is answered; more keys may come."""

    model_config = ConfigDict(frozen=True)


class CitedSentence(ApiResponse):
    """A sentence of a notice, verbatim, and where it stands."""

    notice: str
    title: str
    issuer: str | None
    document_number: str | None
    issued_on: date | None
    validity: Validity
    section: list[str]
    quote: str


class AskResponse(ApiResponse):
    """The answer to a question."""

    question: str
    status: Status
    text: str
    citations: list[CitedSentence]
    choices: list[str]
    confidence: float
    topics: list[str] = []
    overview: bool = False


class TurnResponse(AskResponse):
    """The reply to one turn of a conversation; `ask` is the fact that the self-check asks for."""

    kind: Literal["answer", "interview", "smalltalk", "command"]
    facets: dict[str, str]
    ask: str | None = None


class TalkResponse(ApiResponse):
    """The replies to the turns of one conversation."""

    replies: list[TurnResponse]


class CheckResponse(ApiResponse):
    """The verdict on a case."""

    outcome: Literal["eligible", "not_eligible", "elsewhere", "unclear", "not_covered", "undetermined"]
    notice: str | None
    year: int | None
    reasons: list[dict[str, JsonValue]]
    achievements: list[dict[str, JsonValue]]
    windows: list[dict[str, JsonValue]]
    places: list[dict[str, JsonValue]]
    contacts: list[dict[str, JsonValue]]
    earliest_year: int | None
    ask_next: dict[str, JsonValue] | None


class NoticeResponse(ApiResponse):
    """A notice's particulars."""

    id: str
    title: str
    name: str
    issuer: str | None
    document_number: str | None
    issued_on: date | None
    year: int | None
    validity: Validity
    valid_through: date | None


class NoticesResponse(ApiResponse):
    """The notices that there are."""

    notices: list[NoticeResponse]


class Refusal(ApiResponse):
    """Why a request could not be taken."""

    error: str
