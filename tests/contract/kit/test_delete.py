"""The page "Delete a sequence", case by case: its answers, its judge, and the sandbox before the judge."""

from typing import Any, NamedTuple

import httpx
import pytest

from tests.contract.kit.openapi import TEMPLATE, check_answer, check_request, operation
from tests.support.served import serve
from tui.sandbox.app import KIT_PATH
from tui.sandbox.demo.kit_series import CART, COURSE, WELCOME, WINTER
from tui.sandbox.store import Store

GONE = 1800000
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


_KEY, _TOKEN = {"X-Kit-Api-Key": "kit_sandbox"}, {"Authorization": "Bearer kit_sandbox_token"}


class Row(NamedTuple):
    """A case: what is sent to show who asks, which sequence is meant, and the documented answer."""

    headers: dict[str, str]
    sequence: int | str
    status: int
    body: Any = None


_BAD, _GONE = {"errors": ["The access token is invalid"]}, {"errors": ["Not Found"]}
_ROWS = {
    "active, with people in it": Row(_KEY, WELCOME, 204),
    "the same with a token": Row(_TOKEN, WELCOME, 204),
    "without e-mails and people": Row(_KEY, WINTER, 204),
    "paused, with people in it, and left out by another": Row(_KEY, COURSE, 204),
    "by an account that may not create any": Row({"X-Kit-Api-Key": "kit_sandbox_free"}, CART, 204),
    "a slash at the end": Row(_KEY, f"{COURSE}/", 204),
    "nothing to show who asks": Row({}, WELCOME, 401, _BAD),
    "a wrong key": Row({"X-Kit-Api-Key": "wrong"}, WELCOME, 401, _BAD),
    "a wrong token": Row({"Authorization": "Bearer wrong"}, WELCOME, 401, _BAD),
    "a wrong key beside a good token": Row({"X-Kit-Api-Key": "wrong", **_TOKEN}, WELCOME, 401, _BAD),
    "a token that only reads": Row({"Authorization": "Bearer kit_sandbox_read"}, WELCOME, 401, _BAD),
    "a wrong key and no such sequence": Row({"X-Kit-Api-Key": "wrong"}, 999999, 401, _BAD),
    "no such sequence": Row(_KEY, 999999, 404, _GONE),
    "the number of an e-mail": Row(_KEY, 6120011, 404, _GONE),
    "deleted before": Row(_KEY, GONE, 404, _GONE),
}


@pytest.mark.parametrize("row", _ROWS.values(), ids=_ROWS)
def test_row(row: Row) -> None:
    store = Store.open(None)
    state = store.state.kit
    gone = {"id": GONE, "deleted_at": "2026-11-20T00:00:00Z"}
    state.sequences[GONE] = state.sequences[WINTER].model_copy(update=gone)
    before = state.model_copy(deep=True)
    with serve(store) as served, httpx.Client(base_url=served.origin + KIT_PATH, headers=row.headers) as client:
        answer = client.delete(f"/v4/sequences/{row.sequence}")

    assert answer.status_code == row.status
    assert (answer.json() if answer.content else None) == row.body
    (seen,) = served.exchanges
    assert check_request(seen.method, seen.path, seen.body) == []
    assert check_answer(seen.method, seen.path, seen.status, seen.content_type, seen.answer) == []
    if row.status == 204:
        assert state.live(int(str(row.sequence).strip("/"))) is None
    else:
        assert state == before, "what is refused changes nothing"


def test_every_status_of_the_page_has_a_case_and_no_other_has() -> None:
    assert {str(row.status) for row in _ROWS.values()} == set(operation()["responses"])


def test_a_repeated_delete_finds_nothing() -> None:
    with serve(Store.open(None)) as served, httpx.Client(base_url=served.origin + KIT_PATH, headers=_KEY) as client:
        assert [client.delete(f"/v4/sequences/{WELCOME}").status_code for _ in range(3)] == [204, 404, 404]
        assert client.get(f"/v4/sequences/{WELCOME}/subscribers").status_code == 404
