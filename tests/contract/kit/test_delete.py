"""The page "Delete a sequence", case by case: its answers, its judge, and the sandbox before the judge."""

from typing import Any

import httpx
import pytest

from tests.contract.kit.openapi import TEMPLATE, check_answer, check_request, operation
from tests.support.served import serve
from tui.sandbox.app import KIT_PATH
from tui.sandbox.demo.kit_series import COURSE, WELCOME
from tui.sandbox.store import Store

ONE = TEMPLATE.replace("{id}", "80")


def test_the_page_documents_three_answers() -> None:
    assert set(operation()["responses"]) == {"204", "401", "404"}
    assert [list(each) for each in operation()["security"]] == [["API Key"], ["OAuth2"]]
    for status, answer in operation()["responses"].items():
        for content_type, content in answer.get("content", {}).items():
            assert check_answer("DELETE", ONE, int(status), content_type, content["example"]) == []
    assert check_answer("DELETE", ONE, 204, "", None) == []


@pytest.mark.parametrize(
    ("path", "body", "fault"),
    [(ONE, {}, "carries no body"), (TEMPLATE.replace("{id}", "abc"), None, "is not of type 'integer'")],
)
def test_bad_requests_are_found(path: str, body: Any, fault: str) -> None:
    assert check_request("DELETE", ONE, None) == []
    assert fault in "; ".join(check_request("DELETE", path, body))


@pytest.mark.parametrize(
    ("status", "content_type", "body", "fault"),
    [
        (200, "application/json", {}, "status 200 is not documented"),
        (409, "application/json", {"errors": ["x"]}, "status 409 is not documented"),
        (204, "application/json", None, "204 has a body"),
        (204, "", {}, "204 has a body"),
        (404, "text/html", "<html>", "404 is text/html"),
        (404, "application/json", {"error": "Not Found"}, "'errors' is a required property"),
        (401, "application/json", {"errors": "The access token is invalid"}, "is not of type 'array'"),
        (401, "application/json", {"errors": [1]}, "is not of type 'string'"),
    ],
)
def test_bad_answers_are_found(status: int, content_type: str, body: Any, fault: str) -> None:
    assert fault in "; ".join(check_answer("DELETE", ONE, status, content_type, body))


def test_other_requests_are_not_judged() -> None:
    assert check_request("DELETE", f"{ONE}/emails/1", {}) == []
    assert check_answer("GET", ONE, 418, "", None) == []


@pytest.mark.parametrize(
    "credential",
    [{"X-Kit-Api-Key": "kit_sandbox"}, {"Authorization": "Bearer kit_sandbox_token"}],
    ids=["key", "token"],
)
def test_the_sandbox_answers_as_documented(credential: dict[str, str]) -> None:
    store = Store.open(None)
    with serve(store) as served, httpx.Client(base_url=served.origin + KIT_PATH) as client:
        statuses = [
            client.delete(f"/v4/sequences/{WELCOME}").status_code,
            client.delete(f"/v4/sequences/{WELCOME}", headers={"X-Kit-Api-Key": "wrong"}).status_code,
            client.delete(f"/v4/sequences/{WELCOME}", headers=credential).status_code,
            client.delete(f"/v4/sequences/{WELCOME}", headers=credential).status_code,
            client.delete("/v4/sequences/999999", headers=credential).status_code,
            client.delete(f"/v4/sequences/{COURSE}/", headers=credential).status_code,
        ]
    assert statuses == [401, 401, 204, 404, 404, 204]
    for each in served.exchanges:
        assert each.status in (204, 401, 404)
        assert check_request(each.method, each.path, each.body) == []
        assert check_answer(each.method, each.path, each.status, each.content_type, each.answer) == []
    texts = [each.answer["errors"] for each in served.exchanges if each.answer is not None]
    assert texts == [*[["The access token is invalid"]] * 2, *[["Not Found"]] * 2]
    assert [each.answer for each in served.exchanges if each.status == 204] == [None, None]
