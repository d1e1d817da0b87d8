"""The API answers what the commands answer, by the document that it gives of itself."""

import json
from collections.abc import Mapping

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from requests import Request
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from bot.core.assistant import Assistant
from bot.web.contract import AskResponse, CheckResponse, NoticesResponse, TalkResponse
from bot.web.openapi import OPERATIONS, document
from tests.bot.conftest import Ask
from tests.bot.web.visitor import Visitor, app_of

AS_OF = "2024-07-05"
JSON = {"Content-Type": "application/json"}
CHECKS = (
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)


def sent(visitor: Visitor, path: str, message: object) -> Mapping[str, object]:
    """What the API answers."""
    visitor.send("POST", path, json.dumps(message).encode(), JSON)
    body: Mapping[str, object] = visitor.response.json()
    return body


@pytest.mark.parametrize("question", ["公示要几天", "评审费多少钱", "副高什么时候申报", ""])
def test_a_question_is_answered_as_by_the_command(visitor: Visitor, ask: Ask, question: str) -> None:
    told = sent(visitor, "/api/ask", {"question": question, "as_of": AS_OF})
    assert {"id": None, **told} == ask(question, AS_OF)
    AskResponse.model_validate(told)


def test_a_conversation_and_a_case_and_the_notices(visitor: Visitor) -> None:
    talked = TalkResponse.model_validate(
        sent(visitor, "/api/talk", {"turns": ["公示要几天", "资格自测", "工程系列"], "as_of": AS_OF})
    )
    assert [reply.kind for reply in talked.replies] == ["answer", "interview", "interview"]
    judged = CheckResponse.model_validate(sent(visitor, "/api/check", {"facts": {"series": "other"}, "as_of": AS_OF}))
    assert judged.ask_next is not None
    visitor.go("/api/notices")
    listed = NoticesResponse.model_validate(visitor.response.json())
    assert "ln-gxt-2024" in {notice.id for notice in listed.notices}


@pytest.mark.parametrize(
    ("path", "message", "said"),
    [
        ("/api/ask", {}, "question"),
        ("/api/ask", {"question": 3}, "question"),
        ("/api/ask", {"question": "x", "as_of": "yesterday"}, "as_of"),
        ("/api/ask", {"question": "x", "notice": "none-such"}, "none-such"),
        ("/api/ask", {"question": "x", "more": 1}, "more"),
        ("/api/talk", {"turns": "x"}, "turns"),
        ("/api/check", {"facts": {"level": "king"}}, "level"),
        ("/api/check", {"facts": []}, "facts"),
        ("/api/ask", [], "body"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(
    visitor: Visitor, path: str, message: object, said: str
) -> None:
    assert said in str(sent(visitor, path, message)["error"])
    assert visitor.response.status_code == 422


@pytest.mark.parametrize(("body", "kind", "status"), [(b"{", "application/json", 422), (b"{}", "text/plain", 415)])
def test_what_is_no_json_is_refused(visitor: Visitor, body: bytes, kind: str, status: int) -> None:
    assert visitor.send("POST", "/api/ask", body, {"Content-Type": kind}).status_code == status


@pytest.mark.parametrize("path", [each.path for each in OPERATIONS])
def test_the_document_holds_whatever_is_sent(assistant: Assistant, path: str) -> None:
    visitor = Visitor(app_of(assistant, turns=10**9))
    schema = schemathesis.openapi.from_dict(dict(document()))
    [operation] = [each.ok() for each in schema.include(path=path).get_all_operations()]

    @settings(max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def holds(case: schemathesis.Case) -> None:
        asked = Request(**case.as_transport_kwargs(base_url="http://zhicheng.test")).prepare()
        body = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
        visitor.send(asked.method, asked.path_url, body, asked.headers)
        case.validate_response(visitor.response, checks=list(CHECKS))

    holds()
