"""The OpenAPI 3.1 document, made from the models that check what is sent."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.web import contract

PLACE = "#/components/schemas/{model}"
REFUSALS = {
    "400": "The body is no JSON, or does not come whole",
    "403": "Another site's page had a browser send it",
    "408": "The body did not come in time",
    "413": "The body is too large",
    "415": "The body is not said to be JSON",
    "422": "The request was understood and refused",
    "429": "Too many requests within a minute",
    "503": "It took too long to be answered",
}
LIMITS = {
    name: {"description": told, "schema": {"type": "integer"}}
    for name, told in (
        ("RateLimit-Limit", "Requests a minute"),
        ("RateLimit-Remaining", "Requests that there is room for now"),
        ("RateLimit-Reset", "Seconds until there is room for another one"),
    )
}


class Operation(NamedTuple):
    """One thing that can be asked for."""

    path: str
    summary: str
    response: type[BaseModel]
    request: type[BaseModel] | None = None


OPERATIONS = (
    Operation("/api/ask", "Answer a question from the notices", contract.AskResponse, contract.AskRequest),
    Operation("/api/talk", "Lead a conversation", contract.TalkResponse, contract.TalkRequest),
    Operation("/api/check", "Judge a case", contract.CheckResponse, contract.CheckRequest),
    Operation("/api/notices", "List the notices", contract.NoticesResponse),
)


@cache
def document() -> Mapping[str, object]:
    """The document."""
    asked = [each.request for each in OPERATIONS if each.request]
    models: list[type[BaseModel]] = [*asked, *(each.response for each in OPERATIONS), contract.Refusal]
    __, schemas = models_json_schema([(model, "validation") for model in models], ref_template=PLACE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "职称问答",
            "version": version("zhicheng"),
            "summary": "Cited answers and an eligibility self-check from Liaoning's professional-title notices",
        },
        "servers": [{"url": "/"}],
        "paths": {each.path: _path_of(each) for each in OPERATIONS},
        "components": {"schemas": schemas["$defs"]},
    }


def _path_of(operation: Operation) -> Mapping[str, object]:
    """An operation as the document describes it."""
    name = operation.path.rpartition("/")[2]
    refusals = {status: _answer(told, contract.Refusal) for status, told in REFUSALS.items()}
    told = {"operationId": name, "summary": operation.summary}
    if operation.request is None:
        refused = {status: refusals[status] for status in ("429",)}
        return {"get": {**told, "responses": {"200": _answer("Done", operation.response), **refused}}}
    body = {"required": True, "content": _content(operation.request)}
    return {
        "post": {**told, "requestBody": body, "responses": {"200": _answer("Done", operation.response), **refusals}}
    }


def _answer(told: str, model: type[BaseModel]) -> Mapping[str, object]:
    """A response of this model."""
    return {"description": told, "headers": LIMITS, "content": _content(model)}


def _content(model: type[BaseModel]) -> Mapping[str, object]:
    """A body of this model."""
    return {"application/json": {"schema": {"$ref": PLACE.format(model=model.__name__)}}}
